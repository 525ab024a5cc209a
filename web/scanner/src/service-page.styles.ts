import { css } from 'lit';

export const servicePageStyles = css`
  :host { display: block; overflow: auto; background: var(--cc-paper); color: var(--cc-ink); }
  section { display: grid; gap: var(--cc-space-4); width: min(100%, 34rem); margin: 0 auto; padding: max(var(--cc-space-4), env(safe-area-inset-top)) var(--cc-space-4) var(--cc-space-6); }
  h2 { font-size: var(--cc-text-title); outline: none; }
  fieldset { display: grid; gap: var(--cc-space-2); min-width: 0; margin: 0; padding: 0; border: 0; }
  legend { padding: 0; margin-bottom: var(--cc-space-2); font-weight: 700; }
  .item { display: flex; align-items: center; gap: var(--cc-space-3); min-height: 56px; padding: var(--cc-space-2) var(--cc-space-4); border: 2px solid var(--cc-line-strong); border-radius: var(--cc-corner); background: var(--cc-card); cursor: pointer; }
  .item.chosen { border-color: var(--cc-accent); background: var(--cc-accent-soft); font-weight: 700; }
  .item input { flex: none; width: 24px; height: 24px; margin: 0; accent-color: var(--cc-accent); }
  .item:focus-within { outline: 3px solid var(--cc-focus); outline-offset: 2px; }
  .scan { font-size: 1.25rem; font-weight: 700; line-height: 1.3; }
  cc-code { width: min(100%, 26rem); max-height: 60vh; max-width: 60vh; margin: 0 auto; }
  .what { font-weight: 600; text-align: center; }
  .button { min-height: 56px; }
  @media print {
    :host { position: fixed !important; z-index: 1; overflow: visible; background: #fff; color: #000; }
    h2, .button { display: none; }
    cc-code { width: 7cm; max-width: none; max-height: none; }
  }
`;
