/** The verbs of include/citycode_abi.h: what each takes, and the module as JavaScript sees it. */
import { cVerbs, holderCVerbs, verifierCVerbs } from './c-verbs.generated.js';

/**
 * 'verifier': the handle of the one that the verb is about, which its binding brings. 'bytes': their address and their count. A number: the
 * address of as many bytes. 'number': passed as it is, an address too.
 */
export type ArgumentKind = 'verifier' | 'bytes' | 'number' | 24 | 32 | 64;

export { cVerbs, holderCVerbs, verifierCVerbs };

export type CVerb = keyof typeof cVerbs;
export type HolderCVerb = (typeof holderCVerbs)[number];
export type VerifierCVerb = (typeof verifierCVerbs)[number];
/** Those that every module has. */
export type RoleCVerb = HolderCVerb & VerifierCVerb;

/** A text goes in as UTF-8. Null is the null pointer, of no bytes. */
type ArgumentOf<K> = K extends 'number' ? number : K extends 'bytes' ? Uint8Array | string | null : Uint8Array | null;

type ArgumentsOf<K extends readonly ArgumentKind[]> = K extends readonly ['verifier', ...infer Rest extends readonly ArgumentKind[]]
  ? ArgumentsOf<Rest> : { readonly [I in keyof K]: ArgumentOf<K[I]> };
/** What a caller gives; the handle of a verifier is not in it. */
export type CArguments<V extends CVerb> = ArgumentsOf<(typeof cVerbs)[V]>;

type Pointer = number;
type Handle = number;
type Status = number;

/** Those that answer with a status, and the few that do not. `V`: which of them the module has. */
export type CoreModule<V extends CVerb = CVerb> = { readonly [K in V as `_cc_${K}`]: (...args: number[]) => Status } & {
  /** Grows: `buffer` is another one after each growth, so views are made anew for each use. */
  readonly wasmMemory: { readonly buffer: ArrayBuffer };

  _cc_version(): number;
  _cc_alloc(size: number): Pointer;
  _cc_free(pointer: Pointer): void;
  _cc_answer_data(): Pointer;
  _cc_answer_size(): number;
  /** From 1 on; 0 when there is none to be had. */
  _cc_verifier_open(): Handle;
};
