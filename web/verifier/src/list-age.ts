/** The age of the city's lists, whether that is still well for a scene, and what they show of this device's clock. */
import { kClockToleranceSeconds, clockBehindSeconds } from '@citycode/client/clock-behind';
import type { FaultId, ScopeSummary, TrustListSummary } from '@citycode/wasm/types';
import type { StoredStatusList } from './terminal-store.js';

export type ListAge =
  | { readonly state: 'missing' }
  | { readonly state: 'fresh' | 'stale' | 'too-old'; readonly ageSeconds: number }
  /** The clock is wrong, so that there is no age. */
  | { readonly state: 'future' }
  /** The same, where the list's own date is worth saying. */
  | { readonly state: 'dated'; readonly issuedUnixSeconds: number };

/** What the lists, and the city's answers, show of this device's clock. */
export interface WrongClock {
  readonly behindSeconds: number;
  readonly aheadSeconds: number;
  /** Where no figure is known: why a newer list was refused. */
  readonly refusal: FaultId | null;
}

/** Null while nothing speaks against the clock. `refusals` are why newer lists could not be taken. */
export function wrongClock(summary: TrustListSummary | null, lists: readonly StoredStatusList[],
                           refusals: readonly (FaultId | undefined)[], nowUnixSeconds: number, aheadSeconds = 0): WrongClock | null {
  const issued = [...(summary ? [summary] : []), ...lists].map(({ issuedUnixSeconds }) => issuedUnixSeconds);
  const behindSeconds = clockBehindSeconds(issued.map((seconds) => nowUnixSeconds - seconds));
  if (behindSeconds > 0) return { behindSeconds, aheadSeconds: 0, refusal: null };
  if (aheadSeconds > kClockToleranceSeconds) return { behindSeconds: 0, aheadSeconds, refusal: null };
  const refusal = refusals.find((fault) => fault === 'trust/from-future' || fault === 'revocation/from-future');
  return refusal ? { behindSeconds: 0, aheadSeconds: 0, refusal } : null;
}

function judged(ageSeconds: number, freshSeconds: number, tooOldSeconds: number): ListAge {
  return { state: ageSeconds >= tooOldSeconds ? 'too-old' : ageSeconds > freshSeconds ? 'stale' : 'fresh', ageSeconds };
}

/** With a wrong clock there is no age. A scene that is not known yet calls no list old. */
export function listAge(summary: TrustListSummary | null, scope: ScopeSummary | null, clock: WrongClock | null, nowUnixSeconds: number): ListAge {
  if (!summary) return { state: 'missing' };
  if (clock) return { state: 'future' };
  const ageSeconds = Math.max(0, nowUnixSeconds - summary.issuedUnixSeconds);
  return judged(ageSeconds, scope?.freshSeconds ?? Infinity, scope?.tooOldSeconds ?? Infinity);
}

const kDaySeconds = 86_400;

/**
 * Of the lists that speak of passes now alive, today's and yesterday's, the oldest counts. Null when the scene needs
 * none.
 */
export function statusAge(lists: readonly StoredStatusList[], scope: ScopeSummary | null, clock: WrongClock | null, nowUnixSeconds: number): ListAge | null {
  if (!scope || scope.statusTooOldSeconds === 0) return null;
  const newest = Math.max(0, ...lists.map(({ issuedUnixSeconds }) => issuedUnixSeconds));
  if (clock && newest > 0) return { state: 'dated', issuedUnixSeconds: newest };
  const today = Math.floor(nowUnixSeconds / kDaySeconds);
  const ages = [today - 1, today].flatMap((day) => {
    const issued = lists.filter((list) => list.day === day).map((list) => list.issuedUnixSeconds);
    return issued.length ? [nowUnixSeconds - Math.min(...issued)] : [];
  });
  if (ages.length < 2) return { state: 'missing' };
  return judged(Math.max(0, ...ages), scope.statusFreshSeconds, scope.statusTooOldSeconds);
}
