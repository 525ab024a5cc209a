import { css } from 'lit';

export const ratingStyles = css`
  :host { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--cc-space-4); overflow-wrap: anywhere; hyphens: auto; }
  fieldset { min-width: 0; margin: 0; padding: 0; border: 0; }
  legend { max-width: 100%; padding: 0; margin-bottom: var(--cc-space-2); font-weight: 700; font-size: 1.125em; }
  input[type='radio'] { position: absolute; opacity: 0; inset: 0; width: 100%; height: 100%; margin: 0; cursor: pointer; }
  svg { flex: none; }
  .levels, .reasons { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--cc-space-2); }
  .level, .small-level {
    position: relative;
    display: flex;
    align-items: center;
    border: 2px solid var(--cc-line-strong);
    border-radius: var(--cc-corner);
    background: var(--cc-card);
    cursor: pointer;
  }
  .level { gap: var(--cc-space-3); min-height: 56px; padding: var(--cc-space-1) var(--cc-space-4); }
  .level svg { width: 40px; height: 40px; }
  .number { font-weight: 700; font-variant-numeric: tabular-nums; }
  .word { min-width: 0; line-height: 1.25; }
  .chosen { border-color: var(--cc-accent); background: var(--cc-accent); color: var(--cc-on-accent); font-weight: 700; }
  .level:focus-within, .small-level:focus-within, .reason:focus-within { outline: 3px solid var(--cc-focus); outline-offset: 2px; }

  .reason { display: flex; align-items: center; gap: var(--cc-space-3); min-height: var(--cc-target); cursor: pointer; }
  .reason span { min-width: 0; }
  .reason input { flex: none; width: 24px; height: 24px; margin: 0; accent-color: var(--cc-accent); }

  summary { display: flex; align-items: center; min-height: var(--cc-target); font-weight: 600; color: var(--cc-accent); text-decoration: underline; text-underline-offset: 3px; cursor: pointer; }
  .inner { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--cc-space-4); padding-top: var(--cc-space-2); }
  .indicator { display: flex; flex-wrap: wrap; align-items: center; gap: var(--cc-space-1); }
  .indicator legend { font-size: 1em; margin-bottom: var(--cc-space-1); }
  .small-level { flex: 1 1 48px; min-width: 48px; max-width: 96px; min-height: 64px; flex-direction: column; justify-content: center; gap: 2px; padding: var(--cc-space-1) 2px; }
  .small-level svg { width: 28px; height: 28px; }
  .small-level .number { line-height: 1; }
  .said { flex: 1 1 auto; min-height: 1.5em; }
  .clear { margin-inline-start: auto; }

  .text { display: grid; gap: var(--cc-space-1); }
  .text label { font-weight: 700; }
  .count { text-align: end; color: var(--cc-ink-soft); font-variant-numeric: tabular-nums; }
  :host([disabled]) .level, :host([disabled]) .small-level, :host([disabled]) .reason { cursor: not-allowed; opacity: 0.6; }

  :host([elder]) { font-size: 1.5rem; }
  :host([elder]) .level { min-height: 72px; }
  :host([elder]) .level svg { width: 52px; height: 52px; }
  :host([elder]) .reason, :host([elder]) summary, :host([elder]) .button { min-height: 64px; }
  :host([elder]) .reason input { width: 32px; height: 32px; }
`;
