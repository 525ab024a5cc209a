/** The WebAssembly module as JavaScript sees it: the verbs of include/citycode_abi.h and its memory. */

type Pointer = number;
type Status = number;

export interface CoreModule {
  /** Grows: `buffer` is another one after each growth, so views are made anew for each use. */
  readonly wasmMemory: { readonly buffer: ArrayBuffer };

  _cc_version(): number;
  _cc_self_test(): Status;
  _cc_alloc(size: number): Pointer;
  _cc_free(pointer: Pointer): void;
  _cc_answer_data(): Pointer;
  _cc_answer_size(): number;
  _cc_load_trust_list(list: Pointer, listSize: number, anchors: Pointer, anchorsSize: number, now: number): Status;
  _cc_load_status_list(list: Pointer, listSize: number, now: number): Status;
  _cc_verify_code(
    text: Pointer, textSize: number, now: number, scope: Pointer, scopeSize: number,
    venue: Pointer, venueSize: number, nonce: Pointer, nonceSize: number,
  ): Status;
  _cc_tell_clock_ahead(seconds: number): Status;
  _cc_confirm_time(server: number, now: number): Status;
  _cc_load_scene_key(scopeId: number, utcDay: number, secret: Pointer): Status;
  _cc_forget_scene_keys(): Status;
  _cc_scan_frame(
    pixels: Pointer, width: number, height: number, stride: number, format: number, effort: number, maxSymbols: number,
    left: number, top: number, right: number, bottom: number, takenMs: number,
  ): Status;
  _cc_draw_code(text: Pointer, textSize: number, level: number, form: number, pixelsPerModule: number): Status;
  _cc_read_pass(pass: Pointer, passSize: number): Status;
  _cc_write_presentation(
    pass: Pointer, passSize: number, audience: Pointer, audienceSize: number, issued: number,
    nonce: Pointer, nonceSize: number, signature: Pointer,
  ): Status;
  _cc_sign(seed: Pointer, message: Pointer, messageSize: number): Status;
  _cc_verify_signature(key: Pointer, message: Pointer, messageSize: number, signature: Pointer): Status;

  _cc_read_venue(record: Pointer, recordSize: number, now: number): Status;
  _cc_read_portal_request(request: Pointer, requestSize: number, now: number): Status;
  _cc_split_list(list: Pointer, listSize: number, kind: number, partBytes: number): Status;
  _cc_join_list_part(text: Pointer, textSize: number, kind: number, begin: number): Status;

  _cc_blind_token(input: Pointer, inputSize: number, random: Pointer): Status;
  _cc_finalize_tokens(
    inputs: Pointer, inputsSize: number, randoms: Pointer, randomsSize: number, evaluated: Pointer, evaluatedSize: number,
    proof: Pointer, publicKey: Pointer,
  ): Status;

  _cc_load_checkpoint(
    note: Pointer, noteSize: number, logKey: Pointer, logKeySize: number, witnesses: Pointer, witnessesSize: number,
    needed: number, now: number, proof: Pointer, proofSize: number,
  ): Status;
  _cc_verify_inclusion(entry: Pointer, entrySize: number, index: number, proof: Pointer, proofSize: number): Status;

  _cc_share_replay(venue: Pointer, venueSize: number, since: number, now: number): Status;
  _cc_sign_share(payload: Pointer, payloadSize: number, terminal: Pointer, signature: Pointer): Status;
  _cc_merge_replay(
    share: Pointer, shareSize: number, venue: Pointer, venueSize: number, terminals: Pointer, terminalsSize: number, now: number,
  ): Status;
  _cc_save_replay(now: number): Status;
  _cc_load_replay(saved: Pointer, savedSize: number, now: number): Status;
}

/** What Emscripten's glue wants from its host: we compile, it only gives the imports. */
export interface GlueOptions {
  instantiateWasm(imports: object, receive: (instance: object) => void): object;
}

export type CreateModule = (options: GlueOptions) => Promise<CoreModule>;

/** 'simd' needs SIMD and WebAssembly exceptions; 'baseline' runs on every engine since 2017. */
export type Variant = 'simd' | 'baseline';
