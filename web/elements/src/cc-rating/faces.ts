/** One face for each level, told apart without colour: by mouth and brows. The number stands beside it. */
import type { LevelNumber } from '@citycode/wasm/ratings';
import { svg, type SVGTemplateResult } from 'lit';

const line = (d: string): SVGTemplateResult => svg`<path d=${d} fill="none" stroke="currentColor" stroke-width="3" stroke-linecap="round" stroke-linejoin="round"/>`;
const eyes = svg`<circle cx="17" cy="20" r="2.600" fill="currentColor"/><circle cx="31" cy="20" r="2.600" fill="currentColor"/>`;
const head = svg`<circle cx="24" cy="24" r="20" fill="none" stroke="currentColor" stroke-width="3"/>`;

/** The first is of level 1. */
const mouths: readonly SVGTemplateResult[] = [
  // Wide open downwards, brows drawn together.
  svg`${line('M13 13l6 3M35 13l-6 3')}<path d="M15 36a9 8 0 0 1 18 0z" fill="currentColor" stroke="currentColor" stroke-width="2" stroke-linejoin="round"/>`,
  line('M16 34q8-8 16 0'),
  line('M16 31h16'),
  line('M16 29q8 8 16 0'),
  // Wide open upwards.
  svg`<path d="M14 28a10 9 0 0 0 20 0z" fill="currentColor" stroke="currentColor" stroke-width="2" stroke-linejoin="round"/>`,
];

export const faceOf = (level: LevelNumber): SVGTemplateResult => svg`${head}${eyes}${mouths[level - 1]}`;
