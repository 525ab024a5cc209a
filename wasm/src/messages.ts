/** What the page and the core's worker say to each other. */
import type { CityCore, SignedMessage } from './core.js';
import type {
  CheckpointSummary, DrawnPixels, DrawnSvg, ListProgress, MergedReplay, Outcome, PassClaims, PortalAsk, ScanAnswer,
  StatusListSummary, TrustListSummary, VenueSummary, Verdict, VerifyRequest,
} from './types.js';

/** Anything a page can have of a picture. All are transferred: the page's own handle is empty afterwards. */
export type Frame = VideoFrame | ImageBitmap | ImageData;

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

/** The verbs that the worker runs: name, arguments, value. */
export interface WorkerVerbs {
  loadTrustList(...args: Parameters<CityCore['loadTrustList']>): Outcome<TrustListSummary>;
  loadStatusList(...args: Parameters<CityCore['loadStatusList']>): Outcome<StatusListSummary>;
  loadSceneKey(...args: Parameters<CityCore['loadSceneKey']>): Outcome<true>;
  forgetSceneKeys(): void;
  verifyCode(...args: Parameters<CityCore['verifyCode']>): Outcome<Verdict>;
  confirmTime(...args: Parameters<CityCore['confirmTime']>): Outcome<true>;
  drawSvg(...args: Parameters<CityCore['drawSvg']>): Outcome<DrawnSvg>;
  drawPixels(...args: Parameters<CityCore['drawPixels']>): Outcome<DrawnPixels>;
  readPass(...args: Parameters<CityCore['readPass']>): Outcome<PassClaims>;
  presentationToBeSigned(...args: Parameters<CityCore['presentationToBeSigned']>): Outcome<Uint8Array>;
  writeCode(...args: Parameters<CityCore['writeCode']>): Outcome<string>;
  sign(...args: Parameters<CityCore['sign']>): Outcome<SignedMessage>;
  verifySignature(...args: Parameters<CityCore['verifySignature']>): boolean;
  readVenue(...args: Parameters<CityCore['readVenue']>): Outcome<VenueSummary>;
  readPortalRequest(...args: Parameters<CityCore['readPortalRequest']>): Outcome<PortalAsk>;
  splitList(...args: Parameters<CityCore['splitList']>): Outcome<readonly string[]>;
  joinListPart(...args: Parameters<CityCore['joinListPart']>): Outcome<ListProgress>;
  scanVideoFrame(frame: Frame, request: FrameRequest): Outcome<ScanAnswer>;
  blindToken(...args: Parameters<CityCore['blindToken']>): Outcome<Uint8Array>;
  finalizeTokens(...args: Parameters<CityCore['finalizeTokens']>): Outcome<readonly Uint8Array[]>;
  loadCheckpoint(...args: Parameters<CityCore['loadCheckpoint']>): Outcome<CheckpointSummary>;
  verifyInclusion(...args: Parameters<CityCore['verifyInclusion']>): Outcome<true>;
  shareReplay(...args: Parameters<CityCore['shareReplay']>): Outcome<readonly Uint8Array[]>;
  shareToBeSigned(...args: Parameters<CityCore['shareToBeSigned']>): Outcome<Uint8Array>;
  writeShare(...args: Parameters<CityCore['writeShare']>): Outcome<Uint8Array>;
  mergeReplay(...args: Parameters<CityCore['mergeReplay']>): Outcome<MergedReplay>;
  saveReplay(...args: Parameters<CityCore['saveReplay']>): Outcome<Uint8Array<ArrayBuffer>>;
  loadReplay(...args: Parameters<CityCore['loadReplay']>): Outcome<MergedReplay>;
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
