/** The age of the city's lists, in words, whether that is still well for a scene, and what they show of the clock. */
import { CLOCK_TOLERANCE_SECONDS, clockBehindSeconds } from '@citycode/client/clock-behind';
import { dateTimeText, durationText, faultText, t } from '@citycode/elements/i18n';
import type { FaultId, ScopeSummary, TrustListSummary } from '@citycode/wasm';
import type { StoredStatusList } from '@citycode/verifier/terminal-store';

/** 'dated': the clock is wrong, so that only the list's own date is known. */
export type ListState = 'missing' | 'fresh' | 'stale' | 'too-old' | 'future' | 'dated';

export interface ListAge {
  readonly state: ListState;
  readonly text: string;
}

/** What the lists, and the city's answers, show of this device's clock: in words where the figure is known. */
export interface WrongClock {
  readonly behindSeconds: number;
  readonly aheadSeconds: number;
  readonly text: string;
}

/** Below this a list is simply new. */
const NEW_SECONDS = 120;

/** Null while nothing speaks against the clock. `refusals` are why newer lists could not be taken. */
export function wrongClock(summary: TrustListSummary | null, lists: readonly StoredStatusList[],
                           refusals: readonly (FaultId | undefined)[], nowUnixSeconds: number, aheadSeconds = 0): WrongClock | null {
  const issued = [...(summary ? [summary] : []), ...lists].map(({ issuedUnixSeconds }) => issuedUnixSeconds);
  const behindSeconds = clockBehindSeconds(issued.map((seconds) => nowUnixSeconds - seconds));
  if (behindSeconds > 0) return { behindSeconds, aheadSeconds: 0, text: t().verdict.terminalBehind(durationText(behindSeconds)) };
  if (aheadSeconds > CLOCK_TOLERANCE_SECONDS) return { behindSeconds: 0, aheadSeconds, text: t().verdict.terminalAhead(durationText(aheadSeconds)) };
  const refusal = refusals.find((fault) => fault === 'trust/from-future' || fault === 'revocation/from-future');
  return refusal ? { behindSeconds, aheadSeconds: 0, text: faultText(refusal).what } : null;
}

/** With a wrong clock there is no age; what is known is said instead. */
export function listAge(summary: TrustListSummary | null, scope: ScopeSummary | null, clock: WrongClock | null, nowUnixSeconds: number): ListAge {
  const words = t().console;
  if (!summary) return { state: 'missing', text: words.listMissing };
  if (clock) return { state: 'future', text: clock.text };
  const age = Math.max(0, nowUnixSeconds - summary.issuedUnixSeconds);
  const duration = durationText(age, NEW_SECONDS);
  if (scope && age >= scope.tooOldSeconds) return { state: 'too-old', text: words.listTooOld(duration) };
  if (scope && age > scope.freshSeconds) return { state: 'stale', text: words.listStale(duration) };
  return { state: 'fresh', text: age < NEW_SECONDS ? words.listNew : words.listAge(duration) };
}

const DAY_SECONDS = 86_400;

/**
 * Of the lists that speak of passes now alive, today's and yesterday's, the oldest counts. Null when the scene needs
 * none.
 */
export function statusAge(lists: readonly StoredStatusList[], scope: ScopeSummary | null, clock: WrongClock | null, nowUnixSeconds: number): ListAge | null {
  if (!scope || scope.statusTooOldSeconds === 0) return null;
  const words = t().console;
  const newest = Math.max(0, ...lists.map(({ issuedUnixSeconds }) => issuedUnixSeconds));
  if (clock && newest > 0) return { state: 'dated', text: words.statusDated(dateTimeText(newest)) };
  const today = Math.floor(nowUnixSeconds / DAY_SECONDS);
  const ages = [today - 1, today].flatMap((day) => {
    const issued = lists.filter((list) => list.day === day).map((list) => list.issuedUnixSeconds);
    return issued.length ? [nowUnixSeconds - Math.min(...issued)] : [];
  });
  if (ages.length < 2) return { state: 'missing', text: words.statusMissing };
  const age = Math.max(0, ...ages);
  const duration = durationText(age, NEW_SECONDS);
  if (age >= scope.statusTooOldSeconds) return { state: 'too-old', text: words.statusTooOld(duration) };
  if (age > scope.statusFreshSeconds) return { state: 'stale', text: words.statusStale(duration) };
  return { state: 'fresh', text: age < NEW_SECONDS ? words.statusNew : words.statusAge(duration) };
}
