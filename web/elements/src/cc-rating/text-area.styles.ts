import { css } from 'lit';

/** Where a person writes what was good or bad, or answers it. */
export const textAreaStyles = css`
  textarea {
    width: 100%;
    min-height: 96px;
    padding: var(--cc-space-3);
    border: 2px solid var(--cc-line-strong);
    border-radius: var(--cc-corner);
    background: var(--cc-card);
    color: inherit;
    font: inherit;
    resize: vertical;
  }
`;
