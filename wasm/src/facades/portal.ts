/** A portal's server: it asks, shows the code of the second, and is told what a phone answered. */
import { copied, json, nothing } from '../binding.js';
import type { CVerb } from '../c-verbs.js';
import { refused, type Outcome } from '../outcome.js';
import { kKeyBytes } from '../sizes.js';
import { decodeUtf8 } from '../utf8.js';
import type { JudgedAnswer, PortalQuestion } from './portal.types.js';
import { Role } from './role.js';

export class Portal extends Role<CVerb> {
  /** Holds the secret half of the portal's sealing key in place of the one before. The module's copy on the way in is wiped; the caller wipes its own. */
  holdPortalKey(secret: Uint8Array): Outcome<true> {
    return secret.length === kKeyBytes ? this.core.ask('load_portal_key', [secret], nothing) : refused('scope/bad-scene-key');
  }

  /** What a request states of its living codes. `secret` is 16 random bytes. */
  anchorOf(secret: Uint8Array): Outcome<Uint8Array<ArrayBuffer>> {
    return this.core.ask('portal_anchor', [secret], copied);
  }

  /** The bytes that the portal's key has to sign for a request. */
  requestToBeSigned(question: PortalQuestion): Outcome<Uint8Array> {
    return this.#request(question, null);
  }

  /** The request, once signed. */
  writeRequest(question: PortalQuestion, signature: Uint8Array): Outcome<Uint8Array<ArrayBuffer>> {
    return this.#request(question, signature);
  }

  /** What stands behind `#portal=` in the second `second` since the relay took the request. */
  livingCode(request: Uint8Array, secret: Uint8Array, second: number): Outcome<string> {
    return this.core.ask('write_portal_code', [request, secret, second], decodeUtf8);
  }

  /** What a phone answered to this portal's own request. */
  judgeAnswer(request: Uint8Array, answer: Uint8Array, nowUnixSeconds: number): Outcome<JudgedAnswer> {
    return this.core.ask('judge_portal_answer', [request, answer, nowUnixSeconds], json<JudgedAnswer>);
  }

  #request(question: PortalQuestion, signature: Uint8Array | null): Outcome<Uint8Array<ArrayBuffer>> {
    const { record, scene, purpose, required, optional, nonce, anchor, returnAddress, issuedUnixSeconds, expiresUnixSeconds } = question;
    return this.core.ask('write_portal_request', [record, scene, purpose, required.join(' '), optional.join(' '), nonce, anchor, returnAddress,
                                                  issuedUnixSeconds, expiresUnixSeconds, signature], copied);
  }
}
