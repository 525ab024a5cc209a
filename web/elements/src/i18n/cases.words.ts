/** The words of a case that a bad rating opened: for the person who rated and for the office's staff. */
import type { FaultId } from '@citycode/wasm/types';
import type { FaultText } from './common.words.js';

export type CaseFault = Extract<FaultId, `case/${string}`>;
export type CaseStage = 'waits-for-contact' | 'waits-for-answer' | 'waits-for-rater' | 'closed-by-rater' | 'closed-by-clock';

export interface CasesWords {
  readonly faults: Readonly<Record<CaseFault, FaultText>>;

  readonly cases: {
    readonly title: string;
    readonly heading: string;
    readonly above: string;
    readonly none: string;
    readonly refresh: string;
    readonly back: string;
    readonly stages: Readonly<Record<CaseStage, string>>;
    readonly due: (day: string) => string;
    readonly overdue: (day: string) => string;
    /** By how many limits were missed: none, one, two. */
    readonly raised: readonly [string, string, string];
    readonly opened: (day: string) => string;
    readonly ticked: string;
    readonly thread: string;
    readonly nothingWritten: string;
    readonly person: string;
    readonly office: string;
    readonly yourAnswer: string;
    readonly yourWords: string;
    readonly officeWarning: string;
    readonly personWarning: string;
    readonly send: string;
    readonly settled: string;
    readonly contradict: string;
    readonly complex: string;
    readonly complexNow: string;
    readonly close: string;
    readonly write: string;
    readonly mine: string;
    readonly read: string;
    readonly lookOut: string;
    /** To the clipboard, as it may be published. */
    readonly copy: string;
    readonly copied: string;
    readonly notCopied: string;
  };
}
