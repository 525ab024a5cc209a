/** A case as the city shows it to both sides (docs/api.md). */
import type { ReasonName } from '@citycode/wasm/ratings';
import type { CaseStage } from '../i18n/cases.words.js';

export interface CaseWords {
  readonly number: number;
  readonly by: 'office' | 'rater';
  /** "2026-11-27" */
  readonly day: string;
  readonly text: string;
  /** What may be published of it. */
  readonly screenedText: string;
}

export interface CaseSeen {
  readonly office: string;
  readonly item: string;
  readonly level: 1 | 2;
  readonly reasons: readonly ReasonName[];
  readonly text: string;
  /** What may be published of it. */
  readonly screenedText: string;
  readonly openedDay: string;
  readonly complex: boolean;
  readonly stage: CaseStage;
  readonly dueDay: string;
  readonly overdue: boolean;
  readonly raisedTo: 0 | 1 | 2;
  readonly words: readonly CaseWords[];
}

/** What somebody writes, and whether it says that the matter is settled (the office) or is not (the rater). */
export interface Written {
  readonly number: number;
  readonly text: string;
  readonly decides: boolean;
}
