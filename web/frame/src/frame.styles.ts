import { css } from 'lit';

export const frameStyles = css`
  :host { display: block; padding: var(--cc-space-4); overflow-wrap: anywhere; }
  main { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--cc-space-3); max-width: 38rem; margin: 0 auto; }
  h1 { font-size: var(--cc-text-large); }
`;
