/** The words of ratings: the form, the phone's page, the desk's five buttons, the public figures; and their faults for who rates. */
import type { ChannelName, IndicatorName, LevelName, ReasonName } from '@citycode/wasm/ratings';
import type { FaultId } from '@citycode/wasm/types';
import type { FaultText } from './common.words.js';

export type RatingFault = Extract<FaultId, `${'token' | 'ticket' | 'rating'}/${string}`>;

export interface RatingWords {
  readonly faults: Readonly<Record<RatingFault, FaultText>>;

  /** <cc-rating>. */
  readonly rating: {
    readonly levelTitle: string;
    readonly levels: Readonly<Record<LevelName, string>>;
    readonly choose: string;
    readonly more: string;
    readonly indicators: Readonly<Record<IndicatorName, string>>;
    readonly clear: string;
    readonly clearOne: (indicator: string) => string;
    readonly reasonsTitle: string;
    readonly reasons: Readonly<Record<ReasonName, string>>;
    readonly textLabel: string;
    readonly textWarning: string;
    readonly count: (written: number, most: number) => string;
    readonly left: (characters: number) => string;
    readonly full: string;
  };

  /** The page for a phone. */
  readonly rate: {
    readonly title: string;
    readonly checking: string;
    readonly ended: (when: string) => string;
    readonly until: (when: string) => string;
    readonly nobody: string;
    readonly sendLater: string;
    readonly sendNow: string;
    readonly sending: string;
    readonly tellsLater: string;
    readonly tellsNow: string;
    readonly thanks: string;
    readonly sentText: string;
    readonly laterText: string;
    readonly waitsText: string;
    readonly caseText: string;
    readonly listTitle: string;
    readonly listEmpty: string;
    readonly notRated: string;
    readonly sentBefore: (when: string) => string;
    readonly sentSoon: string;
    readonly sent: string;
    readonly readCase: string;
    readonly readCaseOf: (name: string) => string;
    readonly rateOf: (name: string) => string;
    readonly sendNowOf: (name: string) => string;
    readonly remove: string;
    readonly removeOf: (name: string) => string;
    readonly large: string;
    readonly readAloud: string;
    readonly figures: string;
    readonly myCode: string;
  };

  /** Five large buttons at a desk. */
  readonly kiosk: {
    readonly title: string;
    readonly question: string;
    readonly thanks: string;
    readonly notEnrolled: FaultText;
    readonly openScanner: string;
    readonly which: string;
    readonly start: string;
  };

  /** What everybody may see. */
  readonly open: {
    readonly title: string;
    readonly lead: string;
    readonly formula: string;
    readonly shownFrom: (least: number) => string;
    readonly hidden: (cells: number, least: number) => string;
    readonly empty: (least: number) => string;
    readonly loading: string;
    readonly office: string;
    readonly allOffices: string;
    readonly item: string;
    readonly way: string;
    readonly channels: Readonly<Record<ChannelName, string>>;
    readonly year: string;
    readonly services: string;
    readonly ratings: string;
    readonly silent: string;
    readonly responseRate: string;
    readonly unusual: string;
    readonly unusualText: string;
    readonly noRate: string;
    readonly shownSince: string;
    readonly bars: string;
    readonly barsOf: (office: string) => string;
    readonly table: string;
    readonly csv: string;
    readonly json: string;
  };
}
