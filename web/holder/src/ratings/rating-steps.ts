/**
 * What a phone keeps of one service that it may rate, and the steps from the slip to its end, as pure functions:
 *
 *   ticket -> token -> rated -> written -> sent -> forgotten
 *
 * The person may rate before the token is there; then it is asked for as soon as there is a network. Every step says what it may
 * follow: called twice, or by two tabs, it changes nothing the second time. Times are the city's (city-clock.ts).
 */
import { bytesOfHex } from '@citycode/client/bytes';
import type { FaultId, ServiceTicket } from '@citycode/wasm/types';
import type { SaidOpinion } from './rating-core.js';

type Bytes = Uint8Array<ArrayBuffer>;

/** What was rated, as far as a page says it. */
export type ServiceFacts = Pick<ServiceTicket, 'officeId' | 'officeName' | 'itemId' | 'itemName' | 'way' | 'endedUnixSeconds' | 'expiresUnixSeconds'>;

/** Only until the rating is sent: what ties it to the slip. */
export interface Secrets {
  readonly ticket: Bytes;
  readonly service: Bytes;
  /** SHA-256 of the pass whose phone alone may use the slip, hex. */
  readonly passDigest: string | null;
  readonly input: Bytes;
  /** Gone once the token is there. */
  readonly blind: Bytes | null;
  readonly output: Bytes | null;
  readonly opinion: SaidOpinion | null;
  /** The rating as it is sent: the same bytes however often. */
  readonly written: Bytes | null;
  readonly ratedAtMs: number | null;
  readonly sendAtMs: number | null;
}

export interface RatingRecord extends ServiceFacts {
  /** The slip's, hex. */
  readonly id: string;
  readonly open: Secrets | null;
  /** With it the person reads and answers what the office says to a bad rating. */
  readonly replySecret: Bytes | null;
  /** Why it ended without being sent. */
  readonly refusal: FaultId | null;
}

/** "Later" is within a day: so many others are sent meanwhile, also from small offices. */
export const kLaterWithinMs = 86_400_000;
/** An answer of the office may take 15 working days at each of its levels, and then some. */
export const kReplyKeptMs = 180 * 86_400_000;
/** Why a slip came to nothing is still said for a week. */
export const kRefusalKeptMs = 7 * 86_400_000;

export type Stage = 'ticket' | 'token' | 'rated' | 'sent' | 'refused';
/** `expire`: too late for a token, and the person is told so once. */
export type Step = 'token' | 'write' | 'send' | 'wait' | 'expire' | 'forget';

export function newRecord(ticket: Bytes, facts: ServiceTicket, random: { readonly input: Bytes; readonly blind: Bytes }): RatingRecord {
  const { ticketId, officeId, officeName, itemId, itemName, way, endedUnixSeconds, expiresUnixSeconds, service, passDigest } = facts;
  return {
    id: ticketId, officeId, officeName, itemId, itemName, way, endedUnixSeconds, expiresUnixSeconds, replySecret: null, refusal: null,
    open: { ticket, service: bytesOfHex(service) ?? new Uint8Array(), passDigest, ...random, output: null, opinion: null, written: null, ratedAtMs: null, sendAtMs: null },
  };
}

export function stageOf({ open, refusal }: RatingRecord): Stage {
  if (refusal) return 'refused';
  if (!open) return 'sent';
  if (open.opinion) return 'rated';
  return open.output ? 'token' : 'ticket';
}

export function nextStep(record: RatingRecord, nowMs: number): Step {
  const { open, replySecret, refusal, expiresUnixSeconds } = record;
  const overSinceMs = nowMs - expiresUnixSeconds * 1000;
  if (!open) return overSinceMs >= (replySecret ? kReplyKeptMs : refusal ? kRefusalKeptMs : 0) ? 'forget' : 'wait';
  const isOver = overSinceMs >= 0;
  if (!open.output) return isOver ? 'expire' : 'token';
  if (!open.opinion) return isOver ? 'expire' : 'wait';
  if (!open.written) return 'write';
  return nowMs >= open.sendAtMs! ? 'send' : 'wait';
}

/** The first token stays: a second tab asked with the same element, and got the same. */
export const withToken = (record: RatingRecord, output: Bytes): RatingRecord =>
  (record.open && !record.open.output ? { ...record, open: { ...record.open, output, blind: null } } : record);

/** Null when it was rated already, here or in another tab: what was said first stays. */
export function withOpinion(record: RatingRecord, opinion: SaidOpinion, replySecret: Bytes | null, nowMs: number, delayMs: number): RatingRecord | null {
  if (!record.open || record.open.opinion) return null;
  return { ...record, replySecret, open: { ...record.open, opinion, ratedAtMs: nowMs, sendAtMs: nowMs + delayMs } };
}

export const withWritten = (record: RatingRecord, written: Bytes): RatingRecord =>
  (record.open?.opinion && record.open.output && !record.open.written ? { ...record, open: { ...record.open, written } } : record);

/** The person does not want to wait any more. */
export const atOnce = (record: RatingRecord, nowMs: number): RatingRecord =>
  (record.open?.opinion ? { ...record, open: { ...record.open, sendAtMs: Math.min(record.open.sendAtMs!, nowMs) } } : record);

/** A clock that went back begins the wait anew: else a rating would wait for as long as the clock was wrong. */
export function rebased(record: RatingRecord, nowMs: number): RatingRecord {
  const { open } = record;
  if (open?.ratedAtMs == null || open.sendAtMs === null || nowMs >= open.ratedAtMs) return record;
  return { ...record, open: { ...open, ratedAtMs: nowMs, sendAtMs: nowMs + Math.min(kLaterWithinMs, open.sendAtMs - open.ratedAtMs) } };
}

/** Nothing is left of what was said or of the token; the slip's id stays, so that it is not asked for again. */
export const asSent = (record: RatingRecord, opensCase: boolean): RatingRecord =>
  (record.open ? { ...record, open: null, replySecret: opensCase ? record.replySecret : null } : record);

export const asRefused = (record: RatingRecord, refusal: FaultId): RatingRecord => (record.open ? { ...record, open: null, replySecret: null, refusal } : record);

/** Uniform in a day; 2^32 steps are 50 for each millisecond. */
export const laterMs = (random32: number): number => Math.floor((random32 / 2 ** 32) * kLaterWithinMs);
