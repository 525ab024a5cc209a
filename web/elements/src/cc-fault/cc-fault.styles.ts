import { css } from 'lit';

export const faultStyles = css`
  :host { display: block; }
  .panel {
    display: grid;
    gap: var(--cc-space-2);
    padding: var(--cc-space-4);
    border: 1px solid var(--cc-line-strong);
    border-inline-start: 8px solid var(--cc-plum);
    border-radius: var(--cc-corner);
    background: var(--cc-card);
    color: var(--cc-ink);
  }
  .what { font-weight: 700; font-size: 1.125rem; line-height: 1.3; }
  .id { overflow-wrap: anywhere; }
  ::slotted(*) { margin-top: var(--cc-space-4); margin-inline-end: var(--cc-space-3); }
`;
