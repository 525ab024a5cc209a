/** The width and height of text on a card, and where it may break. */

export interface Measured {
  readonly widthMm: number;
  /** Of the ink, above and below the base line. */
  readonly ascentMm: number;
  readonly descentMm: number;
}

export type Measure = (text: string, sizeMm: number, bold: boolean) => Measured;

export const kFontFamily = 'system-ui, "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif';

const kEastAsian = '\\u2E80-\\u9FFF\\uAC00-\\uD7AF\\uF900-\\uFAFF\\uFE30-\\uFE4F\\uFF00-\\uFF60\\u{20000}-\\u{3FFFF}';
const isEastAsian = new RegExp(`[${kEastAsian}]`, 'u');
/** After a space, and beside every East Asian character that no closing mark follows. */
const unbroken = new RegExp(`[${kEastAsian}][。，：；？、）]*|[^\\s${kEastAsian}]+\\s*|\\s+`, 'gu');

export const pieces = (text: string): readonly string[] => text.match(unbroken) ?? [];

/** Where nothing draws: East Asian characters are as wide as high, capitals two thirds, the rest a little over half. */
export const estimate: Measure = (text, sizeMm) => {
  const em = [...text].reduce((sum, character) => sum + (isEastAsian.test(character) ? 1 : /[A-Z0-9MW@%]/u.test(character) ? 0.68 : 0.55), 0);
  return { widthMm: em * sizeMm, ascentMm: 0.9 * sizeMm, descentMm: 0.25 * sizeMm };
};

/** Large enough that hinting to whole pixels is less than a hundredth of a letter. */
const kMeasuredPx = 200;

/** As this browser draws it, with the fonts that it has. */
export function measureByCanvas(): Measure {
  const context = document.createElement('canvas').getContext('2d');
  if (!context) return estimate;
  return (text, sizeMm, bold) => {
    context.font = `${bold ? 700 : 400} ${kMeasuredPx}px ${kFontFamily}`;
    const { width, actualBoundingBoxLeft, actualBoundingBoxRight, actualBoundingBoxAscent, actualBoundingBoxDescent } = context.measureText(text);
    const scale = sizeMm / kMeasuredPx;
    // Ink may stand out on the right of the pen's way, as in slanted scripts.
    return {
      widthMm: Math.max(width, actualBoundingBoxRight, actualBoundingBoxLeft + actualBoundingBoxRight) * scale,
      ascentMm: actualBoundingBoxAscent * scale, descentMm: actualBoundingBoxDescent * scale,
    };
  };
}
