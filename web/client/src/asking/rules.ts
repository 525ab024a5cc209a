/** How long a page waits after a refusal, and how much it may ask in an hour. Arithmetic only: docs/adr/0042. */
import type { ReceivedHeaders } from './parts.js';

/**
 * After any refusal nothing is asked for so long, by nobody: three requests in ten seconds and no more, and a fourth
 * that succeeded. Who has to wait no longer than this waits in place, so that a person who corrects a code is not
 * turned away.
 */
export const kPauseMs = 4000;
/** The first wait is drawn from so much beyond the pause, each next from twice as much (full jitter). */
export const kFirstSpreadMs = 8000;
/** Longest spread: an office that is back is noticed after two and a half minutes on average; a million phones ask 6,500 times a second together. */
export const kLongestSpreadMs = 300_000;
/** The city's own refusals name the next UTC day at most (docs/api.md, issue/quota-reached). */
export const kLongestToldByCityMs = 24 * 3_600_000;
/** Whatever else stands before the server: its slip must not close a phone for a day, and once an hour harms nobody. */
export const kLongestToldByOthersMs = 3_600_000;

const kHourMs = 3_600_000;

/** An allowance of `burst` at once and `anHour` more in each hour. */
export interface Allowance {
  readonly burst: number;
  readonly anHour: number;
}

/**
 * Requests that are refused or not answered: 12 + 36 = 48 in the first hour at most, presses included. With the twelve
 * that a page makes in an hour when all is well (one in five minutes) that is 60, the ceiling of one page.
 */
export const kRefusedAllowance: Allowance = { burst: 12, anHour: 36 };
/**
 * All requests, answered ones too: a new scanner takes its 32 status lists at once, and one whose city writes new lists
 * for three issuer keys and three days every five minutes asks (1 + 1 + 9) x 12 = 132 times an hour. More is a mistake in a page.
 */
export const kAllAllowance: Allowance = { burst: 120, anHour: 240 };

/** What is left of an allowance, and when that was reckoned. */
export interface Left {
  readonly count: number;
  readonly atMs: number;
}

export const fullAt = ({ burst }: Allowance, atMs: number): Left => ({ count: burst, atMs });

/** A clock that was put back adds nothing and takes nothing away. */
export function refilled({ burst, anHour }: Allowance, left: Left, nowMs: number): Left {
  const passedMs = Math.max(0, nowMs - left.atMs);
  return { count: Math.min(burst, left.count + (passedMs * anHour) / kHourMs), atMs: nowMs };
}

/** Until one more may be asked. */
export const untilOneMs = ({ anHour }: Allowance, left: Left): number =>
  left.count >= 1 ? 0 : Math.ceil(((1 - left.count) * kHourMs) / anHour);

/** `random` is in [0, 1); `failures` counts this one; what was told is never cut short, and jitter comes on top of it. */
export function waitAfterMs(failures: number, toldMs: number, random: number): number {
  const spread = Math.min(kLongestSpreadMs, kFirstSpreadMs * 2 ** Math.min(failures - 1, 16));
  return Math.max(kPauseMs, toldMs) + random * spread;
}

/**
 * Retry-After (RFC 9110 section 10.2.3), as a length of time: seconds, or a date. A date is compared with the answer's
 * own `Date`, so that a wrong clock here does not count. 0 for none and for nonsense.
 */
export function toldMs(headers: ReceivedHeaders, nowMs: number): number {
  const told = headers.get('Retry-After')?.trim() ?? '';
  if (/^\d{1,10}$/u.test(told)) return Number(told) * 1000;
  const untilMs = Date.parse(told);
  if (Number.isNaN(untilMs) || !/GMT$/u.test(told)) return 0;
  const answeredMs = Date.parse(headers.get('Date') ?? '');
  return Math.max(0, untilMs - (Number.isNaN(answeredMs) ? nowMs : answeredMs));
}
