/** A slip, and what the core and the city make of it, for tests without either. */
import type { Outcome, ServiceTicket } from '@citycode/wasm/types';
import type { RatingCore, SaidOpinion } from '../../src/ratings/rating-core.js';

export const kNowMs = 1_764_000_000_000;
export const kDay = 86_400;
const hex = (digits: string, bytes: number): string => digits.repeat(bytes);

export const slip = (change: Partial<ServiceTicket> = {}): ServiceTicket => ({
  ticketId: hex('a1', 16), officeId: 'tax-office', officeName: { en: 'Tax office' }, itemId: 'file', itemName: { en: 'Filing' }, channel: 'on-site-slip', way: 'on-site',
  passDigest: null, service: hex('5e', 20), endedUnixSeconds: kNowMs / 1000 - 60, expiresUnixSeconds: kNowMs / 1000 - 60 + 14 * kDay, ratingKey: hex('42', 32), ...change,
});

export const content: SaidOpinion = { level: 5, indicators: { efficiency: 4 }, reasons: [], text: '' };
export const complaint: SaidOpinion = { level: 1, indicators: {}, reasons: ['long-wait'], text: 'slow' };

export const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

/** Deterministic, as the core is: the same question, the same answer. */
export class FakeCore implements RatingCore {
  tickets = new Map<string, ServiceTicket>([['slip', slip()]]);
  finalize: Outcome<readonly Uint8Array[]> | null = null;
  readAt: number[] = [];

  async readTicket(ticket: Uint8Array, nowUnixSeconds: number): Promise<Outcome<ServiceTicket>> {
    this.readAt.push(nowUnixSeconds);
    const known = this.tickets.get(new TextDecoder().decode(ticket));
    if (!known) return { fault: 'ticket/bad-ticket' };
    if (nowUnixSeconds < known.endedUnixSeconds - 60) return { fault: 'ticket/not-ended' };
    return nowUnixSeconds < known.expiresUnixSeconds ? { ok: known } : { fault: 'ticket/expired' };
  }
  async blindToken({ input, random }: { input: Uint8Array; random: Uint8Array }): Promise<Outcome<Uint8Array>> {
    return { ok: new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array([...input, ...random]))) };
  }
  async finalizeTokens(pending: readonly { input: Uint8Array }[]): Promise<Outcome<readonly Uint8Array[]>> {
    return this.finalize ?? { ok: [new Uint8Array(await crypto.subtle.digest('SHA-512', new Uint8Array(pending[0]!.input)))] };
  }
  async writeRating({ text, level, input, output, replyDigest }: Parameters<RatingCore['writeRating']>[0]): Promise<Outcome<Uint8Array>> {
    if (/\u202e/u.test(text)) return { fault: 'rating/bad-text' };
    if ((replyDigest !== null) !== level <= 2) return { fault: 'rating/bad-rating' };
    return { ok: bytesOf(JSON.stringify([level, text, [...input], [...output], replyDigest && [...replyDigest]])) };
  }
}
