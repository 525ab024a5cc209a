import { css } from 'lit';

export const portalStyles = css`
  :host { display: block; }
  header, main { max-width: 68rem; margin: 0 auto; padding-inline: var(--cc-space-4); }
  header { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: center; gap: var(--cc-space-2); min-height: 64px; border-bottom: 4px solid var(--cc-plum); }
  .brand { flex: 1 1 8rem; min-width: 0; line-height: 1.2; display: inline-flex; align-items: center; min-height: var(--cc-target); color: var(--cc-plum); font-size: var(--cc-text-large); font-weight: 700; text-decoration: none; }
  main { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--cc-space-4); padding-block: var(--cc-space-6) var(--cc-space-12); }
  h1 { font-size: var(--cc-text-title); }
  h2 { font-size: var(--cc-text-large); }
  main > p { max-width: 40rem; }
  cc-fault { max-width: 34rem; }
  cc-code { width: min(100%, 26rem); }
  dl { display: grid; gap: var(--cc-space-3); max-width: 34rem; padding: var(--cc-space-4); border: 1px solid var(--cc-line); border-radius: var(--cc-corner); background: var(--cc-card); }
  dt { color: var(--cc-ink-soft); font-size: var(--cc-text-small); }
  dd { font-size: var(--cc-text-large); font-weight: 600; overflow-wrap: anywhere; }
`;
