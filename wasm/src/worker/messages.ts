/** What the page and the core's worker say to each other. */
import type { Holder } from '../facades/holder.js';
import type { Log } from '../facades/log.js';
import type { Portal } from '../facades/portal.js';
import type { ScanAnswer } from '../facades/reader.types.js';
import type { Ratings } from '../facades/ratings.js';
import type { Role } from '../facades/role.js';
import type { Seeds } from '../facades/seeds.js';
import type { Tokens } from '../facades/tokens.js';
import type { Verifier } from '../facades/verifier.js';
import type { VerifyRequest } from '../facades/verifier.types.js';
import type { Outcome } from '../outcome.js';
import type { OwnVerbs } from './verbs.js';

/** Rows of RGBA, four bytes a pixel, without gaps: an ImageData, or the same where there is none. */
export interface Pixels {
  readonly data: Uint8ClampedArray | Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** A VideoFrame or an ImageBitmap: said without the types of a page, which not every host has. */
export interface HeldPicture {
  close(): void;
}

/** Anything a page can have of a picture. All are transferred to a worker: the page's own handle is empty afterwards. */
export type Frame = HeldPicture | Pixels;

export interface FrameRequest {
  /** When given, the symbol that was found is verified in the same trip. */
  readonly verify?: VerifyRequest;
  /** 'frame' (default) for a moving picture, 'picture' for a still that somebody chose. */
  readonly effort?: 'frame' | 'picture';
  /** 1 to 16, default 1. With `verify` all that are in view are looked at, whatever this says. */
  readonly maxSymbols?: number;
  /** What of the picture a person sees; all of it when left out. */
  readonly seen?: SeenPart;
}

/** A part of a picture in shares of its width and height as it is shown: 0 is its left or upper edge, 1 the other. */
export interface SeenPart {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The verbs of verbs.ts, and the one that only a worker has. */
export interface WorkerVerbs extends Omit<Role, never>, OwnVerbs<Holder>, OwnVerbs<Verifier>, OwnVerbs<Portal>, Omit<Ratings, never>, Omit<Tokens, never>, Omit<Seeds, never>, Omit<Log, never> {
  scanVideoFrame(frame: Frame, request: FrameRequest): Outcome<ScanAnswer>;
}

export type VerbName = keyof WorkerVerbs;

export interface Call<V extends VerbName = VerbName> {
  readonly id: number;
  readonly verb: V;
  readonly args: Parameters<WorkerVerbs[V]>;
}

/** The worker's first message says whether the core is there; then one reply for each call. */
export type Reply =
  | { readonly kind: 'ready' }
  | { readonly kind: 'not-loaded'; readonly because: string }
  | { readonly kind: 'value'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'bug'; readonly id: number; readonly because: string };
