import { css } from 'lit';

export const verdictStyles = css`
  :host { display: block; }
  :host([outcome='valid']) { --ground: var(--cc-valid); --text: var(--cc-on-valid); }
  :host([outcome='invalid']) { --ground: var(--cc-invalid); --text: var(--cc-on-invalid); }
  :host([outcome='undecided']) { --ground: var(--cc-undecided); --text: var(--cc-on-undecided); }

  .sheet {
    display: flex;
    flex-direction: column;
    height: 100%;
    overflow: auto;
    padding: var(--cc-space-4) var(--cc-space-4) 0;
    background: var(--ground);
    color: var(--text);
    container-type: size;
  }
  .news {
    flex: 1 0 auto;
    display: flex;
    flex-direction: column;
    align-items: center;
    justify-content: safe center;
    gap: var(--cc-space-2);
    text-align: center;
  }
  .shape {
    flex: none;
    width: min(22vh, 42vw, 20cqh);   /* in little room the word comes first */
    height: min(22vh, 42vw, 20cqh);
  }
  /* A face to compare matters more than the shape. */
  .full .shape {
    width: min(12vh, 24vw, 16cqh);
    height: min(12vh, 24vw, 16cqh);
  }
  .word {
    overflow-wrap: normal;
    hyphens: manual;
    /* pages.md: at least 12 % of the height. */
    font-size: max(12.200vh, min(19vh, 17vw));
    font-weight: 800;
    line-height: 1;
    letter-spacing: -0.02em;
    margin-inline: calc(-1 * var(--cc-space-3));   /* the longest word is as wide as a phone */
  }
  .word:lang(zh) { letter-spacing: 0; }
  .what, .do {
    max-width: 34ch;
    font-size: clamp(1.25rem, 2.700vh, 2rem);
    line-height: 1.3;
    text-wrap: balance;
  }
  .what, :host([outcome='valid']) .do { font-weight: 700; }
  .figure { font-size: clamp(1.125rem, 2.500vh, 1.75rem); font-weight: 700; }
  .stale {
    padding: var(--cc-space-2) var(--cc-space-4);
    border-radius: var(--cc-corner);
    background: var(--cc-undecided);
    color: var(--cc-on-undecided);
    font-weight: 600;
  }

  .fields {
    width: min(100%, 40rem);
    margin-top: var(--cc-space-2);
    padding: var(--cc-space-3) var(--cc-space-4);
    border-radius: var(--cc-corner);
    background: #fff;
    color: #171a20;
    text-align: start;
  }
  .fields h3 { font-size: var(--cc-text); font-weight: 600; color: #545b66; }
  .photo {
    float: inline-end;
    width: min(28vw, 150px);
    min-width: 96px;
    aspect-ratio: 3 / 4;
    object-fit: cover;
    margin: 0 0 var(--cc-space-2) var(--cc-space-3);
    border: 1px solid #dcdad3;
  }
  dl { display: grid; }
  dl div { padding: var(--cc-space-2) 0; }
  dl div + div { border-top: 1px solid #dcdad3; }
  dt { font-size: var(--cc-text-small); color: #545b66; }
  dd {
    font-size: clamp(1.5rem, 3.200vh, 2.25rem);
    font-weight: 700;
    line-height: 1.2;
    overflow-wrap: anywhere;
  }
  .minor dd { font-size: var(--cc-text); font-weight: 400; font-variant-numeric: tabular-nums; }

  .times {
    flex: none;
    display: flex;
    flex-wrap: wrap;
    justify-content: center;
    gap: 0 var(--cc-space-4);
    padding-top: var(--cc-space-3);
    font-variant-numeric: tabular-nums;
  }
  /* The way on stays in sight however much there is to read above it. */
  .foot {
    position: sticky;
    bottom: 0;
    flex: none;
    display: grid;
    justify-items: center;
    margin-inline: calc(-1 * var(--cc-space-4));
    padding: var(--cc-space-3) var(--cc-space-4) var(--cc-space-4);
    background: var(--ground);
  }
  .next {
    min-height: 56px;
    width: min(100%, 20rem);
    padding: var(--cc-space-1) var(--cc-space-4);
    border: 2px solid currentColor;
    border-radius: var(--cc-corner);
    background: transparent;
    color: inherit;
    font-size: 1.125rem;
    font-weight: 700;
    cursor: pointer;
  }
  .next:focus-visible { outline: 3px solid currentColor; outline-offset: 3px; }
  .next:hover { background: rgb(0 0 0 / 12%); }

  @container (min-width: 900px) and (max-height: 900px) {
    .shape { width: 18vh; height: 18vh; }
  }
`;
