/** The age of the city's lists, in words, and whether that is still well for a scene. */
import { durationText, t } from '@citycode/elements';
import type { ScopeSummary, TrustListSummary } from '@citycode/wasm';
import type { StoredStatusList } from './terminal-store.js';

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

const DAY_SECONDS = 86_400;

/**
 * Of the lists that speak of passes now alive, today's and yesterday's, the oldest counts. Null when the scene needs
 * none.
 */
export function statusAge(lists: readonly StoredStatusList[], scope: ScopeSummary | null, nowUnixSeconds: number): ListAge | null {
  if (!scope || scope.statusTooOldSeconds === 0) return null;
  const words = t().console;
  const today = Math.floor(nowUnixSeconds / DAY_SECONDS);
  const ages = [today - 1, today].flatMap((day) => {
    const issued = lists.filter((list) => list.day === day).map((list) => list.issuedUnixSeconds);
    return issued.length ? [nowUnixSeconds - Math.min(...issued)] : [];
  });
  if (ages.length < 2) return { state: 'missing', text: words.statusMissing };
  const age = Math.max(...ages);
  if (age >= scope.statusTooOldSeconds) return { state: 'too-old', text: words.statusTooOld(durationText(age, NEW_SECONDS)) };
  if (age > scope.statusFreshSeconds) return { state: 'stale', text: words.statusStale(durationText(age, NEW_SECONDS)) };
  return { state: 'fresh', text: age < NEW_SECONDS ? words.statusNew : words.statusAge(durationText(age, NEW_SECONDS)) };
}
