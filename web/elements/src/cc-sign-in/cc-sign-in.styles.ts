import { css } from 'lit';

export const signInStyles = css`
  :host { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--cc-space-4); justify-items: start; max-width: 26rem; }
  .origin { font: 600 1.0625rem/1.4 ui-monospace, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
  .code { width: 100%; }
  p, h2 { margin: 0; }
  h2 { font-size: var(--cc-text-large); }
`;
