/** The verbs of include/citycode_abi.h: what each takes, and the module as JavaScript sees it. */
import { kElementBytes, kKeyBytes, kSignatureBytes, kTokenProofBytes, kTokenRandomBytes } from './sizes.js';

/** 'bytes': their address and their count. A number: the address of as many bytes. 'number': passed as it is, an address too. */
export type ArgumentKind = 'bytes' | 'number' | 32 | 64;

export const cVerbs = {
  self_test: [],

  load_trust_list: ['bytes', 'bytes', 'number'],
  load_status_list: ['bytes', 'number'],
  verify_code: ['bytes', 'number', 'bytes', 'bytes', 'bytes'],
  tell_clock_ahead: ['number'],
  confirm_time: ['number', 'number'],
  load_scene_key: ['number', 'number', kKeyBytes],
  forget_scene_keys: [],

  scan_frame: ['number', 'number', 'number', 'number', 'number', 'number', 'number', 'number', 'number', 'number', 'number', 'number'],
  draw_code: ['bytes', 'number', 'number', 'number'],

  read_pass: ['bytes'],
  write_presentation: ['bytes', 'bytes', 'number', 'bytes', kSignatureBytes],
  sign: [kKeyBytes, 'bytes'],
  verify_signature: [kKeyBytes, 'bytes', kSignatureBytes],

  read_venue: ['bytes', 'number'],
  read_portal_request: ['bytes', 'number'],
  split_list: ['bytes', 'number', 'number'],
  join_list_part: ['bytes', 'number', 'number'],

  blind_token: ['bytes', kTokenRandomBytes],
  finalize_tokens: ['bytes', 'bytes', 'bytes', kTokenProofBytes, kElementBytes],

  load_checkpoint: ['bytes', 'bytes', 'bytes', 'number', 'number', 'bytes'],
  verify_inclusion: ['bytes', 'number', 'bytes'],

  share_replay: ['bytes', 'number', 'number'],
  sign_share: ['bytes', kKeyBytes, kSignatureBytes],
  merge_replay: ['bytes', 'bytes', 'bytes', 'number'],
  save_replay: ['number'],
  load_replay: ['bytes', 'number'],
} as const satisfies Readonly<Record<string, readonly ArgumentKind[]>>;

export type CVerb = keyof typeof cVerbs;

/** A text goes in as UTF-8. Null is the null pointer, of no bytes. */
type ArgumentOf<K> = K extends 'number' ? number : K extends 'bytes' ? Uint8Array | string | null : Uint8Array | null;

type ArgumentsOf<K extends readonly ArgumentKind[]> = { readonly [I in keyof K]: ArgumentOf<K[I]> };
export type CArguments<V extends CVerb> = ArgumentsOf<(typeof cVerbs)[V]>;

type Pointer = number;
type Status = number;

/** Those that answer with a status, and the few that do not. */
export type CoreModule = { readonly [V in CVerb as `_cc_${V}`]: (...args: number[]) => Status } & {
  /** Grows: `buffer` is another one after each growth, so views are made anew for each use. */
  readonly wasmMemory: { readonly buffer: ArrayBuffer };

  _cc_version(): number;
  _cc_alloc(size: number): Pointer;
  _cc_free(pointer: Pointer): void;
  _cc_answer_data(): Pointer;
  _cc_answer_size(): number;
};
