import { css } from 'lit';

export const caseStyles = css`
  :host { display: grid; gap: var(--cc-space-4); }
  h2 { font-size: 1.125em; }
  .facts { display: grid; gap: var(--cc-space-1); }
  .state { font-weight: 700; }
  .overdue { padding: var(--cc-space-2) var(--cc-space-3); border: 2px solid currentColor; border-radius: var(--cc-corner); font-weight: 700; }
  ul { display: grid; gap: var(--cc-space-1); }
  section { display: grid; gap: var(--cc-space-2); }
  .quote { margin: 0; padding: var(--cc-space-3) var(--cc-space-4); border-inline-start: 4px solid var(--cc-line-strong); white-space: pre-wrap; overflow-wrap: anywhere; }
  ol { display: grid; gap: var(--cc-space-3); margin: 0; padding: 0; list-style: none; }
  .words { display: grid; gap: var(--cc-space-1); padding: var(--cc-space-3) var(--cc-space-4); border-radius: var(--cc-corner); background: var(--cc-card); overflow-wrap: anywhere; }
  .copy { display: flex; flex-wrap: wrap; align-items: center; gap: var(--cc-space-2) var(--cc-space-3); }
  .own { background: var(--cc-accent-soft); margin-inline-start: var(--cc-space-6); }
  .other { margin-inline-end: var(--cc-space-6); }
  .who { font-weight: 700; }
  .answer { display: grid; gap: var(--cc-space-2); }
  .answer label { font-weight: 700; }
  .ways { display: flex; flex-wrap: wrap; gap: var(--cc-space-2); }
`;
