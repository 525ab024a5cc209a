/** The core's verbs with types: text in, values out. One `CityCore` is one verifier (trust list, replay memory). */
import { faultIds, type FaultId } from './faults.generated.js';
import type { CoreModule } from './module.js';
import type {
  CheckpointPolicy, CheckpointSummary, DrawnPixels, DrawnSvg, ErrorCorrection, FoundSymbol, FrameShape, ListKind,
  ListProgress, MergedReplay, Outcome, PartPx, PassClaims, PendingToken, PointPx, PortalAsk, PresentationClaims, SceneKey,
  StatusListSummary, TokenEvaluation, TrustAnchors, TrustListSummary, VenueSummary, Verdict, VerifyRequest,
} from './types.js';
import { decodeUtf8, encodeUtf8 } from './utf8.js';

/** A broken promise inside the core, never bad input. The module is of no use afterwards: load a new one. */
export class CoreBug extends Error {
  override readonly name = 'CoreBug';
}

export interface SignedMessage {
  readonly publicKey: Uint8Array;
  readonly signature: Uint8Array;
}

/** include/citycode_abi.h: cc_version. Another major or minor number is another contract. */
const kContract = 1;   // 0.1.x

const kKeyBytes = 32;         // RFC 8032 section 5.1.5
const kSignatureBytes = 64;   // RFC 8032 section 5.1.6
const kAlignment = 8;         // what malloc gives
const kTokenRandomBytes = 64;   // RFC 9497: a scalar from twice its size
const kTokenOutputBytes = 64;   // SHA-512
const kElementBytes = 32;       // RFC 9496
const kHashBytes = 32;          // SHA-256
const kWholePicture: PartPx = { left: 0, top: 0, right: 0, bottom: 0 };

const levels: Record<ErrorCorrection, number> = { L: 0, M: 1, Q: 2, H: 3 };

const formats: Record<FrameShape['format'], number> = { luma: 0, rgba: 1, rgbx: 2 };

const enum Form { Svg = 1, Rgba = 2 }

const listKinds: Record<ListKind, number> = { 'trust-list': 1, 'status-list': 2 };

const refused = (fault: FaultId): { readonly fault: FaultId } => ({ fault });

interface Span {
  readonly at: number;
  readonly size: number;
}

export class CityCore {
  readonly #module: CoreModule;
  #frame: Span = { at: 0, size: 0 };
  #broken = false;

  /** Takes a fresh module, checks its version and lets it test itself. Throws CoreBug when either fails. */
  constructor(module: CoreModule) {
    this.#module = module;
    const version = this.#run(() => module._cc_version());
    if (Math.floor(version / 100) !== kContract) throw this.#bug(`the module's version is ${version}`);
    if (this.#run(() => module._cc_self_test()) !== 0) throw this.#bug('the self-test failed');
  }

  /** Verifies and adopts a trust list. Without a time a list from the future is not noticed. */
  loadTrustList(list: Uint8Array, anchors: TrustAnchors, nowUnixSeconds?: number): Outcome<TrustListSummary> {
    const kept = typeof anchors === 'string' ? bytesOfHex(anchors) : anchors;
    if (!kept) return refused('request/malformed');
    return this.#json<TrustListSummary>(this.#lend([list, kept], ([bytes, state]) =>
      this.#module._cc_load_trust_list(bytes!.at, bytes!.size, state!.at, state!.size, nowUnixSeconds ?? NaN)));
  }

  /** Verifies and adopts a status list or a delta, of an issuer of the loaded trust list. */
  loadStatusList(list: Uint8Array, nowUnixSeconds: number): Outcome<StatusListSummary> {
    return this.#json<StatusListSummary>(this.#lend([list], ([bytes]) =>
      this.#module._cc_load_status_list(bytes!.at, bytes!.size, nowUnixSeconds)));
  }

  /** Holds a sealed scene's key for a day. The module's copy on the way in is wiped; the caller wipes its own. */
  loadSceneKey(key: SceneKey): Outcome<true> {
    if (key.secret.length !== kKeyBytes) return refused('scope/bad-scene-key');
    const status = this.#lend([key.secret], ([secret]) => this.#module._cc_load_scene_key(key.scopeId, key.utcDay, secret!.at));
    return this.#answered(status, () => true as const);
  }

  /** Wipes every key that `loadSceneKey` brought. */
  forgetSceneKeys(): void {
    this.#answered(this.#run(() => this.#module._cc_forget_scene_keys()), () => true);
  }

  /** A verdict for anything that was scanned; a fault only for a request that makes no sense. */
  verifyCode(text: string | Uint8Array, request: VerifyRequest): Outcome<Verdict> {
    const pieces = [
      typeof text === 'string' ? encodeUtf8(text) : text,
      encodeUtf8(request.scopeName), encodeUtf8(request.venueId ?? ''), request.nonce ?? null,
    ];
    const told = this.#answered(this.#run(() => this.#module._cc_tell_clock_ahead(request.clockAheadSeconds ?? 0)), () => true);
    if (!told.ok) return { fault: told.fault! };
    return this.#json<Verdict>(this.#lend(pieces, ([code, scope, venue, nonce]) =>
      this.#module._cc_verify_code(
        code!.at, code!.size, request.nowUnixSeconds, scope!.at, scope!.size, venue!.at, venue!.size, nonce!.at, nonce!.size)));
  }

  /** What the city's server said its time is, and this host's clock then: a clock that went back is believed again when they agree. */
  confirmTime(serverUnixSeconds: number, nowUnixSeconds: number): Outcome<true> {
    return this.#answered(this.#run(() => this.#module._cc_confirm_time(serverUnixSeconds, nowUnixSeconds)), () => true as const);
  }

  /** Looks for QR symbols in pixels that somebody else holds: they are copied into the module once. */
  scanFrame(pixels: Uint8Array | Uint8ClampedArray, shape: FrameShape): Outcome<readonly FoundSymbol[]> {
    const size = frameBytes(shape);
    if (size === null || pixels.length < size) return refused('image/bad-size');
    const buffer = this.frameBuffer(size);
    if (!buffer) return refused('image/bad-size');
    buffer.set(pixels.length === size ? pixels : pixels.subarray(0, size));
    return this.scanFrameBuffer(shape);
  }

  /**
   * The module's own memory for a frame, kept from frame to frame: fill it, then call `scanFrameBuffer`
   * before any other verb. Null when there is not that much memory.
   */
  frameBuffer(sizeBytes: number): Uint8Array<ArrayBuffer> | null {
    if (sizeBytes > this.#frame.size) {
      this.#run(() => this.#module._cc_free(this.#frame.at));
      this.#frame = { at: 0, size: 0 };
      const at = this.#run(() => this.#module._cc_alloc(sizeBytes));
      if (at === 0) return null;
      this.#frame = { at, size: sizeBytes };
    }
    return new Uint8Array(this.#module.wasmMemory.buffer, this.#frame.at, sizeBytes);
  }

  /** Looks for QR symbols in the frame buffer, from `offsetBytes` on. */
  scanFrameBuffer(shape: FrameShape, offsetBytes = 0): Outcome<readonly FoundSymbol[]> {
    const size = frameBytes(shape);
    if (size === null || offsetBytes < 0 || offsetBytes + size > this.#frame.size) return refused('image/bad-size');
    const part = shape.part ?? kWholePicture;
    if (![part.left, part.top, part.right, part.bottom].every((edge) => (edge | 0) === edge)) return refused('request/malformed');
    if (shape.part && (part.right <= part.left || part.bottom <= part.top)) return refused('request/malformed');   // not "all of it"
    const status = this.#run(() =>
      this.#module._cc_scan_frame(
        this.#frame.at + offsetBytes, shape.widthPx, shape.heightPx, shape.strideBytes ?? shape.widthPx,
        formats[shape.format], shape.effort === 'picture' ? 1 : 0, shape.maxSymbols ?? 1,
        part.left, part.top, part.right, part.bottom, shape.takenMs ?? NaN));
    return this.#answered(status, (answer) => readSymbols(answer));
  }

  drawSvg(text: string, level: ErrorCorrection = 'M'): Outcome<DrawnSvg> {
    return this.#drawn(text, level, Form.Svg, 1, (side, version, rest) => ({
      sideModules: side, version, path: decodeUtf8(rest),
    }));
  }

  /** `pixelsPerModule` 1 to 64; the whole picture at most 4096 px a side. */
  drawPixels(text: string, level: ErrorCorrection, pixelsPerModule: number): Outcome<DrawnPixels> {
    return this.#drawn(text, level, Form.Rgba, pixelsPerModule, (side, version, rest) => ({
      sidePx: side, version, rgba: new Uint8ClampedArray(rest.slice().buffer),
    }));
  }

  /** One of the phone's own passes, unverified. */
  readPass(pass: Uint8Array): Outcome<PassClaims> {
    return this.#json<PassClaims>(this.#lend([pass], ([bytes]) => this.#module._cc_read_pass(bytes!.at, bytes!.size)));
  }

  /** The bytes that the pass key has to sign for a code. */
  presentationToBeSigned(pass: Uint8Array, claims: PresentationClaims): Outcome<Uint8Array> {
    return this.#answered(this.#writePresentation(pass, claims, null), (answer) => answer.slice());
  }

  /** The code's text, once signed. */
  writeCode(pass: Uint8Array, claims: PresentationClaims, signature: Uint8Array): Outcome<string> {
    if (signature.length !== kSignatureBytes) return refused('request/malformed');
    return this.#answered(this.#writePresentation(pass, claims, signature), decodeUtf8);
  }

  /** Ed25519 for hosts whose WebCrypto has none. The module's copy of `seed` is wiped; the caller wipes its own. */
  sign(seed: Uint8Array, message: Uint8Array): Outcome<SignedMessage> {
    if (seed.length !== kKeyBytes) return refused('request/malformed');
    const status = this.#lend([seed, message], ([secret, text]) =>
      this.#module._cc_sign(secret!.at, text!.at, text!.size));
    return this.#answered(status, (answer) => ({
      publicKey: answer.slice(0, kKeyBytes), signature: answer.slice(kKeyBytes, kKeyBytes + kSignatureBytes),
    }));
  }

  /** A bare Ed25519 verification; false for a key or signature of the wrong length too. */
  verifySignature(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
    if (publicKey.length !== kKeyBytes || signature.length !== kSignatureBytes) return false;
    const status = this.#lend([publicKey, message, signature], ([key, text, signed]) =>
      this.#module._cc_verify_signature(key!.at, text!.at, text!.size, signed!.at));
    return this.#answered(status, () => true).ok === true;
  }

  // ---- Lists as codes, venues and portals ----------------------------------------------------------------------

  /** A venue's record, verified against the loaded trust list. */
  readVenue(record: Uint8Array, nowUnixSeconds: number): Outcome<VenueSummary> {
    return this.#json<VenueSummary>(this.#lend([record], ([bytes]) =>
      this.#module._cc_read_venue(bytes!.at, bytes!.size, nowUnixSeconds)));
  }

  /** A portal's request, verified against the loaded trust list. */
  readPortalRequest(request: Uint8Array, nowUnixSeconds: number): Outcome<PortalAsk> {
    return this.#json<PortalAsk>(this.#lend([request], ([bytes]) =>
      this.#module._cc_read_portal_request(bytes!.at, bytes!.size, nowUnixSeconds)));
  }

  /** A signed list as texts for QR codes, each with `partBytes` (32 to 700) of it. */
  splitList(list: Uint8Array, kind: ListKind, partBytes: number): Outcome<readonly string[]> {
    const status = this.#lend([list], ([bytes]) =>
      this.#module._cc_split_list(bytes!.at, bytes!.size, listKinds[kind], partBytes));
    return this.#answered(status, (answer) => decodeUtf8(answer).split('\n'));
  }

  /** Takes one part of a list; `begin` forgets the parts that came before. */
  joinListPart(text: string | Uint8Array, kind: ListKind, begin = false): Outcome<ListProgress> {
    const status = this.#lend([typeof text === 'string' ? encodeUtf8(text) : text], ([bytes]) =>
      this.#module._cc_join_list_part(bytes!.at, bytes!.size, listKinds[kind], begin ? 1 : 0));
    return this.#answered(status, (answer) => {
      const words = new DataView(answer.buffer, answer.byteOffset, answer.byteLength);
      const total = words.getUint32(0, true);
      const have = words.getUint32(4, true);
      return { total, have, list: have === total ? answer.slice(8) : null };
    });
  }

  // ---- Anonymous tokens ----------------------------------------------------------------------------------------

  /** What the server gets to see of one token: 32 bytes that say nothing of the input. */
  blindToken({ input, random }: PendingToken): Outcome<Uint8Array> {
    if (random.length !== kTokenRandomBytes) return refused('request/malformed');
    const status = this.#lend([input, random], ([bytes, blind]) =>
      this.#module._cc_blind_token(bytes!.at, bytes!.size, blind!.at));
    return this.#answered(status, (answer) => answer.slice());
  }

  /** All tokens of one request, or none. `publicKey` is the one that the trust list names, never the server's word. */
  finalizeTokens(pending: readonly PendingToken[], answer: TokenEvaluation, publicKey: Uint8Array): Outcome<readonly Uint8Array[]> {
    const inputBytes = pending[0]?.input.length;
    const fits = pending.length > 0 && answer.evaluated.length === pending.length && publicKey.length === kElementBytes &&
      answer.proof.length === 2 * kKeyBytes && answer.evaluated.every((element) => element.length === kElementBytes) &&
      pending.every(({ input, random }) => input.length === inputBytes && random.length === kTokenRandomBytes);
    if (!fits) return refused('request/malformed');
    const randoms = joined(pending.map(({ random }) => random));
    const status = this.#lend([joined(pending.map(({ input }) => input)), randoms, joined(answer.evaluated), answer.proof, publicKey],
      ([inputs, blinds, evaluated, proof, key]) => this.#module._cc_finalize_tokens(
        inputs!.at, inputs!.size, blinds!.at, blinds!.size, evaluated!.at, evaluated!.size, proof!.at, key!.at));
    randoms.fill(0);
    return this.#answered(status, (outputs) => {
      const tokens = pending.map((_, i) => outputs.slice(i * kTokenOutputBytes, (i + 1) * kTokenOutputBytes));
      outputs.fill(0);   // a token is as good as money
      return tokens;
    });
  }

  // ---- The public log ------------------------------------------------------------------------------------------

  /** Verifies and adopts a checkpoint; `proof` shows that it continues the one that is loaded. */
  loadCheckpoint(note: string, policy: CheckpointPolicy, nowUnixSeconds: number,
                 proof: readonly Uint8Array[] = []): Outcome<CheckpointSummary> {
    if (proof.some((hash) => hash.length !== kHashBytes)) return refused('log/bad-proof');
    const pieces = [encodeUtf8(note), encodeUtf8(policy.logKey), encodeUtf8((policy.witnessKeys ?? []).join('\n')), joined(proof)];
    return this.#json<CheckpointSummary>(this.#lend(pieces, ([text, log, witnesses, hashes]) =>
      this.#module._cc_load_checkpoint(text!.at, text!.size, log!.at, log!.size, witnesses!.at, witnesses!.size,
        policy.neededWitnesses ?? 0, nowUnixSeconds, hashes!.at, hashes!.size)));
  }

  /** Is this entry number `index` (from 0) of the log whose checkpoint is loaded? */
  verifyInclusion(entry: Uint8Array, index: number, proof: readonly Uint8Array[]): Outcome<true> {
    if (proof.some((hash) => hash.length !== kHashBytes)) return refused('log/bad-proof');
    const status = this.#lend([entry, joined(proof)], ([bytes, hashes]) =>
      this.#module._cc_verify_inclusion(bytes!.at, bytes!.size, index, hashes!.at, hashes!.size));
    return this.#answered(status, () => true as const);
  }

  // ---- The replay memory ---------------------------------------------------------------------------------------

  /** What was seen here from `sinceUnixSeconds` on, for the venue's other terminals: payloads to be signed one by one. */
  shareReplay(venueId: string, sinceUnixSeconds: number, nowUnixSeconds: number): Outcome<readonly Uint8Array[]> {
    const status = this.#lend([encodeUtf8(venueId)], ([venue]) =>
      this.#module._cc_share_replay(venue!.at, venue!.size, sinceUnixSeconds, nowUnixSeconds));
    return this.#answered(status, readPayloads);
  }

  /** The bytes that the terminal's key has to sign for one payload. */
  shareToBeSigned(payload: Uint8Array, terminal: Uint8Array): Outcome<Uint8Array> {
    return this.#share(payload, terminal, null);
  }

  /** The share, once signed. */
  writeShare(payload: Uint8Array, terminal: Uint8Array, signature: Uint8Array): Outcome<Uint8Array> {
    if (signature.length !== kSignatureBytes) return refused('request/malformed');
    return this.#share(payload, terminal, signature);
  }

  /** Takes a share in, if one of `terminals` signed it. On replay/memory-full it is offered again later. */
  mergeReplay(share: Uint8Array, venueId: string, terminals: readonly Uint8Array[], nowUnixSeconds: number): Outcome<MergedReplay> {
    if (terminals.some((key) => key.length !== kKeyBytes)) return refused('request/malformed');
    return this.#json<MergedReplay>(this.#lend([share, encodeUtf8(venueId), joined(terminals)], ([bytes, venue, keys]) =>
      this.#module._cc_merge_replay(bytes!.at, bytes!.size, venue!.at, venue!.size, keys!.at, keys!.size, nowUnixSeconds)));
  }

  /** The replay memory for this terminal's own next start. */
  saveReplay(nowUnixSeconds: number): Outcome<Uint8Array<ArrayBuffer>> {
    return this.#answered(this.#run(() => this.#module._cc_save_replay(nowUnixSeconds)), (answer) => answer.slice());
  }

  /** Takes back what `saveReplay` gave. */
  loadReplay(saved: Uint8Array, nowUnixSeconds: number): Outcome<MergedReplay> {
    return this.#json<MergedReplay>(this.#lend([saved], ([bytes]) =>
      this.#module._cc_load_replay(bytes!.at, bytes!.size, nowUnixSeconds)));
  }

  #share(payload: Uint8Array, terminal: Uint8Array, signature: Uint8Array | null): Outcome<Uint8Array> {
    if (terminal.length !== kKeyBytes) return refused('request/malformed');
    const status = this.#lend([payload, terminal, signature], ([bytes, key, signed]) =>
      this.#module._cc_sign_share(bytes!.at, bytes!.size, key!.at, signed!.at));
    return this.#answered(status, (answer) => answer.slice());
  }

  #writePresentation(pass: Uint8Array, claims: PresentationClaims, signature: Uint8Array | null): number {
    return this.#lend([pass, encodeUtf8(claims.audience), claims.nonce ?? null, signature],
      ([bytes, audience, nonce, signed]) => this.#module._cc_write_presentation(
        bytes!.at, bytes!.size, audience!.at, audience!.size, claims.issuedUnixSeconds, nonce!.at, nonce!.size, signed!.at));
  }

  #drawn<T>(text: string, level: ErrorCorrection, form: Form, pixelsPerModule: number,
            read: (side: number, version: number, rest: Uint8Array) => T): Outcome<T> {
    const status = this.#lend([encodeUtf8(text)], ([bytes]) =>
      this.#module._cc_draw_code(bytes!.at, bytes!.size, levels[level], form, pixelsPerModule));
    return this.#answered(status, (answer) => {
      const words = new DataView(answer.buffer, answer.byteOffset, answer.byteLength);
      return read(words.getUint32(0, true), words.getUint32(4, true), answer.subarray(8));
    });
  }

  /** The one allocation helper: copies the pieces in, lends where they are, wipes and frees. Null lends 0. */
  #lend(pieces: readonly (Uint8Array | null)[], use: (spans: readonly Span[]) => number): number {
    let total = 0;
    const offsets = pieces.map((piece) => {
      const offset = total;
      total += Math.ceil((piece?.length ?? 0) / kAlignment) * kAlignment;
      return offset;
    });
    const base = this.#run(() => this.#module._cc_alloc(total));
    if (base === 0) throw this.#bug('out of memory');
    try {
      const memory = new Uint8Array(this.#module.wasmMemory.buffer);
      const spans = pieces.map((piece, i) => {
        if (!piece) return { at: 0, size: 0 };
        memory.set(piece, base + offsets[i]!);
        return { at: base + offsets[i]!, size: piece.length };
      });
      return this.#run(() => use(spans));
    } finally {
      new Uint8Array(this.#module.wasmMemory.buffer).fill(0, base, base + total);
      if (!this.#broken) this.#module._cc_free(base);
    }
  }

  /** The value of an answer, or the fault. `read` gets a view that lives until the next call. */
  #answered<T>(status: number, read: (answer: Uint8Array<ArrayBuffer>) => T): Outcome<T> {
    if (status !== 0) {
      const fault = faultIds[status - 1];
      if (fault === undefined || fault === 'internal/bug') throw this.#bug(`status ${status}`);
      return { fault };
    }
    const at = this.#module._cc_answer_data();
    return { ok: read(new Uint8Array(this.#module.wasmMemory.buffer, at, this.#module._cc_answer_size())) };
  }

  #json<T>(status: number): Outcome<T> {
    return this.#answered(status, (answer) => JSON.parse(decodeUtf8(answer)) as T);
  }

  /** Calls into the module; a trap or an exception that should never leave it is a bug. */
  #run<T>(call: () => T): T {
    if (this.#broken) throw new CoreBug('this core failed before: load a new one');
    try {
      return call();
    } catch (cause) {
      throw this.#bug('the module stopped', cause);
    }
  }

  #bug(what: string, cause?: unknown): CoreBug {
    this.#broken = true;
    return new CoreBug(what, { cause });
  }
}

function bytesOfHex(hex: string): Uint8Array | null {
  if (!/^([0-9a-f]{2})*$/.test(hex)) return null;
  return Uint8Array.from(hex.match(/../g) ?? [], (two) => parseInt(two, 16));
}

/** How many bytes a frame of this shape has; null when the shape makes no sense. The core limits the size. */
function frameBytes(shape: FrameShape): number | null {
  const { widthPx, heightPx, format } = shape;
  const strideBytes = shape.strideBytes ?? widthPx;
  for (const number of [widthPx, heightPx, strideBytes]) if (!Number.isSafeInteger(number) || number < 1) return null;
  if (format !== 'luma') return widthPx * heightPx * 4;
  return strideBytes < widthPx ? null : strideBytes * (heightPx - 1) + widthPx;
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((size, piece) => size + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** The answer of cc_share_replay. */
function readPayloads(answer: Uint8Array): readonly Uint8Array[] {
  const words = new DataView(answer.buffer, answer.byteOffset, answer.byteLength);
  const payloads: Uint8Array[] = [];
  let at = 4;
  for (let left = words.getUint32(0, true); left > 0; left--) {
    const size = words.getUint32(at, true);
    payloads.push(answer.slice(at + 4, at + 4 + size));
    at += 4 + Math.ceil(size / 4) * 4;
  }
  return payloads;
}

/** The answer of cc_scan_frame. */
function readSymbols(answer: Uint8Array): readonly FoundSymbol[] {
  const words = new DataView(answer.buffer, answer.byteOffset, answer.byteLength);
  const symbols: FoundSymbol[] = [];
  let at = 4;
  const take = (): number => (at += 4, words.getInt32(at - 4, true));
  const takePoint = (): PointPx => ({ x: take(), y: take() });
  for (let left = words.getUint32(0, true); left > 0; left--) {
    const corners = [takePoint(), takePoint(), takePoint(), takePoint()] as const;
    const version = take();
    const size = take();
    symbols.push({ bytes: answer.slice(at, at + size), corners, version });
    at += Math.ceil(size / 4) * 4;
  }
  return symbols;
}
