/** Anonymous tokens, the phone's side (RFC 9497): blinded, and finalized once the server has answered. */
import { copied, type Binding } from '../binding.js';
import { joined } from '../bytes.js';
import type { HolderCVerb } from '../c-verbs.js';
import { refused, type Outcome } from '../outcome.js';
import { kElementBytes, kTokenOutputBytes, kTokenRandomBytes } from '../sizes.js';
import type { PendingToken, TokenEvaluation } from './tokens.types.js';

export class Tokens {
  readonly #core: Binding<HolderCVerb>;

  constructor(core: Binding<HolderCVerb>) {
    this.#core = core;
  }

  /** What the server gets to see of one token: 32 bytes that say nothing of the input. */
  blindToken({ input, random }: PendingToken): Outcome<Uint8Array> {
    return this.#core.ask('blind_token', [input, random], copied);
  }

  /** All tokens of one request, or none. `info` is what they are bound to, and `publicKey` is the one that the trust list names, never the server's word. */
  finalizeTokens(pending: readonly PendingToken[], info: Uint8Array, answer: TokenEvaluation, publicKey: Uint8Array): Outcome<readonly Uint8Array[]> {
    const inputBytes = pending[0]?.input.length;
    const fits = pending.length > 0 && answer.evaluated.length === pending.length &&
      answer.evaluated.every((element) => element.length === kElementBytes) &&
      pending.every(({ input, random }) => input.length === inputBytes && random.length === kTokenRandomBytes);
    if (!fits) return refused('request/malformed');
    const inputs = joined(pending.map(({ input }) => input));
    const randoms = joined(pending.map(({ random }) => random));
    const outcome = this.#core.ask('finalize_tokens', [info, inputs, randoms, joined(answer.evaluated), answer.proof, publicKey], (outputs) => {
      const tokens = pending.map((_, i) => outputs.slice(i * kTokenOutputBytes, (i + 1) * kTokenOutputBytes));
      outputs.fill(0);   // a token is as good as money
      return tokens;
    });
    randoms.fill(0);
    return outcome;
  }
}
