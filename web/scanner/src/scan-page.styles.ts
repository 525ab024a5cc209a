import { css } from 'lit';

export const scanPageStyles = css`
  :host {
    display: grid;
    grid-template-rows: minmax(0, 1fr) auto;
    height: 100vh;
    height: 100dvh;
    background: #0c0e11;
    color: #fff;
  }
  main { position: relative; min-height: 0; }
  cc-scanner, cc-verdict, service-page { position: absolute; inset: 0; }

  .top {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    align-items: flex-start;
    gap: var(--cc-space-3);
    padding: max(var(--cc-space-4), env(safe-area-inset-top)) var(--cc-space-4) var(--cc-space-8);
    background: linear-gradient(rgb(0 0 0 / 78%) 50%, transparent);
  }
  .name { font-size: 1.5rem; font-weight: 700; line-height: 1.25; }
  .scene { min-width: 0; }
  .change {
    flex: 0 1 auto;
    min-height: var(--cc-target);
    padding: 0 var(--cc-space-4);
    border: 1px solid rgb(255 255 255 / 55%);
    border-radius: var(--cc-corner);
    background: rgb(12 14 17 / 72%);
    color: #fff;
    font-weight: 600;
    cursor: pointer;
  }
  .change:hover { background: rgb(60 66 76 / 82%); }
  .own { text-align: center; color: #e3e6ea; }
  .lacks { display: inline-block; padding: var(--cc-space-1) var(--cc-space-3); border-radius: 8px; background: var(--cc-undecided); color: var(--cc-on-undecided); font-weight: 600; }

  footer {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    align-items: center;
    gap: var(--cc-space-3);
    padding: var(--cc-space-2) var(--cc-space-4) max(var(--cc-space-2), env(safe-area-inset-bottom));
    background: #0c0e11;
  }
  .ages { flex: 1 1 6em; min-width: 0; display: grid; gap: var(--cc-space-1); justify-items: start; }
  .age { min-width: 0; overflow-wrap: anywhere; word-break: keep-all; /* "26日" stays together */ display: flex; align-items: baseline; gap: var(--cc-space-2); font-size: var(--cc-text-small); line-height: 1.3; color: #d5d9df; }
  .dot { flex: none; width: 10px; height: 10px; border: 2px solid currentColor; border-radius: 50%; }
  .age.stale, .age.too-old, .age.future, .age.missing {
    padding: var(--cc-space-1) var(--cc-space-2);
    border-radius: 8px;
    background: var(--cc-undecided);
    color: var(--cc-on-undecided);
    font-weight: 600;
  }
  .emergency {
    flex: 0 1 auto;
    min-height: 52px;
    padding: 0 var(--cc-space-4);
    border: 2px solid #fff;
    border-radius: var(--cc-corner);
    background: #fff;
    color: #0a3768;
    font-weight: 700;
    cursor: pointer;
  }
  .emergency:hover { background: #e3edf8; }
  :focus-visible { outline-color: #ff9ed2; }

  dialog {
    width: 100%;
    height: 100%;
    max-width: none;
    max-height: none;
    margin: 0;
    padding: var(--cc-space-8) var(--cc-space-6);
    border: 0;
    background: #0a3768;
    color: #fff;
  }
  dialog[open] {
    display: flex;
    flex-direction: column;
    align-items: center;
    justify-content: center;
    gap: var(--cc-space-6);
    text-align: center;
  }
  dialog h2 { font-size: var(--cc-text-large); }
  .order { font-size: clamp(2rem, 6vh, 4rem); font-weight: 800; line-height: 1.15; max-width: 20ch; }
  /* Twelve letters and a full stop, the longest word in any language (menghalangi), stay on one line of a phone. */
  .order:not(:lang(zh)) { font-size: clamp(1.5rem, min(6vh, 10.5vw), 4rem); }
  .order span { display: block; text-wrap: balance; }
  dialog p:not(.order) { max-width: 34ch; font-size: 1.125rem; }
  dialog .button { border-color: #fff; color: #fff; min-width: 12rem; min-height: 56px; }
  dialog .button:hover { background: rgb(255 255 255 / 16%); }
`;
