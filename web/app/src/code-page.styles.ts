import { css } from 'lit';

export const codePageStyles = css`
  main {
    display: grid;
    gap: var(--cc-space-4);
    width: min(100%, 30rem);
    margin: 0 auto;
    padding: 0 var(--cc-space-4) var(--cc-space-8);
  }
  .card {
    display: grid;
    gap: var(--cc-space-3);
    padding: var(--cc-space-4);
    border-radius: var(--cc-corner);
    background: #fff;
    color: #171a20;
    box-shadow: var(--cc-float);
    color-scheme: only light;
  }
  h1 { font-size: 1.625rem; text-align: center; }
  .hold {
    display: block;
    width: 100%;
    padding: 0;
    border: 0;
    background: #fff;
    cursor: zoom-in;
  }
  .hold:focus-visible { outline-color: #b3247a; }
  .placeholder { display: block; aspect-ratio: 1; }
  .see { text-align: center; color: #3d434d; text-wrap: balance; min-height: 1.5em; }
  .see:lang(zh-CN), .see:lang(zh-Hant) { word-break: keep-all; overflow-wrap: anywhere; }
  .card cc-fault { margin: var(--cc-space-4) 0; }
  .card cc-fault .button.first { background: #0f4c8a; border-color: #0f4c8a; color: #fff; }

  .notice {
    padding: var(--cc-space-3) var(--cc-space-4);
    border-radius: var(--cc-corner);
    background: var(--cc-plum-soft);
  }

  .chips { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 10rem), 1fr)); gap: var(--cc-space-2); }
  .chips:lang(zh-CN), .chips:lang(zh-Hant) { grid-template-columns: repeat(auto-fill, minmax(6.5rem, 1fr)); }
  .chips button {
    min-height: var(--cc-target);
    padding: var(--cc-space-2) var(--cc-space-4);
    border: 1px solid var(--cc-line-strong);
    border-radius: 24px;
    background: var(--cc-card);
    color: var(--cc-ink);
    font-weight: 600;
    line-height: 1.2;
    cursor: pointer;
    transition: background-color var(--cc-motion), color var(--cc-motion);
  }
  .chips button:hover { border-color: var(--cc-accent); background: var(--cc-accent-soft); }
  .chips button[aria-pressed='true'] {
    border-color: var(--cc-accent);
    background: var(--cc-accent);
    color: var(--cc-on-accent);
  }

  .elder, .places { display: grid; gap: var(--cc-space-3); }
  .elder .button, .places .button { min-height: 64px; font-size: 1.5rem; }
  .places h1 { text-align: start; font-size: var(--cc-text-title); }
  .places .button { justify-content: flex-start; text-align: start; background: var(--cc-card); }
  .places .button.quiet { background: transparent; }
  .places .button[aria-pressed='true'] { background: var(--cc-accent); color: var(--cc-on-accent); }
  :host([elder]) h1 { font-size: 2rem; }
  :host([elder]) .see, :host([elder]) .notice { font-size: 1.5rem; line-height: 1.35; }

  dialog.full {
    position: fixed;
    inset: 0;
    display: flex;
    flex-direction: column;
    align-items: center;
    justify-content: center;
    gap: var(--cc-space-3);
    width: 100%;
    height: 100%;
    max-width: none;
    max-height: none;
    margin: 0;
    padding: var(--cc-space-2);
    border: 0;
    background: #fff;
    color: #171a20;
    color-scheme: only light;
  }
  dialog.full:not([open]) { display: none; }
  dialog.full h2 { font-size: 1.625rem; }
  dialog.full cc-code { width: min(100%, calc(100vh - 12rem)); flex: none; }
  dialog.full p { text-align: center; color: #3d434d; }
  dialog.full .button { border-color: #0f4c8a; color: #0f4c8a; min-width: 10rem; }
  dialog.full .button:hover { background: #e3edf8; }
  :host([elder]) dialog.full h2 { font-size: 2rem; }
  :host([elder]) dialog.full p { font-size: 1.5rem; }
  :host([elder]) dialog.full .button { min-height: 64px; font-size: 1.5rem; }

  @media (min-width: 900px) and (min-height: 560px) {
    main:has(.chips) {
      grid-template-columns: minmax(0, 26rem) minmax(0, 20rem);
      justify-content: center;
      align-items: start;
      width: min(100%, 60rem);
      column-gap: var(--cc-space-8);
    }
    main:has(.chips) > cc-fault, .notice { grid-column: 1 / -1; }
    .card { grid-column: 1; }
    .chips { grid-column: 2; }
  }
`;
