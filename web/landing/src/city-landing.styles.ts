import { css } from 'lit';

export const landingStyles = css`
  :host { display: block; }
  header, main, footer {
    max-width: 68rem;
    margin: 0 auto;
    padding-inline: var(--cc-space-4);
  }
  header {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    align-items: center;
    gap: var(--cc-space-2);
    min-height: 64px;
  }
  /* Its name breaks before the language moves below it, but with large text. */
  .brand { flex: 1 1 8rem; display: flex; align-items: center; gap: 0 var(--cc-space-2); min-width: 0; flex-wrap: wrap; font-weight: 700; }
  .city { padding-inline-start: var(--cc-space-2); border-inline-start: 1px solid var(--cc-line-strong); font-weight: 400; color: var(--cc-ink-soft); }
  .mark { flex: none; width: 22px; height: 22px; border: 5px solid var(--cc-accent); border-radius: 5px; background: linear-gradient(var(--cc-accent), var(--cc-accent)) center / 6px 6px no-repeat; }

  main { display: grid; gap: clamp(32px, 6vw, 56px); padding-block: var(--cc-space-6) var(--cc-space-12); }
  .hero { display: grid; gap: var(--cc-space-4); max-width: 44rem; }
  h1 { font-size: var(--cc-text-hero); letter-spacing: -0.015em; }
  h1:lang(zh) { letter-spacing: 0; }
  .lead { font-size: clamp(1.125rem, 1rem + 0.6vw, 1.375rem); line-height: 1.45; color: var(--cc-ink-soft); text-wrap: pretty; }
  .ways { display: flex; flex-wrap: wrap; gap: var(--cc-space-2) var(--cc-space-3); margin-top: var(--cc-space-2); }
  h2 { font-size: var(--cc-text-title); }
  main > *, .steps li > div { min-width: 0; }
  h2 { scroll-margin-top: var(--cc-space-4); outline: none; }
  h2 + * { margin-top: var(--cc-space-2); }

  .steps {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 17rem), 1fr));
    gap: var(--cc-space-4) var(--cc-space-8);
    margin-top: var(--cc-space-4);
  }
  .steps li { display: flex; gap: var(--cc-space-4); }
  .steps h3 { font-size: var(--cc-text-large); line-height: 40px; }
  .number {
    flex: none;
    display: grid;
    place-items: center;
    width: 40px;
    height: 40px;
    border: 2px solid var(--cc-accent);
    border-radius: 50%;
    color: var(--cc-accent);
    font-weight: 700;
    font-size: 1.125rem;
  }
  .link { display: inline-flex; align-items: center; min-height: var(--cc-target); color: var(--cc-accent); font-weight: 600; }

  .citizens {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 18rem), 1fr));
    gap: var(--cc-space-4);
    margin-top: var(--cc-space-4);
  }
  .citizen {
    display: grid;
    grid-template-rows: auto auto auto 1fr auto;
    gap: var(--cc-space-1);
    min-height: 14.5rem;
    padding: var(--cc-space-4);
    border: 1px solid var(--cc-line);
    border-radius: var(--cc-corner);
    background: var(--cc-card);
  }
  .citizen h3 { font-size: 1.5rem; }
  .latin { color: var(--cc-ink-soft); min-height: 1.5em; }
  .tags { display: flex; flex-wrap: wrap; gap: var(--cc-space-1) var(--cc-space-2); }
  .tags span { padding: 2px 10px; border-radius: 13px; background: var(--cc-plum-soft); color: var(--cc-plum); font-size: var(--cc-text-small); font-weight: 600; }
  .note { margin-top: var(--cc-space-2); }
  .citizen .button { margin-top: var(--cc-space-3); }
  .places { grid-template-columns: repeat(auto-fill, minmax(min(100%, 15rem), 1fr)); }
  .place { grid-template-rows: auto auto 1fr auto; min-height: 0; }
  .doors { display: flex; flex-wrap: wrap; align-content: end; gap: var(--cc-space-2); margin-top: var(--cc-space-3); }
  .citizen .doors .button { flex: 1 1 auto; margin: 0; padding-inline: var(--cc-space-4); }
  .ghost { background: linear-gradient(var(--cc-line), var(--cc-line)) 16px 20px / 40% 20px no-repeat, var(--cc-card); }

  main cc-fault { margin-top: var(--cc-space-4); max-width: 34rem; }

  .real { display: grid; gap: var(--cc-space-2); max-width: 40rem; }
  .real h2:not(:first-child) { margin-top: var(--cc-space-8); }

  footer {
    padding-block: var(--cc-space-6) var(--cc-space-8);
    border-top: 1px solid var(--cc-line);
    color: var(--cc-ink-soft);
  }
  @media (max-width: 480px) {
    .ways { display: grid; }
    .citizens { gap: var(--cc-space-2); }
    .citizen {
      grid-template: auto auto auto auto / minmax(0, 1fr) auto;
      column-gap: var(--cc-space-3);
      min-height: 8rem;
      padding: var(--cc-space-3) var(--cc-space-4);
    }
    .citizen h3 { font-size: var(--cc-text-large); }
    .citizen > * { grid-column: 1; }
    .citizen .button { grid-area: 1 / 2 / 5 / 3; align-self: center; margin: 0; overflow-wrap: normal; padding-inline: var(--cc-space-4); }
    .latin:empty { display: none; }
    .citizen.place { display: grid; grid-template: none / minmax(0, 1fr); min-height: 0; }
    .citizen.place .doors .button { grid-area: auto; align-self: auto; }
    .note { margin-top: 0; font-size: var(--cc-text-small); color: var(--cc-ink-soft); }
  }
  @media print {
    .ways, .citizen .button, cc-language { display: none; }
  }
`;
