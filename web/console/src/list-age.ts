/** The age of the city's list, in words, and whether that is still well for a scene. */
import { durationText, t } from '@citycode/elements';
import type { ScopeSummary, TrustListSummary } from '@citycode/wasm';

export type ListState = 'missing' | 'fresh' | 'stale' | 'too-old' | 'future';

export interface ListAge {
  readonly state: ListState;
  readonly text: string;
}

/** Below this a list is simply new. */
const NEW_SECONDS = 120;

export function listAge(summary: TrustListSummary | null, scope: ScopeSummary | null, nowUnixSeconds: number): ListAge {
  const words = t().console;
  if (!summary) return { state: 'missing', text: words.listMissing };
  const age = nowUnixSeconds - summary.issuedUnixSeconds;
  if (age < 0) return { state: 'future', text: t().verdict.terminalBehind(durationText(age)) };
  if (scope && age >= scope.tooOldSeconds) return { state: 'too-old', text: words.listTooOld(durationText(age, NEW_SECONDS)) };
  if (scope && age > scope.freshSeconds) return { state: 'stale', text: words.listStale(durationText(age, NEW_SECONDS)) };
  return { state: 'fresh', text: age < NEW_SECONDS ? words.listNew : words.listAge(durationText(age, NEW_SECONDS)) };
}
