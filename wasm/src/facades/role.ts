/** What a holder and a verifier both do: take the city's list, draw symbols, sign. */
import { copied, json, words, type Answer, type Binding } from '../binding.js';
import { bytesOfHex } from '../bytes.js';
import type { CVerb, RoleCVerb } from '../c-verbs.js';
import { refused, type Outcome } from '../outcome.js';
import { kKeyBytes, kSignatureBytes } from '../sizes.js';
import { decodeUtf8 } from '../utf8.js';
import type { DrawnPixels, DrawnSvg, ErrorCorrection, SignedMessage, TrustAnchors, TrustListSummary } from './role.types.js';

const levels: Record<ErrorCorrection, number> = { L: 0, M: 1, Q: 2, H: 3 };

const enum Form { Svg = 1, Rgba = 2 }

export class Role<V extends CVerb = RoleCVerb> {
  constructor(protected readonly core: Binding<V>) {}

  /** Verifies and adopts a trust list. Without a time a list from the future is not noticed. */
  loadTrustList(list: Uint8Array, anchors: TrustAnchors, nowUnixSeconds?: number): Outcome<TrustListSummary> {
    const kept = typeof anchors === 'string' ? bytesOfHex(anchors) : anchors;
    if (!kept) return refused('request/malformed');
    return this.core.ask('load_trust_list', [list, kept, nowUnixSeconds ?? NaN], json<TrustListSummary>);
  }

  drawSvg(text: string, level: ErrorCorrection = 'M'): Outcome<DrawnSvg> {
    return this.#drawn(text, level, Form.Svg, 1, (side, version, rest) => ({ sideModules: side, version, path: decodeUtf8(rest) }));
  }

  /** `pixelsPerModule` 1 to 64; the whole picture at most 4096 px a side. */
  drawPixels(text: string, level: ErrorCorrection, pixelsPerModule: number): Outcome<DrawnPixels> {
    return this.#drawn(text, level, Form.Rgba, pixelsPerModule, (side, version, rest) => ({
      sidePx: side, version, rgba: new Uint8ClampedArray(copied(rest).buffer),
    }));
  }

  /** Ed25519 for hosts whose WebCrypto has none. The module's copy of `seed` is wiped; the caller wipes its own. */
  sign(seed: Uint8Array, message: Uint8Array): Outcome<SignedMessage> {
    return this.core.ask('sign', [seed, message], (answer) => ({
      publicKey: answer.slice(0, kKeyBytes), signature: answer.slice(kKeyBytes, kKeyBytes + kSignatureBytes),
    }));
  }

  /** A bare Ed25519 verification; false for a key or signature of the wrong length too. */
  verifySignature(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
    return this.core.ask('verify_signature', [publicKey, message, signature], () => true).ok === true;
  }

  #drawn<T>(text: string, level: ErrorCorrection, form: Form, pixelsPerModule: number,
            read: (side: number, version: number, rest: Answer) => T): Outcome<T> {
    return this.core.ask('draw_code', [text, levels[level], form, pixelsPerModule], (answer) =>
      read(words(answer).getUint32(0, true), words(answer).getUint32(4, true), answer.subarray(8)));
  }
}
