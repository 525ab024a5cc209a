/** The age of the city's lists in words, and what they show of this device's clock. */
import { dateTimeText, durationText, faultText } from '@citycode/elements/phrases';
import { t } from '@citycode/elements/words';
import type { ListAge, WrongClock } from '@citycode/verifier/list-age';

/** Below this a list is simply new. */
const kNewSeconds = 120;

export function clockText({ behindSeconds, aheadSeconds, refusal }: WrongClock): string {
  const words = t().verdict;
  if (refusal) return faultText(refusal).what;
  return behindSeconds > 0 ? words.terminalBehind(durationText(behindSeconds)) : words.terminalAhead(durationText(aheadSeconds));
}

/** With a wrong clock what is known of the clock is said instead of an age. */
export function listAgeText(age: ListAge, clock: WrongClock | null): string {
  const words = t().console;
  if (clock && age.state === 'future') return clockText(clock);
  if (!('ageSeconds' in age)) return words.listMissing;
  const duration = durationText(age.ageSeconds, kNewSeconds);
  if (age.state === 'too-old') return words.listTooOld(duration);
  if (age.state === 'stale') return words.listStale(duration);
  return age.ageSeconds < kNewSeconds ? words.listNew : words.listAge(duration);
}

export function statusAgeText(age: ListAge): string {
  const words = t().console;
  if (age.state === 'dated') return words.statusDated(dateTimeText(age.issuedUnixSeconds));
  if (!('ageSeconds' in age)) return words.statusMissing;
  const duration = durationText(age.ageSeconds, kNewSeconds);
  if (age.state === 'too-old') return words.statusTooOld(duration);
  if (age.state === 'stale') return words.statusStale(duration);
  return age.ageSeconds < kNewSeconds ? words.statusNew : words.statusAge(duration);
}
