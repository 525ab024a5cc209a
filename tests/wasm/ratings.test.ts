// Tickets and ratings, by the vectors; and from a ticket to a rating that a server from outside (@noble/curves) gave the token of.
import type { CityCore, FaultId } from '@citycode/wasm';
import { channels, indicators, levels, reasons } from '@citycode/wasm/ratings';
import type { RatingContent, ServiceTicket } from '@citycode/wasm/types';
import { ristretto255_oprf } from '@noble/curves/ed25519.js';
import { randomBytes } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { adoptTrustList, bytesOfHex, hexOf, requestOf, vector } from './city.js';
import { ratingRootKey, ratingTrustList, ratingVectors, screenedVectors, serviceInside, ticketVectors, type RatingVector } from './rating-vectors.js';
import { freshCore } from './raw-module.js';

let core: CityCore;
beforeEach(async () => { core = await freshCore(); });

const load = (name: string): void => { expect(core.verifier.loadTrustList(ratingTrustList(name), ratingRootKey).ok).toBeDefined(); };

describe('a ticket', () => {
  it.each(ticketVectors.map((each) => [each.id, each] as const))('%s', (_, { now, input, expect: expected }) => {
    if (input.trustList !== null) load(input.trustList);
    const read = core.ratings.readTicket(bytesOfHex(input.bytes), now);
    expect({ fault: read.fault ?? null, value: read.ok ?? null }).toEqual(expected);
  });

  it('is read at a time that makes sense', () => {
    expect(core.ratings.readTicket(new Uint8Array(), NaN).fault).toBe('request/malformed');
    expect(core.ratings.readTicket(new Uint8Array(), Infinity).fault).toBe('request/malformed');
  });
});

type Said = NonNullable<RatingVector['expect']['value']>;
/** As a page gives it: by names. */
const contentOf = (bytes: Uint8Array, said: Said): RatingContent => ({
  service: serviceInside(bytes), input: bytesOfHex(said.input), output: bytesOfHex(said.output), level: said.level as RatingContent['level'],
  indicators: Object.fromEntries(Object.entries(said.indicators).map(([number, level]) => [indicators[Number(number) as keyof typeof indicators].name, level])),
  reasons: said.reasons.map((number) => reasons[number as keyof typeof reasons]), text: said.text,
  replyDigest: said.replyDigest === null ? null : bytesOfHex(said.replyDigest),
});

describe('a rating', () => {
  const good = ratingVectors.filter(({ expect: expected }) => expected.fault === null);

  it.each(good.map((each) => [each.id, each] as const))('%s is written as the file has it', (_, { input, expect: expected }) => {
    const bytes = bytesOfHex(input.bytes);
    expect(hexOf(core.ratings.writeRating(contentOf(bytes, expected.value!)).ok!)).toBe(input.bytes);
  });

  it('in whatever order a page names indicators and reasons, has one form', () => {
    const { input, expect: expected } = good.find(({ id }) => id === 'valid/rating/reasons')!;
    const content = contentOf(bytesOfHex(input.bytes), expected.value!);
    expect(hexOf(core.ratings.writeRating({ ...content, reasons: [...content.reasons].reverse() }).ok!)).toBe(input.bytes);
    const asked = good.find(({ id }) => id === 'valid/rating/on-site')!;
    const all = contentOf(bytesOfHex(asked.input.bytes), asked.expect.value!);
    const backwards = Object.fromEntries(Object.entries(all.indicators).reverse());
    expect(hexOf(core.ratings.writeRating({ ...all, indicators: backwards }).ok!)).toBe(asked.input.bytes);
  });

  it('is refused where the city would refuse it', () => {
    const { input, expect: expected } = good.find(({ id }) => id === 'valid/rating')!;
    const content = contentOf(bytesOfHex(input.bytes), expected.value!);
    const fault = (changed: Partial<Record<keyof RatingContent, unknown>>): FaultId | undefined =>
      core.ratings.writeRating({ ...content, ...changed } as RatingContent).fault;
    expect(fault({})).toBeUndefined();
    for (const level of [0, 6, 1.5, -1, NaN, 257]) expect(fault({ level })).toBe('rating/bad-rating');
    expect(fault({ level: 2 })).toBe('rating/bad-rating');   // without a reply digest
    expect(fault({ replyDigest: new Uint8Array(32) })).toBe('rating/bad-rating');
    expect(fault({ reasons: ['long-wait'] })).toBe('rating/bad-rating');
    expect(fault({ level: 2, replyDigest: new Uint8Array(32), reasons: ['long-wait', 'long-wait'] })).toBe('rating/bad-rating');
    expect(fault({ level: 2, replyDigest: new Uint8Array(32), reasons: ['no-such-reason'] })).toBe('rating/bad-rating');
    expect(fault({ indicators: { 'no-such-indicator': 1 } })).toBe('rating/bad-rating');
    expect(fault({ indicators: { clarity: 5 } })).toBe('rating/bad-rating');   // of services online
    expect(fault({ indicators: { skill: 6 } })).toBe('rating/bad-rating');
    expect(fault({ service: new Uint8Array(3) })).toBe('rating/bad-rating');
    expect(fault({ text: 'a'.repeat(501) })).toBe('rating/bad-text');
    expect(fault({ text: '\u{20000}'.repeat(500) })).toBeUndefined();
    for (const text of [' ', 'two\nlines', 'a\u202eb', 'a\0b', '\ud800']) expect(fault({ text })).toBe('rating/bad-text');
    expect(fault({ input: new Uint8Array(31) })).toBe('request/malformed');
    expect(fault({ output: new Uint8Array(63) })).toBe('request/malformed');
    expect(fault({ level: 2, replyDigest: new Uint8Array(31) })).toBe('request/malformed');
  });
});

describe('a screened text', () => {
  it.each(screenedVectors.map((each) => [each.id, each] as const))('%s', (_, { input, expect: expected }) => {
    expect(core.ratings.screenText(input.text)).toEqual({ ok: expected.text });
  });
});

describe('from a ticket to a rating', () => {
  it('nothing of the ticket, the pass or the phone is in it, and it has the token that a server from outside gives', () => {
    load('months');
    const { input: { bytes }, now } = ticketVectors.find(({ id }) => id === 'valid/ticket')!;
    const ticket: ServiceTicket = core.ratings.readTicket(bytesOfHex(bytes), now).ok!;
    const service = bytesOfHex(ticket.service);
    const poprf = ristretto255_oprf.poprf(service);
    const keys = poprf.deriveKeyPair(new Uint8Array(32).fill(5), new TextEncoder().encode('rating 2027-01'));
    expect(ticket.ratingKey).toBe(hexOf(keys.publicKey));

    const pending = { input: Uint8Array.from(randomBytes(32)), random: Uint8Array.from(randomBytes(64)) };
    const evaluation = poprf.blindEvaluateBatch(keys.secretKey, [core.tokens.blindToken(pending).ok!]);
    const [output] = core.tokens.finalizeTokens([pending], service, evaluation, bytesOfHex(ticket.ratingKey!)).ok!;
    const rating = core.ratings.writeRating({ service, input: pending.input, output: output!, level: 5, indicators: { skill: 4 }, reasons: [], text: '', replyDigest: null }).ok!;

    const { blind, blinded, tweakedKey } = poprf.blind(pending.input, keys.publicKey);
    const { evaluated, proof } = poprf.blindEvaluate(keys.secretKey, blinded);
    expect(output).toEqual(Uint8Array.from(poprf.finalize(pending.input, blind, evaluated, blinded, proof, tweakedKey)));
    const sent = hexOf(rating);
    expect(sent).toContain(hexOf(output!));
    expect(sent).not.toContain(ticket.ticketId);
    expect(sent).not.toContain(ticket.passDigest!);
  });
});

describe('the words of ratings', () => {
  it('are numbered without a gap, and each is named once', () => {
    for (const words of [channels, levels, indicators, reasons]) {
      const numbers = Object.keys(words).map(Number);
      expect(numbers).toEqual(numbers.map((_, i) => i + 1));
      const names = Object.values(words).map((word: string | { readonly name: string }) => (typeof word === 'string' ? word : word.name));
      expect(new Set(names).size).toBe(numbers.length);
    }
  });
});

describe('a verdict', () => {
  it('names the pass of a valid rolling code, and no other', () => {
    adoptTrustList(core);
    const fresh = vector('valid/fresh');
    const first = core.verifier.verifyCode(fresh.input.text, requestOf(fresh)).ok!;
    expect(first.passDigest).toMatch(/^[0-9a-f]{64}$/);
    expect(core.verifier.verifyCode(fresh.input.text, requestOf(fresh)).ok!.passDigest).toBeNull();   // seen before
  });

  it('a trust list says in which scenes people are served', () => {
    const { scopes } = core.verifier.loadTrustList(ratingTrustList('months'), ratingRootKey).ok!;
    const served = scopes.filter(({ servesPeople }) => servesPeople).map(({ name }) => name);
    expect(served).toEqual(['medical', 'culture-and-sport', 'government-service', 'community', 'court', 'enterprise', 'sign-in']);
  });
});
