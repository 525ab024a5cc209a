import { css } from 'lit';

export const sheetStyles = css`
  :host { display: block; }
  header, main { max-width: 44rem; margin: 0 auto; padding-inline: var(--cc-space-4); }
  header { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: center; gap: var(--cc-space-2); min-height: 64px; }
  .brand { flex: 1 1 8rem; min-width: 0; line-height: 1.2; display: inline-flex; align-items: center; gap: var(--cc-space-2); min-height: var(--cc-target); color: inherit; font-weight: 700; text-decoration: none; }
  .mark { flex: none; width: 22px; height: 22px; border: 5px solid var(--cc-accent); border-radius: 5px; background: linear-gradient(var(--cc-accent), var(--cc-accent)) center / 6px 6px no-repeat; }
  main { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--cc-space-4); padding-block: var(--cc-space-4) var(--cc-space-12); }
  .lead { max-width: 34rem; }
  .ways { display: flex; flex-wrap: wrap; gap: var(--cc-space-2) var(--cc-space-3); }

  /* The sheet is paper in dark mode too. */
  .sheet {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    justify-items: center;
    gap: var(--cc-space-3);
    margin-top: var(--cc-space-2);
    padding: clamp(16px, 5vw, 48px);
    border: 1px solid var(--cc-line);
    border-radius: var(--cc-corner);
    background: #fff;
    color: #171a20;
    color-scheme: only light;
    text-align: center;
  }
  .sheet .soft { color: #545b66; }
  h1 { font-size: clamp(1.75rem, 1.2rem + 3vw, 3rem); }
  .others { display: flex; flex-wrap: wrap; justify-content: center; gap: 0 var(--cc-space-4); font-size: 1.125rem; }
  cc-code { width: min(100%, 28rem); }
  .scan { display: grid; gap: 2px; font-size: 1.125rem; font-weight: 600; }
  .address { font-size: 1.125rem; }
  .id { font: 500 0.8125rem/1.4 ui-monospace, Menlo, Consolas, monospace; }
  .id::before { content: '· '; }

  @page { margin: 15mm; }
  @media print {
    header, .lead, .ways, cc-fault { display: none; }
    main { padding: 0; max-width: none; }
    .sheet { border: 0; border-radius: 0; margin: 0; padding: 0; gap: 6mm; }
    h1 { font-size: 36pt; }
    .others, .scan, .address { font-size: 16pt; }
  }
`;
