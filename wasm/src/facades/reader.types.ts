/** Frames, and the symbols found in them. */
import type { Verdict } from './verifier.types.js';

export interface PointPx {
  readonly x: number;
  readonly y: number;
}

/** A rectangle of a picture, in its pixels: whole numbers. */
export interface PartPx {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface FoundSymbol {
  readonly bytes: Uint8Array;
  readonly corners: readonly [PointPx, PointPx, PointPx, PointPx];
  readonly version: number;
}

export interface FrameShape {
  readonly widthPx: number;
  readonly heightPx: number;
  /** 'rgba' is laid on white; 'rgbx' has a fourth byte that says nothing. */
  readonly format: 'luma' | 'rgba' | 'rgbx';
  /** Bytes from row to row; luminance only, `widthPx` when left out. */
  readonly strideBytes?: number;
  /** 'frame' (default) for a moving picture, 'picture' for a still that somebody chose. */
  readonly effort?: 'frame' | 'picture';
  /**
   * 1 to 16. 1 (default) is any symbol, by the shortest way: never for a verdict. With more, all that are seen are looked
   * for, the one that a verdict is about is the first, and two persons' codes are image/two-codes.
   */
  readonly maxSymbols?: number;
  /** What of the picture a person sees; the whole when left out. */
  readonly part?: PartPx;
  /** When it was taken, on any clock that only goes forward. */
  readonly takenMs?: number;
}

/** What a verifier host needs from a camera frame in a worker: the answer to one frame. */
export interface ScanAnswer {
  readonly symbols: readonly FoundSymbol[];
  /** The verdict on the first symbol, which is the one that counts, when a request was given and a symbol was found. */
  readonly verdict: Verdict | null;
}
