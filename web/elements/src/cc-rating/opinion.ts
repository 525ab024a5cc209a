/** What a person says of a service: pure steps from one opinion to the next. Whether it may be sent so, the core decides. */
import { kMaxRatingTextChars } from '@citycode/wasm/limits';
import { indicatorsOf, isLevel, kCaseLevel, kReasons, type IndicatorName, type LevelNumber, type ReasonName, type ServiceWay } from './rating-terms.js';

export interface Opinion {
  /** 1 to 5, five is the best; null while nobody chose. */
  readonly level: LevelNumber | null;
  readonly indicators: Readonly<Partial<Record<IndicatorName, LevelNumber>>>;
  /** In the order of their numbers, each once. */
  readonly reasons: readonly ReasonName[];
  readonly text: string;
}

export const kNoOpinion: Opinion = { level: null, indicators: {}, reasons: [], text: '' };

export const opensCase = (level: LevelNumber | null): boolean => level !== null && level <= kCaseLevel;

/** Reasons are of a bad level only: who chooses a better one has none any more. */
export const withLevel = (opinion: Opinion, level: LevelNumber): Opinion => ({ ...opinion, level, reasons: opensCase(level) ? opinion.reasons : [] });

export function withIndicator(opinion: Opinion, name: IndicatorName, level: LevelNumber | null): Opinion {
  const { [name]: _, ...others } = opinion.indicators;
  return { ...opinion, indicators: level === null ? others : { ...others, [name]: level } };
}

export const withReason = (opinion: Opinion, reason: ReasonName, isTicked: boolean): Opinion =>
  ({ ...opinion, reasons: kReasons.filter((each) => (each === reason ? isTicked : opinion.reasons.includes(each))) });

/** Code points, as the core counts. */
export const lengthOf = (text: string): number => [...text].length;

/** Line breaks and tabs. */
const kBreaks = /[\t\n\v\f\r\u0085\u2028\u2029]+/gu;
/** What nobody sees or what turns the text around it (docs/format.md, "Text"); keyboards and copied text bring it along. */
const kUnseen = /[\0-\u001F\u007F-\u009F\u00AD\u061C\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF\uE000-\uF8FF\uFDD0-\uFDEF\uFFF0-\uFFFF\u{1BCA0}-\u{1BCA3}\u{1D173}-\u{1D17A}\u{E0000}-\u{E00FF}\u{E01F0}-\u{10FFFF}\p{Cs}]/gu;

/** As it may be sent: one line, nothing unseen, and not longer than a rating's text may be. */
export function cleanText(text: string): string {
  const line = text.replace(kBreaks, ' ').replace(kUnseen, '');
  return [...line].slice(0, kMaxRatingTextChars).join('');
}

/** What is sent: a text of blanks alone says nothing. */
export const sentText = (text: string): string => cleanText(text).trim();

/** From here on somebody who does not see the count is told it, and not at every letter. */
const kToldAtLeft = [50, 20, 10, 0] as const;

/** How many characters are left, as it is read out: the last mark that was passed, or null while there is much room. */
export function toldLeft(text: string): number | null {
  const left = kMaxRatingTextChars - lengthOf(text);
  return kToldAtLeft.filter((mark) => left <= mark).pop() ?? null;
}

/** What a browser kept of a form, or a page of its own storage; anything that does not fit is left out. */
export function readOpinion(kept: unknown, way: ServiceWay): Opinion {
  const { level, indicators, reasons, text } = (typeof kept === 'object' && kept !== null ? kept : {}) as Record<keyof Opinion, unknown>;
  let opinion: Opinion = { ...kNoOpinion, text: typeof text === 'string' ? cleanText(text) : '' };
  if (!isLevel(level)) return opinion;
  opinion = withLevel(opinion, level);
  for (const name of indicatorsOf(way)) {
    const rated = (indicators as Record<string, unknown> | null | undefined)?.[name];
    if (isLevel(rated)) opinion = withIndicator(opinion, name, rated);
  }
  if (opensCase(level) && Array.isArray(reasons)) for (const reason of kReasons) if (reasons.includes(reason)) opinion = withReason(opinion, reason, true);
  return opinion;
}

/** What an HTML form sends: the level under the form's name for it, the rest only where something was said. */
export function formEntries(name: string, { level, indicators, reasons, text }: Opinion): readonly (readonly [string, string])[] {
  if (level === null) return [];
  return [
    [name, String(level)],
    ...Object.entries(indicators).map(([indicator, rated]) => [`${name}.${indicator}`, String(rated)] as const),
    ...reasons.map((reason) => [`${name}.reason`, reason] as const),
    ...(sentText(text) ? [[`${name}.text`, sentText(text)] as const] : []),
  ];
}
