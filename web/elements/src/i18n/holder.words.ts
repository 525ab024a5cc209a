/** The words of the phone's pages, and its faults for the person who holds it. */
import type { FaultTable, FaultText, KeyFault } from './common.words.js';

export interface HolderWords {
  readonly faults: FaultTable & Readonly<Record<KeyFault, FaultText>>;
  readonly about: { readonly place: FaultTable; readonly 'own-card': FaultTable };

  readonly app: {
    readonly title: string;
    readonly enrolLead: string;
    /** Who waits for an answer. */
    readonly enrolThen: (name: string) => string;
    readonly enrolLabel: string;
    readonly enrolButton: string;
    readonly enrolling: string;
    readonly fetchingPasses: string;
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
    readonly fetchNow: string;
    readonly clockNext: string;
    readonly passesLeft: (count: number) => string;
    readonly fullScreen: string;
    readonly brightness: string;
    readonly more: string;
    readonly elderMode: string;
    readonly elderModeHint: string;
    readonly elderPlace: string;
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
    readonly rateLink: string;
    /** A link; of services that can be rated and are not. */
    readonly ratingsWait: (services: number) => string;
    readonly choosePlace: string;
  };

  /** What a citizen scanned: a venue's sheet, a portal's question. */
  readonly places: {
    readonly checking: string;
    readonly venueTitle: string;
    readonly venueAgree: string;
    readonly decline: string;
    readonly onlyFor: (name: string) => string;
    readonly leave: string;
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
    readonly counterLead: string;
    readonly counterBad: FaultText;
    readonly counterFile: string;
    readonly counterChoose: string;
  };
}
