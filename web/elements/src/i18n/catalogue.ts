/** What every language must say. English is the model; the others are checked against this type. */
import type { FaultId } from '@citycode/wasm';
import type { AttributeName, HolderClassName, LanguageTag, SceneName } from './names.generated.js';

export type { AttributeName, HolderClassName, LanguageTag, SceneName };

/** What happened, and what the person can do now. Shown with the fault id in small. */
export interface FaultText {
  readonly what: string;
  readonly next: string;
}

export type AgeGroupName = 'child' | 'adult' | 'elder';

/** 'damaged': whatever is wrong with how a card is written. */
export type PaperFault = 'damaged' | 'signature/issuer-mismatch' | 'trust/unknown-issuer' | 'trust/issuer-not-valid-then' | 'trust/issuer-not-for-scope'
  | 'trust/missing' | 'trust/too-old' | 'revocation/revoked' | 'revocation/list-missing' | 'revocation/too-old' | 'time/not-yet-valid' | 'time/pass-too-long-lived';

export interface Catalogue {
  readonly language: LanguageTag;

  readonly faults: Readonly<Record<FaultId, FaultText>>;
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
  };

  /** Lengths of time in words. */
  readonly time: {
    readonly seconds: (count: number) => string;
    readonly minutes: (count: number) => string;
    readonly hours: (count: number) => string;
    readonly days: (count: number) => string;
    readonly ago: (duration: string) => string;
    readonly justNow: string;
  };

  readonly code: {
    readonly imageName: (scene: string) => string;
    readonly preparing: string;
  };

  readonly verdict: {
    readonly valid: string;
    readonly invalid: string;
    readonly undecided: string;
    readonly validNext: string;
    readonly shown: (duration: string) => string;
    readonly checkedAgo: (seconds: number) => string;
    readonly clocksDiffer: (duration: string) => string;
    readonly shownAgo: (duration: string) => string;
    readonly seenAgo: (duration: string) => string;
    readonly expiredAgo: (duration: string) => string;
    readonly terminalBehind: (duration: string) => string;
    readonly terminalAhead: (duration: string) => string;
    readonly staleList: string;
    readonly staleStatus: (duration: string) => string;
    readonly nothingDisclosed: string;
    readonly clearNow: string;
    readonly clearsItself: string;
    readonly paper: string;
    readonly paperCompare: string;
    readonly paperCompareDocument: string;
    readonly paperPhoto: string;
    readonly paperNotHere: FaultText;
    readonly paperExpired: FaultText;
    /** Of a card, where the common words would send somebody to a phone, or to another card. */
    readonly paperFaults: Readonly<Record<PaperFault, FaultText>>;
    /** Of a code that was accepted here a moment ago: the person may still stand there. */
    readonly seenJustNow: string;
  };

  readonly paper: {
    readonly title: string;
    readonly lead: string;
    readonly facts: readonly [string, string, string];
    readonly photoTitle: string;
    readonly photoText: string;
    readonly photoChoose: string;
    readonly photoRemove: string;
    readonly photoReady: (bytes: number) => string;
    readonly photoAlt: string;
    readonly photoFailed: FaultText;
    readonly make: string;
    readonly making: string;
    readonly ready: string;
    readonly print: string;
    readonly saveSvg: string;
    readonly savePdf: string;
    readonly quota: FaultText;
    readonly cardImage: (name: string) => string;
    readonly cardUse: string;
    readonly cardUntil: (day: string) => string;
    readonly cardLost: string;
    readonly cardNumber: (masked: string) => string;
    /** The card's own number, as it is printed: "0481 5162". */
    readonly cardName: (number: string) => string;
    readonly cardsTitle: string;
    readonly cardsBelong: string;
    readonly cardsNone: string;
    readonly cardMade: (when: string) => string;
    readonly cardEnded: (day: string) => string;
    readonly cardWithdrawn: (when: string) => string;
    readonly withdraw: (number: string) => string;
    readonly withdrawSure: (number: string) => string;
    readonly withdrawYes: string;
    readonly withdrawn: (number: string) => string;
    readonly replace: (number: string) => string;
    readonly replacing: (number: string) => string;
    readonly replaceNot: string;
    readonly cardGone: FaultText;
    readonly counterLead: string;
    readonly counterBad: FaultText;
    readonly counterFile: string;
    readonly counterChoose: string;
  };

  readonly scanner: {
    readonly label: string;
    readonly starting: string;
    readonly aim: string;
    readonly camera: string;
    readonly cameraNumber: (n: number) => string;
    readonly torchOn: string;
    readonly torchOff: string;
    readonly zoom: string;
    readonly choosePicture: string;
    readonly readingPicture: string;
    readonly closeFocus: string;
    readonly hint: string;
  };

  readonly landing: {
    readonly title: string;
    readonly lead: string;
    readonly stepsTitle: string;
    readonly steps: readonly [FaultTextLike, FaultTextLike, FaultTextLike];
    readonly citizensTitle: string;
    readonly citizensLead: string;
    readonly choose: string;
    readonly chooseName: (name: string) => string;
    readonly preparingCode: string;
    readonly openScanner: string;
    readonly openScannerNote: string;
    readonly openApp: string;
    readonly notDemoTitle: string;
    readonly notDemoText: string;
    readonly privacy: string;
    readonly loadingCitizens: string;
    readonly placesTitle: string;
    readonly placesLead: string;
    readonly sheet: string;
    readonly sheetOf: (name: string) => string;
    readonly scanner: string;
    readonly scannerOf: (name: string) => string;
    readonly portalText: string;
    readonly portalOpen: string;
  };

  /** What a citizen scanned: a venue's sheet, a portal's question. */
  readonly places: {
    readonly checking: string;
    readonly venueTitle: string;
    readonly venueChecks: (scenes: string) => string;
    readonly venueAgree: string;
    readonly portalTitle: string;
    readonly compare: string;
    readonly willSee: (attributes: string) => string;
    readonly willSeeNothing: string;
    readonly portalAgree: string;
    readonly decline: string;
    readonly onlyFor: (name: string) => string;
    readonly leave: string;
    /** On the phone of the person who asks who is there; else the words for a scanner would be read. */
    readonly noList: FaultText;
    readonly oldList: FaultText;
    readonly badList: FaultText;
    readonly clockBehind: FaultText;
    readonly notVouched: FaultText;
    readonly ended: FaultText;
    readonly notYet: FaultText;
  };

  /** The demo's site that asks. */
  readonly portal: {
    readonly title: string;
    readonly heading: string;
    readonly lead: string;
    readonly signIn: string;
    readonly left: (duration: string) => string;
    readonly scanTitle: string;
    readonly scanText: string;
    readonly openHere: string;
    readonly answerTitle: string;
    readonly answerText: string;
    readonly lookAgain: string;
    readonly noAnswer: FaultText;
    readonly usedAnswer: FaultText;
    readonly ended: FaultText;
    readonly again: string;
    readonly signedIn: string;
    readonly seen: string;
    readonly signOut: string;
  };

  /** What a venue prints. */
  readonly sheet: {
    readonly title: string;
    readonly lead: string;
    readonly scan: string;
    readonly until: (day: string) => string;
    readonly print: string;
    readonly openHere: string;
  };

  /** The city's list without a network. */
  /** web/console. */
  readonly operators: {
    readonly title: string;
    readonly heading: string;
    readonly signIn: string;
    readonly notYet: string;
    readonly untilThen: string;
    readonly checksCodes: string;
    readonly openScanner: string;
  };
  readonly lists: {
    readonly title: string;
    readonly lead: string;
    readonly fromFile: string;
    readonly scan: string;
    readonly scanLead: string;
    readonly progress: (have: number, total: number) => string;
    readonly beginAgain: string;
    readonly taken: string;
    /** Only where there is one. */
    readonly earlierStays: string;
    readonly giveTitle: string;
    readonly show: string;
    readonly showLead: string;
    readonly part: (index: number, total: number) => string;
    readonly save: string;
  };

  readonly app: {
    readonly title: string;
    readonly enrolTitle: string;
    readonly enrolLead: string;
    readonly enrolLabel: string;
    readonly enrolHint: string;
    readonly enrolButton: string;
    readonly enrolling: string;
    readonly fetchingPasses: string;
    readonly errorTitle: string;
    readonly enrolEmpty: string;
    readonly enrolLength: (typed: number) => string;
    readonly enrolCharacters: (characters: string) => string;
    readonly enrolWhere: string;
    readonly demoLink: string;
    readonly replaceTitle: string;
    readonly replaceText: (name: string) => string;
    readonly replaceYes: string;
    readonly replaceNo: string;
    readonly scenes: string;
    readonly willSee: (attributes: string) => string;
    readonly willSeeNothing: string;
    /** Below the code: a text that changes with it, also where nothing may move. */
    readonly lives: (time: string) => string;
    readonly offline: string;
    readonly reusedOffline: string;
    readonly reusedOnline: string;
    readonly noPassOffline: FaultText;
    readonly expiredPasses: FaultText;
    readonly fetchNow: string;
    readonly clockAhead: (duration: string) => string;
    readonly clockBehind: (duration: string) => string;
    readonly clockNext: string;
    readonly passesLeft: (count: number) => string;
    readonly fullScreen: string;
    readonly closeFullScreen: string;
    readonly brightness: string;
    readonly more: string;
    readonly elderMode: string;
    readonly elderModeHint: string;
    readonly elderPlace: string;
    readonly elderBigger: string;
    readonly elderSpeak: string;
    readonly elderMore: string;
    readonly spoken: (scene: string, name: string) => string;
    readonly holder: string;
    readonly valuesTitle: string;
    readonly valuesLead: string;
    readonly valuesSealed: string;
    readonly passesTitle: string;
    readonly passesUntil: (when: string) => string;
    readonly childNote: string;
    readonly removeTitle: string;
    readonly removeText: string;
    readonly removeButton: string;
    readonly removeCards: string;
    readonly removeCardsToo: string;
    readonly removeSure: string;
    readonly removeYes: string;
    readonly removed: string;
    readonly scannerLink: string;
    readonly choosePlace: string;
  };

  readonly console: {
    readonly title: string;
    readonly setupTitle: string;
    readonly setupLead: string;
    readonly scene: string;
    readonly seesOnly: (attributes: string) => string;
    readonly venueLabel: string;
    readonly venueHint: string;
    readonly venueError: string;
    readonly chooseSceneError: string;
    readonly start: string;
    readonly change: string;
    readonly venueIs: (venue: string) => string;
    readonly listAge: (duration: string) => string;
    readonly listNew: string;
    readonly listStale: (duration: string) => string;
    readonly listTooOld: (duration: string) => string;
    readonly listMissing: string;
    readonly statusAge: (duration: string) => string;
    readonly statusNew: string;
    readonly statusStale: (duration: string) => string;
    readonly statusTooOld: (duration: string) => string;
    readonly statusDated: (when: string) => string;
    readonly statusMissing: string;
    readonly listRefused: string;
    readonly ownDevice: string;
    readonly emergency: string;
    readonly emergencyTitle: string;
    readonly emergencyText: string;
    readonly emergencyNote: string;
    readonly fetchingList: string;
    readonly enrolTitle: string;
    readonly enrolLead: string;
    readonly enrolLabel: string;
    readonly enrolButton: string;
    readonly enrolling: string;
    readonly enrolledAt: (venue: string) => string;
    readonly worksNow: string;
    readonly needsEnrolment: string;
    readonly noKey: string;
    readonly offline: string;
    readonly resetTitle: string;
    readonly resetText: string;
    readonly resetButton: string;
    readonly resetSure: string;
    readonly resetMeans: string;
    readonly resetMeansEnrolled: (venue: string) => string;
    readonly resetYes: string;
    readonly resetNo: string;
    readonly city: (name: string) => string;
  };
}

export interface FaultTextLike {
  readonly title: string;
  readonly text: string;
}
