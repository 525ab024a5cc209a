/** What this package gives: every shape with its units and faults. No DOM and no Node in it: it compiles for any host. */
import type { FaultId, Verdict } from '@citycode/wasm/types';

export type { Attributes, AttributeValue, CheckEntry, CheckName, FaultId, Photo, Verdict } from '@citycode/wasm/types';

/** Where the lists and the memory of what was seen are kept, if you bring a store of your own. */
export interface Store {
  /** False where nothing outlasts this process. */
  readonly remembers: boolean;
  /** Undefined for what was never kept or cannot be read. Never rejects; a Uint8Array comes back as one, also inside objects. */
  get(key: string): Promise<unknown>;
  /** `undefined` takes it away. False when it was not kept. Never rejects. */
  put(key: string, value: unknown): Promise<boolean>;
  /** Takes everything away. */
  clear(): Promise<void>;
}

/**
 * `'memory'`: until the process or page ends. `'browser'`: an IndexedDB of this origin, one for each city. `{ folder }`: files in a folder
 * of this device (Node, Deno, Bun), for one verifier alone.
 */
export type Keep = 'memory' | 'browser' | { readonly folder: string } | Store;

export interface VerifierOptions {
  /** The city's address, `https://` and authority alone. `http://` is taken for this machine itself, and with a `rootKey`. */
  readonly city: string | { readonly href: string };
  /** Where codes are asked for, by a name of the city's list: `'transit'`, `'culture-and-sport'`, … */
  readonly scene: string;
  /** This place, where codes are asked for one place alone. */
  readonly venue?: string;
  /**
   * The city's root key: 32 bytes, or as base64url like `rootKey` of `GET /v1/city`; from somewhere you trust, such as paper.
   * Without it the root of the first list that the city gives is believed, and pinned.
   */
  readonly rootKey?: Uint8Array | string;
  /** `'memory'` when left out: then a restart needs the city, and forgets which codes were seen. */
  readonly keep?: Keep;
  /** Milliseconds since 1970, like `Date.now`, which it is when left out. */
  readonly now?: () => number;
  /** The module of this package, where its own file `citycode.wasm` cannot be found beside its script: an address, or a `WebAssembly.Module`. */
  readonly wasm?: string | { readonly href: string } | object;
}

/** Rows of RGBA, four bytes a pixel, without gaps: an `ImageData` is one. */
export interface Pixels {
  readonly data: Uint8ClampedArray | Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** A `VideoFrame` or an `ImageBitmap`: it is closed when it was read. */
export interface FrameLike {
  close(): void;
}

export interface CheckOptions {
  /** `'frame'` (default) for one picture of many; `'picture'` for the only one there is, which is looked at longer. */
  readonly effort?: 'frame' | 'picture';
  /** What the code has to answer, where you asked somebody for it (16 bytes). */
  readonly nonce?: Uint8Array;
}

/** The age of a list: whole seconds, and what the scene makes of it. */
export type Age =
  | { readonly state: 'missing' }
  | { readonly state: 'fresh' | 'stale' | 'too-old'; readonly ageSeconds: number }
  /** This device's clock is wrong: there is no age. */
  | { readonly state: 'future' }
  | { readonly state: 'dated'; readonly issuedUnixSeconds: number };

export interface VerifierState {
  /** By language; empty before the first list. */
  readonly cityName: Readonly<Record<string, string>>;
  /** The scenes of the city's list, by name. */
  readonly scenes: readonly string[];
  /** Null before the first list. */
  readonly trustListVersion: number | null;
  readonly trustAge: Age;
  /** Of the oldest status list that counts today. Null where the scene needs none. */
  readonly statusAge: Age | null;
  /** The city could not be reached when it was last asked. */
  readonly away: boolean;
  /** What is put by outlasts this process: false for memory, and since a store was full or vanished. */
  readonly keeps: boolean;
  /** Files that could not be read back, each named once. They are as none, and written anew. */
  readonly damaged: readonly string[];
  /** Why the newest list could not be had or kept. What was there before stays in use. */
  readonly problem: VerifierProblem | null;
}

export interface VerifierProblem {
  readonly fault: FaultId;
  /** When the city is asked again: milliseconds since 1970 on this device's clock; null for the usual pace. */
  readonly askAgainAtMs: number | null;
}

/** One verifying device for one city and scene. */
export interface Verifier {
  /** What a code says: text, or the bytes of a symbol. Anything at all gets a verdict; only a clock or venue that is none is a VerifyError. */
  check(code: string | Uint8Array, options?: CheckOptions): Promise<Verdict>;
  /**
   * Reads the code in a picture. Null when none is in it, and when another picture is being read meanwhile. Throws VerifyError: `image/two-codes` when
   * two persons' codes are in view, `image/bad-size` for a picture that cannot be read.
   */
  check(picture: Pixels | FrameLike, options?: CheckOptions): Promise<Verdict | null>;
  /** As it is now. */
  readonly state: VerifierState;
  /** Asks the city now, where its own pace lets it; resolves when the answer is in use. The lists are kept fresh without it. */
  refresh(): Promise<VerifierState>;
  /** Keeps what is not kept yet, wipes and ends. A closed verifier checks nothing. */
  close(): Promise<void>;
  /** `change`: the state may be another. */
  addEventListener(type: 'change', listener: () => void, options?: { readonly once?: boolean }): void;
  removeEventListener(type: 'change', listener: () => void): void;
}

/** Why a verifier could not be opened or asked. A code that is not good is never an error: it has a verdict. */
export class VerifyError extends Error {
  override readonly name = 'VerifyError';

  constructor(readonly fault: FaultId, because: string, options?: { readonly cause?: unknown }) {
    super(`${because} (${fault})`, options);
  }
}
