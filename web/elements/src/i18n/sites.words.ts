/** The words of the pages that a city or a venue shows: the start page with the phone and the scanner side by side, the sheet, the demo's portal. */
import type { FaultText } from './common.words.js';

export interface TitledText {
  readonly title: string;
  readonly text: string;
}

export interface SitesWords {
  readonly landing: {
    readonly title: string;
    readonly lead: string;
    readonly stepsTitle: string;
    readonly steps: readonly [TitledText, TitledText, TitledText];
    readonly citizensTitle: string;
    readonly citizensLead: string;
    readonly choose: string;
    readonly chooseName: (name: string) => string;
    readonly preparingCode: string;
    readonly openScanner: string;
    readonly openScannerNote: string;
    readonly openApp: string;
    readonly rate: string;
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

  /** A demo citizen's phone and a scanner side by side. */
  readonly see: {
    readonly title: string;
    readonly lead: string;
    readonly phoneOf: (name: string) => string;
    readonly preparing: string;
    readonly nothingHeld: string;
    /** From the pixels to the verdict, on this device. */
    readonly took: (ms: number) => string;
    readonly photoIn: (seconds: number) => string;
    readonly lost: string;
    readonly scan: TitledText;
    readonly other: TitledText;
    readonly photo: TitledText;
    readonly report: TitledText;
    readonly play: string;
    readonly stop: string;
    readonly anew: string;
    readonly notDemo: string;
    readonly toStart: string;
  };

  /** The demo's site that asks, and where somebody who signed in sends a tax return. */
  readonly portal: {
    readonly title: string;
    readonly heading: string;
    readonly lead: string;
    readonly signedIn: string;
    readonly seen: string;
    readonly signOut: string;
    readonly send: string;
    readonly sending: string;
    readonly notSent: FaultText;
    readonly arrived: string;
    readonly rateText: string;
    readonly rate: string;
    /** What the code with the link is for. */
    readonly rateImage: string;
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
}
