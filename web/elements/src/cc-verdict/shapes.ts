/** One shape for each outcome, so that colour alone never has to carry it. */
import type { Verdict } from '@citycode/wasm/types';
import { svg, type SVGTemplateResult } from 'lit';

/** Two sheets, one on the other: the same code again. No stop sign for somebody who was let in and still stands there. */
export const seenShape: SVGTemplateResult = svg`
  <path d="M36 26V12h52v52H74" fill="none" stroke="currentColor" stroke-width="8" stroke-linejoin="round"/>
  <path d="M12 36h52v52H12z" fill="none" stroke="currentColor" stroke-width="8" stroke-linejoin="round"/>`;

export const shapes: Readonly<Record<Verdict['outcome'], SVGTemplateResult>> = {
  // A tick in a circle.
  valid: svg`
    <circle cx="50" cy="50" r="42" fill="none" stroke="currentColor" stroke-width="8"/>
    <path d="M30 52 44 66 71 36" fill="none" stroke="currentColor" stroke-width="10" stroke-linecap="round" stroke-linejoin="round"/>`,
  // A bar in an octagon.
  invalid: svg`
    <path d="M33 8h34l25 25v34L67 92H33L8 67V33z" fill="none" stroke="currentColor" stroke-width="8" stroke-linejoin="round"/>
    <path d="M28 50h44" fill="none" stroke="currentColor" stroke-width="13" stroke-linecap="round"/>`,
  // A mark in a triangle.
  undecided: svg`
    <path d="M50 9 94 87H6z" fill="none" stroke="currentColor" stroke-width="8" stroke-linejoin="round"/>
    <path d="M50 38v22" fill="none" stroke="currentColor" stroke-width="10" stroke-linecap="round"/>
    <circle cx="50" cy="74" r="5.500" fill="currentColor"/>`,
};
