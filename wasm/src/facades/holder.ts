/** A phone's verbs: its own passes, the codes made of them, and who asks for one. */
import { copied, json } from '../binding.js';
import type { HolderCVerb } from '../c-verbs.js';
import type { Outcome } from '../outcome.js';
import { decodeUtf8 } from '../utf8.js';
import type { PassClaims, PortalAnswer, PortalAsk, PresentationClaims, VenueSummary } from './holder.types.js';
import { Role } from './role.js';

export class Holder extends Role<HolderCVerb> {
  /** One of the phone's own passes, unverified. */
  readPass(pass: Uint8Array): Outcome<PassClaims> {
    return this.core.ask('read_pass', [pass], json<PassClaims>);
  }

  /** The bytes that the pass key has to sign for a code. */
  presentationToBeSigned(pass: Uint8Array, { audience, issuedUnixSeconds, nonce }: PresentationClaims): Outcome<Uint8Array> {
    return this.core.ask('write_presentation', [pass, audience, issuedUnixSeconds, nonce ?? null, null], copied);
  }

  /** The code's text, once signed. */
  writeCode(pass: Uint8Array, { audience, issuedUnixSeconds, nonce }: PresentationClaims, signature: Uint8Array): Outcome<string> {
    return this.core.ask('write_presentation', [pass, audience, issuedUnixSeconds, nonce ?? null, signature], decodeUtf8);
  }

  /** A venue's record, verified against the loaded trust list. */
  readVenue(record: Uint8Array, nowUnixSeconds: number): Outcome<VenueSummary> {
    return this.core.ask('read_venue', [record, nowUnixSeconds], json<VenueSummary>);
  }

  /** A portal's request, verified against the loaded trust list, and the one that `id` names: of the living code with which a relay was asked for it. */
  readPortalRequest(request: Uint8Array, id: Uint8Array, nowUnixSeconds: number): Outcome<PortalAsk> {
    return this.core.ask('read_portal_request', [request, id, nowUnixSeconds], json<PortalAsk>);
  }

  /** The answer to a request that was verified, sealed to the portal. `seed` is 32 random bytes: the module's copy is wiped, the caller wipes its own. */
  sealPortalAnswer(request: Uint8Array, { code, returnCode }: PortalAnswer, seed: Uint8Array): Outcome<Uint8Array<ArrayBuffer>> {
    return this.core.ask('seal_portal_answer', [request, code, returnCode ?? null, seed], copied);
  }
}
