import { css } from 'lit';

export const seeStyles = css`
  :host { display: block; }
  header, main { max-width: 68rem; margin: 0 auto; padding-inline: var(--cc-space-4); }
  header { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: center; gap: var(--cc-space-2); min-height: 64px; }
  .brand { flex: 1 1 5rem; min-width: 0; display: inline-flex; align-items: center; gap: var(--cc-space-2); min-height: var(--cc-target); color: inherit; font-weight: 700; text-decoration: none; }
  .mark { flex: none; width: 22px; height: 22px; border: 5px solid var(--cc-accent); border-radius: 5px; background: linear-gradient(var(--cc-accent), var(--cc-accent)) center / 6px 6px no-repeat; }
  .link { color: var(--cc-accent); font-weight: 600; }

  main { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--cc-space-4); padding-bottom: var(--cc-space-6); }
  .intro { display: grid; gap: var(--cc-space-1); }
  h1 { font-size: var(--cc-text-title); }
  h2 { font-size: var(--cc-text); font-weight: 600; }

  .stage { display: grid; grid-template-columns: minmax(0, 20rem) 48px minmax(0, 1fr); align-items: stretch; }
  .phone, .scanner { display: flex; flex-direction: column; gap: var(--cc-space-2); min-width: 0; }
  .screen, .view {
    flex: 1;
    display: flex;
    flex-direction: column;
    position: relative;
    min-height: 0;
    height: clamp(20rem, 47vh, 30rem);
    border: 6px solid #23272e;
    overflow: hidden;
  }
  .screen { border-radius: 28px; align-items: center; justify-content: center; gap: var(--cc-space-2); padding: var(--cc-space-3); background: #fff; color: #171a20; color-scheme: only light; }
  .view { border-radius: var(--cc-corner); background: #2b2f36; }
  .name { font-weight: 700; text-align: center; }
  .code { width: min(100%, 17rem); aspect-ratio: 1; min-height: 0; object-fit: contain; image-rendering: pixelated; forced-color-adjust: none; }
  .code.empty { visibility: hidden; }
  .preparing { position: absolute; inset: auto var(--cc-space-4); text-align: center; color: #545b66; }
  .bar { width: min(100%, 17rem); height: 4px; flex: none; border-radius: 2px; background: #e6e8ec; overflow: hidden; }
  .left { display: block; height: 100%; background: #0f4c8a; transform-origin: left; }
  .lost { padding: 1px 10px; border-radius: 13px; background: var(--cc-plum-soft); color: var(--cc-plum); font-size: var(--cc-text-small); font-weight: 600; white-space: nowrap; }

  .beam { align-self: center; height: 2px; background: repeating-linear-gradient(90deg, var(--cc-line-strong) 0 6px, transparent 6px 12px); margin-inline: var(--cc-space-2); }

  .camera { position: absolute; inset: 0; width: 100%; height: 100%; object-fit: contain; }
  .nothing { margin: auto; padding: var(--cc-space-4); color: #f1f2f4; text-align: center; position: relative; }
  .view inset-verdict { position: absolute; inset: 0; }
  .view cc-fault { position: relative; margin: var(--cc-space-3); }
  .told { min-height: 1.5em; font-variant-numeric: tabular-nums; font-weight: 600; }
  .phone::after { content: '\\00a0'; min-height: 1.5em; }   /* both screens end at one line */

  .steps { display: grid; grid-template-columns: repeat(4, minmax(0, 1fr)); gap: var(--cc-space-3); }
  .steps li { display: grid; }
  .step {
    display: grid;
    align-content: start;
    gap: var(--cc-space-1);
    min-height: var(--cc-target);
    padding: var(--cc-space-3) var(--cc-space-4);
    border: 2px solid var(--cc-accent);
    border-radius: var(--cc-corner);
    background: var(--cc-card);
    text-align: start;
    overflow-wrap: anywhere;
    cursor: pointer;
  }
  .step strong { color: var(--cc-accent); }
  .step span { font-size: var(--cc-text-small); line-height: 1.4; }
  .step:hover, .step[aria-current] { background: var(--cc-accent-soft); }
  .step[aria-disabled='true'] { cursor: progress; border-color: var(--cc-line-strong); }
  .more { display: flex; flex-wrap: wrap; gap: var(--cc-space-2) var(--cc-space-3); }

  @media (max-width: 46rem) {
    main { display: flex; flex-direction: column; }   /* what sticks does so in all of it */
    .stage { display: flex; flex-direction: column; gap: var(--cc-space-2); }
    .beam, .phone::after { display: none; }
    .phone, .scanner { gap: var(--cc-space-1); }
    .screen { flex: none; height: auto; display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 0 var(--cc-space-3); border-radius: 20px; padding: var(--cc-space-2); }
    .code, .bar { grid-column: 1; width: clamp(6rem, 30vw, 9rem); }
    .code { grid-row: 1 / 4; }
    .name { grid-area: 1 / 2 / 4 / 3; align-self: center; text-align: start; }
    .screen cc-fault { grid-column: 1 / -1; }
    .view { flex: none; height: clamp(14rem, 34vh, 22rem); }
    .steps { grid-template-columns: minmax(0, 1fr); gap: var(--cc-space-2); }
    .step { padding: var(--cc-space-2) var(--cc-space-3); }
  }
  /* Both stay in sight while the buttons below are pressed; where that would take the screen, the verdict; on the smallest none. */
  @media (max-width: 46rem) and (min-height: 36rem) {
    .stage { display: contents; }
    .scanner { position: sticky; top: 0; z-index: 1; padding-block: var(--cc-space-2); margin-block: calc(-1 * var(--cc-space-2)); background: var(--cc-paper); }
  }
  @media (max-width: 46rem) and (min-height: 48rem) {
    .stage { display: flex; position: sticky; top: 0; z-index: 1; padding-block: var(--cc-space-2); margin-block: calc(-1 * var(--cc-space-2)); background: var(--cc-paper); }
    .scanner { position: static; padding: 0; margin: 0; }
  }
`;
