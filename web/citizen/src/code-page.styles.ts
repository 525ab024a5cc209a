import { css } from 'lit';

export const codePageStyles = css`
  main {
    display: grid;
    gap: var(--cc-space-4);
    width: min(100%, 30rem);
    margin: 0 auto;
    padding: 0 var(--cc-space-4) var(--cc-space-8);
  }
  main > :not(.card) { min-width: 0; }
  .card {
    display: grid;
    gap: var(--cc-space-3);
    padding: var(--cc-space-4);
    border-radius: var(--cc-corner);
    background: #fff;
    color: #171a20;
    box-shadow: var(--cc-float);
    color-scheme: only light;
  }
  h1 { font-size: 1.625rem; text-align: center; }
  .hold {
    display: block;
    width: 100%;
    padding: 0;
    border: 0;
    background: #fff;
    cursor: zoom-in;
  }
  .hold:focus-visible { outline-color: #b3247a; }
  /* Whole on a screen that lies on its side, and never smaller than 2.5 px a module of the longest code (version 14: 81 with its margin). */
  .hold cc-code, .placeholder { max-width: max(204px, 100vh - 12rem); max-width: max(204px, 100dvh - 12rem); margin: 0 auto; }
  .lives { text-align: center; text-wrap: balance; color: #545b66; font-size: var(--cc-text-small); font-variant-numeric: tabular-nums; }
  .placeholder { display: block; aspect-ratio: 1; }
  .see { text-align: center; color: #3d434d; text-wrap: balance; min-height: 1.5em; }
  .card cc-fault { margin: var(--cc-space-4) 0; }
  .card cc-fault .button.first { background: #0f4c8a; border-color: #0f4c8a; color: #fff; }

  .notice {
    padding: var(--cc-space-3) var(--cc-space-4);
    border-radius: var(--cc-corner);
    background: var(--cc-plum-soft);
  }

  .chips { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 10rem), 1fr)); gap: var(--cc-space-2); }
  .chips:lang(zh) { grid-template-columns: repeat(auto-fill, minmax(6.5rem, 1fr)); }
  .chips:lang(zh) button { padding-inline: var(--cc-space-2); }
  .chips button {
    min-height: var(--cc-target);
    padding: var(--cc-space-2) var(--cc-space-4);
    border: 1px solid var(--cc-line-strong);
    border-radius: 24px;
    background: var(--cc-card);
    color: var(--cc-ink);
    font-weight: 600;
    line-height: 1.2;
    cursor: pointer;
    transition: background-color var(--cc-motion), color var(--cc-motion);
  }
  .chips button:hover { border-color: var(--cc-accent); background: var(--cc-accent-soft); }
  .chips button[aria-pressed='true'] {
    border-color: var(--cc-accent);
    background: var(--cc-accent);
    color: var(--cc-on-accent);
  }

  /* As if what it shows stood here itself: nothing takes no room. */
  waiting-ratings { display: contents; }

  .elder, .places { display: grid; gap: var(--cc-space-3); }
  .elder .button, .places .button { min-height: 64px; font-size: 1.5rem; }
  .places h1 { text-align: start; font-size: var(--cc-text-title); }
  .places .button { justify-content: flex-start; text-align: start; background: var(--cc-card); }
  .places .button.quiet { background: transparent; }
  .places .button[aria-pressed='true'] { background: var(--cc-accent); color: var(--cc-on-accent); }
  :host([elder]) h1 { font-size: 2rem; }
  :host([elder]) .see, :host([elder]) .notice { font-size: 1.5rem; line-height: 1.35; }

  /*
   * The code comes first: its side is what the screen has, less a button. Words stand in what is left, grow with the text up to a
   * share of the screen's width, and go where there is no room for them, the second line before the scene's name.
   */
  dialog.full {
    --button: 4.5rem;
    position: fixed;
    inset: 0;
    display: flex;
    flex-direction: column;
    align-items: center;
    justify-content: center;
    gap: var(--cc-space-2);
    width: 100%;
    height: 100%;
    max-width: none;
    max-height: none;
    margin: 0;
    padding: var(--cc-space-2);
    border: 0;
    overflow: hidden;
    background: #fff;
    color: #171a20;
    color-scheme: only light;
  }
  dialog.full:not([open]) { display: none; }
  dialog.full .words { display: contents; }
  dialog.full cc-code { width: min(100%, 100vh - var(--button) - 2 * var(--cc-space-2)); width: min(100%, 100dvh - var(--button) - 2 * var(--cc-space-2)); flex: none; order: 1; }
  /* Whoever does not fit below the line of no height moves into the next column, out of sight: never half a sentence. */
  dialog.full .gives-way { flex: 0 1 auto; display: flex; flex-flow: column wrap; min-height: 0; width: 100%; overflow: hidden; }
  dialog.full .gives-way::before { content: ''; flex: none; width: 100%; height: 1px; }
  dialog.full .gives-way > * { width: 100%; text-align: center; }
  dialog.full .hint { flex-shrink: 10000; order: 2; }
  dialog.full h2 { font-size: min(1.625rem, 7vmin); }
  dialog.full p { color: #3d434d; font-size: min(1rem, 5vmin); }
  dialog.full .button { flex: none; order: 3; border-color: #0f4c8a; color: #0f4c8a; min-width: 10rem; max-width: 100%; }
  dialog.full .button:hover { background: #e3edf8; }
  :host([elder]) dialog.full { --button: 5.5rem; }
  :host([elder]) dialog.full h2 { font-size: min(2rem, 9vmin); }
  :host([elder]) dialog.full p { font-size: min(1.5rem, 6vmin); }
  :host([elder]) dialog.full .button { min-height: 64px; font-size: 1.5rem; }

  /* On its side: the words beside it. */
  @media (min-aspect-ratio: 6 / 5) {
    dialog.full { flex-direction: row; gap: var(--cc-space-4); }
    dialog.full cc-code { width: min(100vh - 2 * var(--cc-space-2), 66vw); width: min(100dvh - 2 * var(--cc-space-2), 66vw); order: 0; }
    dialog.full .words { display: flex; flex-direction: column; align-items: center; justify-content: center; gap: var(--cc-space-3); flex: 0 1 24rem; min-width: 0; max-height: 100%; }
    dialog.full .button { min-width: 0; }
  }

  /* The card is the code's margin: on a phone nothing else takes from its width. */
  @media (max-width: 30rem) {
    main { padding-inline: var(--cc-space-2); }
    .card { padding-inline: 0; }
    .card > :not(.hold) { margin-inline: var(--cc-space-4); }
    .places, .chips, .elder, .notice, main > cc-fault { margin-inline: var(--cc-space-2); }
  }

  @media (min-width: 900px) and (min-height: 560px) {
    main:has(.chips) {
      grid-template-columns: minmax(0, 38rem) minmax(16rem, 24rem);
      justify-content: center;
      align-items: start;
      width: min(100%, 72rem);
      column-gap: var(--cc-space-8);
    }
    main:has(.chips) > cc-fault, .notice { grid-column: 1 / -1; }
    .card { grid-column: 1; }
    .chips { grid-column: 2; }
  }
`;
