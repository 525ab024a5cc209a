// tests/vectors/ratings.json (written by tests/core/make_rating_vectors.cpp).
import { readFileSync } from 'node:fs';
import type { FaultId } from '@citycode/wasm';
import { bytesOfHex } from './city.js';

export interface TicketVector {
  readonly id: string;
  readonly now: number;
  readonly input: { readonly kind: 'ticket'; readonly bytes: string; readonly trustList: string | null };
  readonly expect: { readonly fault: FaultId | null; readonly value: unknown };
}

/** What a rating says, by the numbers on the wire. */
export interface RatingVector {
  readonly id: string;
  readonly input: { readonly kind: 'rating'; readonly bytes: string };
  readonly expect: {
    readonly fault: FaultId | null;
    readonly value: null | {
      readonly service: { readonly channel: number }; readonly input: string; readonly output: string; readonly level: number;
      readonly indicators: Readonly<Record<string, number>>; readonly reasons: readonly number[]; readonly text: string; readonly replyDigest: string | null;
    };
  };
}

const file = JSON.parse(readFileSync(new URL('../vectors/ratings.json', import.meta.url), 'utf8')) as {
  rootKey: string; trustLists: Record<string, string>; vectors: readonly { readonly input: { readonly kind: string } }[];
};

const screened = JSON.parse(readFileSync(new URL('../vectors/screened-texts.json', import.meta.url), 'utf8')) as {
  readonly vectors: readonly { readonly id: string; readonly input: { readonly text: string }; readonly expect: { readonly text: string } }[];
};
export const screenedVectors = screened.vectors;

export const ratingRootKey = bytesOfHex(file.rootKey);
export const ratingTrustList = (name: string): Uint8Array => bytesOfHex(file.trustLists[name]!);
const ofKind = <T>(kind: string): readonly T[] => file.vectors.filter(({ input }) => input.kind === kind) as readonly unknown[] as readonly T[];
export const ticketVectors = ofKind<TicketVector>('ticket');
export const ratingVectors = ofKind<RatingVector>('rating');

/** The rated service is the first element of a rating: a byte string of less than 24 bytes, or of less than 256. */
export function serviceInside(rating: Uint8Array): Uint8Array {
  const [begin, size] = rating[1] === 0x58 ? [3, rating[2]!] : [2, rating[1]! - 0x40];
  return rating.slice(begin, begin + size);
}
