import { css } from 'lit';

export const scannerStyles = css`
  :host {
    display: grid;
    grid-template: auto minmax(0, 1fr) auto / minmax(0, 1fr);
    position: relative;
    overflow: hidden;
    background: #0c0e11;
    color: #fff;
  }
  .picture {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    object-fit: cover;
  }
  ::slotted([slot='top']), .middle, .lower { position: relative; }

  /* Four corners: where to hold the code. */
  .finder {
    position: absolute;
    top: 46%;
    left: 50%;
    width: min(62vmin, 420px);
    aspect-ratio: 1;
    transform: translate(-50%, -50%);
    --corner: linear-gradient(#fff, #fff);
    background:
      var(--corner) 0 0 / 36px 4px, var(--corner) 0 0 / 4px 36px,
      var(--corner) 100% 0 / 36px 4px, var(--corner) 100% 0 / 4px 36px,
      var(--corner) 0 100% / 36px 4px, var(--corner) 0 100% / 4px 36px,
      var(--corner) 100% 100% / 36px 4px, var(--corner) 100% 100% / 4px 36px;
    background-repeat: no-repeat;
    filter: drop-shadow(0 0 3px rgb(0 0 0 / 70%));
  }

  .middle {
    align-self: center;
    justify-self: center;
    display: grid;
    gap: var(--cc-space-4);
    width: min(100%, 32rem);
    max-height: 100%;
    padding: var(--cc-space-4);
    overflow: auto;
  }
  .middle cc-fault > .button {
    background: rgb(12 14 17 / 82%);
    border-color: #fff;
    color: #fff;
  }
  .starting { text-align: center; font-size: var(--cc-text-large); }

  .lower {
    grid-row: 3;
    display: grid;
    gap: var(--cc-space-3);
    padding: var(--cc-space-12) var(--cc-space-4) max(var(--cc-space-4), env(safe-area-inset-bottom));
    background: linear-gradient(transparent, rgb(0 0 0 / 78%) 40%);
  }
  .aim {
    justify-self: center;
    padding: var(--cc-space-1) var(--cc-space-3);
    border-radius: var(--cc-corner);
    background: rgb(0 0 0 / 62%);
    font-weight: 600;
  }
  .tools {
    display: flex;
    flex-wrap: wrap;
    justify-content: center;
    gap: var(--cc-space-2);
  }
  .tool {
    display: inline-flex;
    align-items: center;
    gap: var(--cc-space-2);
    min-height: var(--cc-target);
    max-width: 100%;
    padding: 0 var(--cc-space-4);
    border: 1px solid rgb(255 255 255 / 55%);
    border-radius: var(--cc-corner);
    background: rgb(12 14 17 / 72%);
    color: #fff;
    font-weight: 600;
    cursor: pointer;
  }
  .tool:hover { background: rgb(60 66 76 / 82%); }
  .tool[aria-pressed='true'] { background: #fff; color: #0c0e11; }
  .tool svg { width: 22px; height: 22px; }
  .tool.select { padding: 0; }
  .tool select {
    max-width: 12rem;
    min-height: calc(var(--cc-target) - 2px);
    padding: 0 var(--cc-space-3);
    border: 0;
    border-radius: var(--cc-corner);
    background: transparent;
    color: inherit;
    font-weight: 600;
    text-overflow: ellipsis;
  }
  .tool option { background: #0c0e11; color: #fff; }
  .tool input[type='range'] { width: 9rem; accent-color: #fff; }
  .file { position: relative; }
  .file input {
    position: absolute;
    inset: 0;
    opacity: 0;
    cursor: pointer;
    font-size: 0;
  }
  .file:focus-within { outline: 3px solid #ff9ed2; outline-offset: 2px; }
  :focus-visible { outline-color: #ff9ed2; }
`;
