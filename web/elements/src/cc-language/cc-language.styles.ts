import { css } from 'lit';

export const languageStyles = css`
  :host {
    display: inline-flex;
    align-items: center;
    position: relative;
    min-width: 0;
    max-width: 100%;
    color: var(--cc-ink);
  }
  svg {
    position: absolute;
    inset-inline-start: var(--cc-space-3);
    pointer-events: none;
  }
  select {
    min-height: var(--cc-target);
    max-width: min(100%, 11.5rem);
    min-width: 0;
    padding: 0 var(--cc-space-3) 0 40px;
    border: 1px solid transparent;
    border-radius: var(--cc-corner);
    background: transparent;
    appearance: none;
    field-sizing: content;
    text-overflow: ellipsis;
    cursor: pointer;
  }
  select:hover { border-color: var(--cc-line-strong); }
  /* A header has one line on a phone, whatever the language. */
  @media (max-width: 420px) {
    svg { inset-inline-start: var(--cc-space-1); }
    select { max-width: min(100%, 8.5em); padding: 0 var(--cc-space-1) 0 30px; }
  }
  @media (max-width: 360px) { select { max-width: min(100%, 7.5em); } }
  .lacks {
    position: absolute;
    z-index: 1;
    inset-block-start: 100%;
    inset-inline-end: 0;
    width: min(20rem, 80vw);
    padding: var(--cc-space-3);
    border: 1px solid var(--cc-line-strong);
    border-radius: var(--cc-corner);
    background: var(--cc-card);
    font-size: var(--cc-text-small);
  }
  .lacks[hidden] { display: none; }
  option { background: var(--cc-card); color: var(--cc-ink); }
`;
