/** The words that every page has. English is the model; the others are checked against these types. */
import type { FaultId } from '@citycode/wasm/types';
import type { AttributeName, HolderClassName, SceneName } from './names.generated.js';

export type { AttributeName, HolderClassName, SceneName };

/** What happened, and what the person can do now. Shown with the fault id in small. */
export interface FaultText {
  readonly what: string;
  readonly next: string;
}

export type AgeGroupName = 'child' | 'adult' | 'elder';

/** "cbor" of "cbor/truncated". */
export type Stage = FaultId extends `${infer S}/${string}` ? S : never;

/** Of single faults, or of all of a stage: "cbor/*". */
export type FaultTable = Readonly<Partial<Record<FaultId | `${Stage}/*`, FaultText>>>;

/**
 * What a fault is about, where that changes what a person should do: the city's list as a whole, somebody's paper card, one's
 * own, whoever made the code of a place.
 */
export type Subject = 'list' | 'card' | 'own-card' | 'place';

/** What happens to a site's request on its way to a phone and back. */
export type SignInFault = Exclude<Extract<FaultId, `portal/${string}`>, 'portal/bad-request'>;

/** What only a phone meets, about its own keys. */
export type KeyFault = Extract<FaultId, `key/${string}`>;

/** Said to everybody in the same words: what happens between a device, its browser and the office. */
export type CommonFault =
  | 'scope/unknown'
  | 'portal/bad-request'
  | Extract<FaultId, `${'venue' | 'symbol' | 'log' | 'enrol' | 'issue' | 'request' | 'store' | 'start' | 'env' | 'internal'}/${string}`>;

export interface CommonWords {
  readonly faults: Readonly<Record<CommonFault, FaultText>>;
  readonly attributes: Readonly<Record<AttributeName, string>>;
  readonly scenes: Readonly<Record<SceneName, string>>;
  readonly holderClasses: Readonly<Record<HolderClassName, string>>;
  readonly ageGroups: Readonly<Record<AgeGroupName, string>>;
  /** By the number on the wire (attributes.def). */
  readonly fareTypes: Readonly<Record<number, string>>;
  readonly insuranceTypes: Readonly<Record<number, string>>;
  readonly healthStatuses: Readonly<Record<number, string>>;
  readonly ticketClasses: Readonly<Record<number, string>>;

  readonly common: {
    readonly product: string;
    readonly yes: string;
    readonly no: string;
    readonly language: string;
    readonly tryAgain: string;
    readonly back: string;
    readonly close: string;
    readonly cancel: string;
    readonly faultId: (id: string) => string;
    readonly requestId: (id: string) => string;
    /** The page, by itself, at this time of day. */
    readonly asksAgainAt: (time: string) => string;
    /** Before this time of day a button asks nobody. */
    readonly pressAgainFrom: (time: string) => string;
    readonly loading: string;
    readonly listSeparator: string;
    readonly demo: string;
    readonly venueChecks: (scenes: string) => string;
    readonly clockAhead: (duration: string) => string;
    readonly clockBehind: (duration: string) => string;
  };

  /** Of an enrolment code, on a phone and on a scanner. */
  readonly enrol: {
    readonly title: string;
    readonly hint: string;
    readonly errorTitle: string;
    readonly empty: string;
    readonly length: (typed: number) => string;
    readonly characters: (characters: string) => string;
  };

  /** Lengths of time in words. */
  readonly time: {
    readonly seconds: (count: number) => string;
    readonly minutes: (count: number) => string;
    readonly hours: (count: number) => string;
    readonly days: (count: number) => string;
  };

  readonly code: {
    readonly imageName: (scene: string) => string;
    readonly preparing: string;
  };
}
