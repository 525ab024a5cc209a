/** The requests of a rating (docs/api.md): for a token with the slip's id, for the rating with nothing that tells who sends it. */
import { asking, askJson, problemOf, type Answer, type How } from '@citycode/client/api';
import { fromBase64Url, toBase64Url } from '@citycode/client/bytes';
import { postSigned, type Signer } from '@citycode/client/signed-post';

export interface ShownPass {
  readonly pass: Uint8Array;
  readonly signer: Signer;
}

export interface TokenAnswer {
  readonly evaluated: Uint8Array<ArrayBuffer>;
  readonly proof: Uint8Array<ArrayBuffer>;
  /** What the server says it used; believed by nobody. */
  readonly key: string;
}

const kTokens = '/v1/rating-tokens';
const kRatings = '/v1/ratings';

export class RatingApi {
  /** `now` is the city's time in milliseconds: a signature has a time in it. */
  constructor(private readonly now: () => number, private readonly origin: string) {}

  /** `ticketId` is 16 bytes. */
  async token(ticketId: Uint8Array, blinded: Uint8Array, shown: ShownPass | null, how: How = {}): Promise<Answer<TokenAnswer>> {
    const body = { ticket: toBase64Url(ticketId), blinded: toBase64Url(blinded), ...(shown && { pass: toBase64Url(shown.pass) }) };
    const answer = shown
      ? await postSigned<Record<keyof TokenAnswer, string>>(shown.signer, { origin: this.origin, path: kTokens, body, now: this.now }, how)
      : await this.#post<Record<keyof TokenAnswer, string>>(kTokens, body, how);
    if (!answer.ok) return this.#ofThisOne(kTokens, answer.problem);
    const evaluated = fromBase64Url(String(answer.ok.evaluated));
    const proof = fromBase64Url(String(answer.ok.proof));
    return evaluated && proof ? { ok: { evaluated, proof, key: String(answer.ok.key) } } : { problem: problemOf('token/bad-element') };
  }

  async send(rating: Uint8Array, how: How = {}): Promise<Answer<{ readonly opensCase: boolean }>> {
    const answer = await this.#post<{ readonly opensCase: boolean }>(kRatings, { rating: toBase64Url(rating) }, how);
    return answer.ok ? answer : this.#ofThisOne(kRatings, answer.problem);
  }

  #post<T>(path: string, body: unknown, how: How): Promise<Answer<T>> {
    return askJson<T>(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body), cache: 'no-store', referrerPolicy: 'no-referrer' }, how);
  }

  /** What was refused to one slip says nothing of the next, which need not wait for it. */
  #ofThisOne(path: string, problem: NonNullable<Answer<unknown>['problem']>): { readonly problem: typeof problem } {
    if (/^(ticket|rating)\//u.test(problem.fault)) asking().beginAnew(path);
    return { problem };
  }
}
