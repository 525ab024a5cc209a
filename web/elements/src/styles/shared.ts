/** What every component's inside has in common. Constructable style sheets only: the page's policy refuses `style=`. */
import { css } from 'lit';

export const sharedStyles = css`
  *, *::before, *::after { box-sizing: border-box; }
  :host([hidden]), [hidden] { display: none !important; }

  h1, h2, h3, p, ul, ol, dl, dd, figure { margin: 0; }
  ul, ol { padding: 0; list-style: none; }
  h1, h2, h3 { line-height: 1.2; text-wrap: balance; }
  h1, h2, h3, p { overflow-wrap: anywhere; hyphens: auto; }

  /* Text of i18n/phrased.ts breaks at its own places and at marks; a word longer than its line breaks all the same. */
  .phrased:has(wbr) { word-break: keep-all; overflow-wrap: anywhere; }

  .soft { color: var(--cc-ink-soft); }
  .small { font-size: var(--cc-text-small); }

  :focus-visible {
    outline: 3px solid var(--cc-focus);
    outline-offset: 2px;
  }

  .visually-hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  button, .button, select, input {
    font: inherit;
    color: inherit;
  }

  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: var(--cc-space-2);
    min-height: var(--cc-target);
    padding: var(--cc-space-2) var(--cc-space-6);
    border: 2px solid var(--cc-accent);
    border-radius: var(--cc-corner);
    background: transparent;
    color: var(--cc-accent);
    font-weight: 600;
    line-height: 1.25;
    min-width: 0;
    overflow-wrap: anywhere;
    text-align: center;
    text-decoration: none;
    cursor: pointer;
    transition: background-color var(--cc-motion), color var(--cc-motion);
  }
  .button:hover { background: var(--cc-accent-soft); }
  .button.first {
    background: var(--cc-accent);
    color: var(--cc-on-accent);
  }
  .button.first:hover {
    background: var(--cc-accent-strong);
    border-color: var(--cc-accent-strong);
  }
  .button.quiet {
    padding-inline: var(--cc-space-3);
    border-color: transparent;
  }
  .button[disabled], .button[aria-disabled='true'] {
    cursor: progress;
    opacity: 0.6;
  }
`;
