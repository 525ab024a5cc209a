/**
 * One camera, kept alive: which one to ask for, what to do when it dies. No pixels and no drawing here.
 * The rules come from field experience: facingMode as a wish and never as a demand, one getUserMedia at a time,
 * restart only what ended or was muted.
 */
import type { FaultId } from '@citycode/wasm/types';

export interface CameraChoice {
  readonly deviceId: string;
  readonly label: string;
}

/** 1280×720 reads a code of 200 px across up to version 10; more pixels cost more than they read. */
const kWanted: MediaTrackConstraints = { width: { ideal: 1280 }, height: { ideal: 720 } };
const kRememberedKey = 'citycode-camera';
/** Phones whose single lenses cannot focus close give these names to the ones that can. */
const kFocusesClose = /back (dual wide|triple)/i;
/** A muted track often comes back by itself; only one that stays muted is restarted. */
const kMutedPatienceMs = 1500;
/** Long enough to read the browser's question and to answer it. */
const kSilentMs = 10_000;
/** Cameras of phones take up to a second to begin. Frames are watched from then on. */
const kFirstFramePatienceMs = 3000;

function faultOf(cause: unknown): FaultId {
  const name = cause instanceof Error ? cause.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'env/camera-denied';
  if (name === 'NotFoundError' || name === 'OverconstrainedError' || name === 'TypeError') return 'env/camera-missing';
  return 'env/camera-lost';
}

function readRemembered(): CameraChoice | null {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(kRememberedKey) ?? 'null');
    return typeof value === 'object' && value !== null && 'deviceId' in value && 'label' in value ? (value as CameraChoice) : null;
  } catch {
    return null;
  }
}

function remember(choice: CameraChoice): void {
  try {
    localStorage.setItem(kRememberedKey, JSON.stringify(choice));
  } catch {
    // Asked again next time.
  }
}

/** By id, or by label where a browser gives the same camera a new id each time. */
export function findRemembered(choices: readonly CameraChoice[], remembered: CameraChoice | null): CameraChoice | null {
  if (!remembered) return null;
  return choices.find((choice) => choice.deviceId === remembered.deviceId)
    ?? choices.find((choice) => choice.label !== '' && choice.label === remembered.label) ?? null;
}

/** Torch and zoom are not yet in every lib.dom. */
interface LensCapabilities extends MediaTrackCapabilities {
  readonly torch?: boolean;
  readonly zoom?: { readonly min: number; readonly max: number; readonly step: number };
}

export interface Lens {
  readonly torch: boolean;
  readonly zoom: { readonly min: number; readonly max: number; readonly step: number } | null;
}

export const kNoLens: Lens = { torch: false, zoom: null };

/** What shows its picture in a video element. @fires change - running, choices, lens or fault changed */
export interface PictureSource extends EventTarget {
  readonly choices: readonly CameraChoice[];
  readonly current: CameraChoice | null;
  readonly lens: Lens;
  readonly fault: FaultId | null;
  readonly running: boolean;
  start(): Promise<void>;
  stop(): void;
  /** The same once more. */
  restart(): Promise<void>;
  /** It runs and shows nothing, also after a restart. */
  giveUp(): void;
  choose(deviceId: string): Promise<void>;
  setTorch(on: boolean): Promise<void>;
  setZoom(zoom: number): Promise<void>;
}

/** @fires change - see PictureSource  @fires fault - see `fault` */
export class Camera extends EventTarget implements PictureSource {
  choices: readonly CameraChoice[] = [];
  current: CameraChoice | null = null;
  lens: Lens = kNoLens;
  fault: FaultId | null = null;
  running = false;

  #stream: MediaStream | null = null;
  #starting: Promise<void> | null = null;
  #listening: AbortController | null = null;
  #wanted = false;
  /** A start that never answered is left behind: what it brings late is not used any more. */
  #attempt = 0;

  constructor(private readonly video: HTMLVideoElement) {
    super();
  }

  /** Starts, or changes to another camera. Calls that come while one is starting wait for it. */
  async start(deviceId?: string): Promise<void> {
    this.#wanted = true;
    this.#listen();
    if (this.fault !== 'env/camera-silent') while (this.#starting) await this.#starting;
    if (!this.#wanted) return;
    this.fault = null;
    const attempt = ++this.#attempt;
    const silent = setTimeout(() => this.#saySilent(attempt), kSilentMs);
    const starting = this.#open(attempt, deviceId).finally(() => {
      clearTimeout(silent);
      if (this.#starting === starting) this.#starting = null;
    });
    this.#starting = starting;
    await starting;
  }

  stop(): void {
    this.#wanted = false;
    this.#attempt += 1;
    this.#listening?.abort();
    this.#listening = null;
    this.#close();
  }

  async restart(): Promise<void> {
    if (this.#wanted && !this.#starting) await this.start(this.current?.deviceId || undefined);
  }

  giveUp(): void {
    if (this.running) this.#refuse('env/camera-lost');
  }

  async choose(deviceId: string): Promise<void> {
    await this.start(deviceId);
    if (this.current) remember(this.current);
  }

  async setTorch(on: boolean): Promise<void> {
    await this.#apply({ torch: on } as MediaTrackConstraintSet);
  }

  async setZoom(zoom: number): Promise<void> {
    await this.#apply({ zoom } as MediaTrackConstraintSet);
  }

  async #apply(constraint: MediaTrackConstraintSet): Promise<void> {
    await this.#stream?.getVideoTracks()[0]?.applyConstraints({ advanced: [constraint] }).catch(() => undefined);
  }

  async #open(attempt: number, deviceId?: string): Promise<void> {
    this.#close();
    const media = navigator.mediaDevices;
    if (!media?.getUserMedia) return this.#refuse('env/camera-missing');
    try {
      const before = await this.#list();   // before starting: a second getUserMedia would kill this stream on some phones
      const id = deviceId ?? findRemembered(before, readRemembered())?.deviceId;
      const which: MediaTrackConstraints = id ? { deviceId: { ideal: id } } : { facingMode: { ideal: 'environment' } };
      const stream = await media.getUserMedia({ audio: false, video: { ...kWanted, ...which } });
      if (this.#attempt !== attempt) return stream.getTracks().forEach((track) => track.stop());
      await this.#adopt(stream);
      if (!id) await this.#preferCloseFocus(attempt);
    } catch (cause) {
      if (this.#attempt === attempt) this.#refuse(faultOf(cause));
    }
  }

  async #adopt(stream: MediaStream): Promise<void> {
    this.#stream = stream;
    const track = stream.getVideoTracks()[0];
    if (!track) return this.#refuse('env/camera-missing');
    track.addEventListener('ended', () => void this.#restart(track));
    track.addEventListener('mute', () => {
      setTimeout(() => { if (track.muted && !document.hidden) void this.#restart(track); }, kMutedPatienceMs);
    });
    this.video.srcObject = stream;
    // Refused before a touch on a few phones: the next event tries again. Without a first frame it never answers at all.
    await Promise.race([this.video.play().catch(() => undefined), new Promise((resolve) => { setTimeout(resolve, kFirstFramePatienceMs); })]);
    this.choices = await this.#list();
    if (this.#stream !== stream) return;   // stopped meanwhile
    const granted = track.getSettings?.().deviceId ?? '';
    this.current = this.choices.find((choice) => choice.deviceId === granted) ?? { deviceId: granted, label: track.label };
    const abilities = (track.getCapabilities?.() ?? {}) as LensCapabilities;
    this.lens = { torch: abilities.torch === true, zoom: abilities.zoom && abilities.zoom.max > abilities.zoom.min ? abilities.zoom : null };
    this.fault = null;
    this.running = true;
    this.dispatchEvent(new Event('change'));
  }

  /** The answer may still come, and is welcome until the person tries again. */
  #saySilent(attempt: number): void {
    if (this.#attempt !== attempt || this.running) return;
    this.fault = 'env/camera-silent';
    this.dispatchEvent(new Event('change'));
    this.dispatchEvent(new Event('fault'));
  }

  async #preferCloseFocus(attempt: number): Promise<void> {
    const better = this.choices.find((choice) => kFocusesClose.test(choice.label));
    if (better && this.current && !kFocusesClose.test(this.current.label)) await this.#open(attempt, better.deviceId);
  }

  async #list(): Promise<CameraChoice[]> {
    const devices = await navigator.mediaDevices.enumerateDevices?.().catch(() => []) ?? [];
    return devices.filter((device) => device.kind === 'videoinput').map(({ deviceId, label }) => ({ deviceId, label }));
  }

  async #restart(track: MediaStreamTrack): Promise<void> {
    if (this.#stream?.getVideoTracks()[0] === track) await this.restart();
  }

  /** After an app switch the camera may be dead without a word. */
  #listen(): void {
    if (this.#listening) return;
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    const look = (): void => {
      if (document.hidden) return;
      const track = this.#stream?.getVideoTracks()[0];
      if (track && (track.readyState === 'ended' || track.muted)) void this.#restart(track);
      else if (track && this.video.paused) void this.video.play().catch(() => undefined);
    };
    window.addEventListener('pageshow', look, { signal });
    window.addEventListener('focus', look, { signal });
    document.addEventListener('visibilitychange', look, { signal });
  }

  #refuse(fault: FaultId): void {
    this.#close();
    this.fault = fault;
    this.dispatchEvent(new Event('change'));
    this.dispatchEvent(new Event('fault'));
  }

  #close(): void {
    const stream = this.#stream;
    this.#stream = null;
    this.running = false;
    this.lens = kNoLens;
    stream?.getTracks().forEach((track) => track.stop());
    if (this.video.srcObject) this.video.srcObject = null;
  }
}
