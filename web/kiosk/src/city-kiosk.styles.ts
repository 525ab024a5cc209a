import { css } from 'lit';

export const kioskStyles = css`
  :host { display: grid; grid-template-rows: auto minmax(0, 1fr); min-height: 100vh; min-height: 100dvh; }
  header { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: center; gap: var(--cc-space-2); padding: var(--cc-space-2) var(--cc-space-4); }
  .name { font-weight: 600; }
  main { display: grid; align-content: center; justify-items: center; gap: var(--cc-space-6); padding: var(--cc-space-4); }
  h1 { font-size: var(--cc-text-title); }
  .question { font-size: var(--cc-text-hero); text-align: center; }
  fieldset { display: grid; gap: var(--cc-space-2); width: min(100%, 34rem); min-width: 0; margin: 0; padding: 0; border: 0; }
  legend { padding: 0; margin-bottom: var(--cc-space-2); font-weight: 700; }
  .item { display: flex; align-items: center; gap: var(--cc-space-3); min-height: 56px; padding: var(--cc-space-2) var(--cc-space-4); border-radius: var(--cc-corner); background: var(--cc-card); cursor: pointer; }
  .item input { width: 24px; height: 24px; margin: 0; accent-color: var(--cc-accent); }
  .faces { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 10.5rem), 1fr)); gap: var(--cc-space-3); width: min(100%, 72rem); }
  .face {
    display: grid;
    justify-items: center;
    align-content: start;
    gap: var(--cc-space-2);
    min-height: 11rem;
    padding: var(--cc-space-4) var(--cc-space-2);
    border: 3px solid var(--cc-line-strong);
    border-radius: var(--cc-corner);
    background: var(--cc-card);
    color: var(--cc-ink);
    cursor: pointer;
  }
  .face:hover, .face:active { border-color: var(--cc-accent); background: var(--cc-accent-soft); }
  .face[aria-disabled='true'] { opacity: 0.6; cursor: progress; }
  .face svg { width: min(7rem, 16vh); height: min(7rem, 16vh); }
  .number { font-size: 1.5rem; font-weight: 800; line-height: 1; }
  .word { font-size: 1.25rem; font-weight: 700; line-height: 1.2; text-align: center; overflow-wrap: anywhere; }
  .thanks { font-size: clamp(3rem, 12vw, 8rem); font-weight: 800; text-align: center; line-height: 1.1; }
  cc-fault { width: min(100%, 40rem); }
  /* On a phone that stands at a desk: one under another, all in sight. */
  @media (max-width: 40rem) {
    .faces { grid-template-columns: minmax(0, 1fr); gap: var(--cc-space-2); }
    .face { grid-template-columns: auto auto 1fr; align-items: center; justify-items: start; min-height: 84px; padding: var(--cc-space-2) var(--cc-space-4); gap: var(--cc-space-3); }
    .face svg { width: 56px; height: 56px; }
    .word { text-align: start; }
  }
`;
