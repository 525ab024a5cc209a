/** What a phone asks of the core for a rating: verbs of the worker of a page that rates (wasm/src/worker/rating-worker.ts). */
import { askCore } from '@citycode/client/core';
import { ratingsOf } from '@citycode/wasm/client/ratings';
import { tokensOf } from '@citycode/wasm/client/tokens';
import type { Outcome, PendingToken, RatingContent, ServiceTicket, TokenEvaluation } from '@citycode/wasm/types';

/** What a person said; a level is there. */
export type SaidOpinion = Pick<RatingContent, 'level' | 'indicators' | 'reasons' | 'text'>;

export interface RatingCore {
  readTicket(ticket: Uint8Array, nowUnixSeconds: number): Promise<Outcome<ServiceTicket>>;
  blindToken(pending: PendingToken): Promise<Outcome<Uint8Array>>;
  finalizeTokens(pending: readonly PendingToken[], service: Uint8Array, answer: TokenEvaluation, listedKey: Uint8Array): Promise<Outcome<readonly Uint8Array[]>>;
  writeRating(rating: RatingContent): Promise<Outcome<Uint8Array>>;
}

export const pageCore: RatingCore = {
  readTicket: (ticket, now) => askCore((core) => ratingsOf(core).readTicket(ticket, now)),
  blindToken: (pending) => askCore((core) => tokensOf(core).blindToken(pending)),
  finalizeTokens: (pending, service, answer, key) => askCore((core) => tokensOf(core).finalizeTokens(pending, service, answer, key)),
  writeRating: (rating) => askCore((core) => ratingsOf(core).writeRating(rating)),
};
