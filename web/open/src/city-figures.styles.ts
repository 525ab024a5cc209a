import { css } from 'lit';

export const figuresStyles = css`
  :host { display: block; }
  header, main { max-width: 68rem; margin: 0 auto; padding-inline: var(--cc-space-4); }
  header { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: center; gap: var(--cc-space-2); min-height: 64px; }
  .brand { display: inline-flex; align-items: center; gap: var(--cc-space-2); min-height: var(--cc-target); color: inherit; font-weight: 700; text-decoration: none; }
  .mark { flex: none; width: 22px; height: 22px; border: 5px solid var(--cc-accent); border-radius: 5px; background: linear-gradient(var(--cc-accent), var(--cc-accent)) center / 6px 6px no-repeat; }
  main { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--cc-space-6); padding-block: var(--cc-space-4) var(--cc-space-12); }
  .lead { display: grid; gap: var(--cc-space-2); max-width: 44rem; }
  h1 { font-size: var(--cc-text-title); }
  h2 { font-size: 1.25rem; margin-bottom: var(--cc-space-2); }
  .formula { padding-inline-start: var(--cc-space-4); border-inline-start: 4px solid var(--cc-accent); font-weight: 600; }
  .choice { display: flex; flex-wrap: wrap; align-items: center; gap: var(--cc-space-2); font-weight: 600; }
  select { max-width: 100%; min-height: var(--cc-target); padding: 0 var(--cc-space-3); border: 2px solid var(--cc-line-strong); border-radius: var(--cc-corner); background: var(--cc-card); }
  .empty { padding: var(--cc-space-6); border-radius: var(--cc-corner); background: var(--cc-card); }
  .bars { padding: var(--cc-space-4); border-radius: var(--cc-corner); background: var(--cc-card); }
  .coming { min-height: 12rem; }
  .legend { display: flex; flex-wrap: wrap; gap: var(--cc-space-1) var(--cc-space-4); margin-bottom: var(--cc-space-3); font-size: var(--cc-text-small); }
  .legend li { display: inline-flex; align-items: center; gap: var(--cc-space-2); }
  .key { display: inline-grid; place-items: center; min-width: 1.6em; height: 1.6em; border: 1px solid var(--cc-line-strong); border-radius: 4px; font-weight: 700; }
  .scroll { overflow-x: auto; border-radius: var(--cc-corner); background: var(--cc-card); }
  table { border-collapse: collapse; width: 100%; font-size: var(--cc-text-small); font-variant-numeric: tabular-nums; }
  th, td { padding: var(--cc-space-2) var(--cc-space-3); border-bottom: 1px solid var(--cc-line); text-align: start; vertical-align: top; }
  thead th { position: sticky; top: 0; background: var(--cc-card); min-width: 5em; vertical-align: bottom; }
  tbody th { position: sticky; left: 0; min-width: 9em; background: var(--cc-card); font-weight: 600; }
  .n { text-align: end; }
  tbody .n { white-space: nowrap; }
  tbody .n .small { white-space: normal; }
  .links { display: flex; flex-wrap: wrap; gap: var(--cc-space-2); }
`;
