/** The words of scanning and of verdicts, and the faults for whoever checks others. */
import type { FaultId } from '@citycode/wasm/types';
import type { CommonFault, FaultTable, FaultText, KeyFault, SignInFault } from './common.words.js';
import type { CaseFault } from './cases.words.js';
import type { RatingFault } from './rating.words.js';

export interface StaffWords {
  /** Those of ratings are in rating.words.ts, and what staff meet of them in service.words.ts. */
  readonly faults: Readonly<Record<Exclude<FaultId, CommonFault | RatingFault | CaseFault | SignInFault | KeyFault>, FaultText>>;
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
    readonly title: string;
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
}
