/** The words of a scanner, and its faults for whoever checks others. */
import type { FaultId } from '@citycode/wasm/types';
import type { CommonFault, FaultTable, FaultText } from './common.words.js';
import type { CaseFault } from './cases.words.js';
import type { RatingFault } from './rating.words.js';

export interface StaffWords {
  /** Those of ratings are in rating.words.ts, and what staff meet of them in service.words.ts. */
  readonly faults: Readonly<Record<Exclude<FaultId, CommonFault | RatingFault | CaseFault>, FaultText>>;
  /** A card cannot choose a scene or fetch anything: the common words would send somebody to a phone, or to another card. */
  readonly about: { readonly list: FaultTable; readonly card: FaultTable };

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
    readonly paper: string;
    readonly paperCompare: string;
    readonly paperCompareDocument: string;
    readonly paperPhoto: string;
    /** Of a code that was accepted here a moment ago: the person may still stand there. */
    readonly seenJustNow: string;
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

  /** The city's list without a network. */
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
    readonly serviceFinished: string;
  };
}
