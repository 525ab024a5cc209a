/** What a rating can say, in the order of the numbers of ratings.def. */
import { indicators, levels, reasons, type IndicatorName, type LevelName, type LevelNumber, type ReasonName, type ServiceWay } from '@citycode/wasm/ratings';

export type { ChannelName, IndicatorName, LevelName, LevelNumber, ReasonName, ServiceWay } from '@citycode/wasm/ratings';

/** The first is of number 1, the worst. */
export const kLevels: readonly LevelName[] = Object.values(levels);
export const kReasons: readonly ReasonName[] = Object.values(reasons);

/** At this level and below reasons may be ticked, and the office has to answer (core/src/rating/rating_words.h). */
export const kCaseLevel = 2;

/** What the standard asks of a service that was given in this way. */
export const indicatorsOf = (way: ServiceWay): readonly IndicatorName[] =>
  Object.values(indicators).filter(({ ways }) => (ways as readonly ServiceWay[]).includes(way)).map(({ name }) => name);

export const isLevel = (value: unknown): value is LevelNumber => typeof value === 'number' && value in levels;
