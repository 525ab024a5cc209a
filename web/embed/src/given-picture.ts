/** A picture that the page brings: a stream, a canvas or a video. No camera is asked for, and no device is chosen. */
import { kNoLens, type PictureSource } from '@citycode/elements/cc-scanner/camera';
import type { FaultId } from '@citycode/wasm/types';

export type GivenSource = MediaStream | HTMLCanvasElement | HTMLVideoElement;

/** As often as a camera: what changes faster, no code does. */
const kFramesPerSecond = 30;
/** A canvas gives its first frame when it is painted on; one that stands still is asked for it. */
const kAskAgainMs = 100;

interface Captures {
  captureStream?(framesPerSecond?: number): MediaStream;
}

const isStream = (source: GivenSource): source is MediaStream => source instanceof MediaStream;

export class GivenPicture extends EventTarget implements PictureSource {
  readonly choices = [];
  readonly current = null;
  readonly lens = kNoLens;
  fault: FaultId | null = null;
  running = false;

  /** Made here of a canvas or video, and so ended here; the page's own stream is left as it is. */
  #made: MediaStream | null = null;
  #painting: ReturnType<typeof setInterval> | undefined;
  #listening: AbortController | null = null;

  constructor(private readonly video: HTMLVideoElement, private readonly source: GivenSource) {
    super();
  }

  async start(): Promise<void> {
    this.stop();
    this.fault = null;
    try {
      const stream = this.#stream();
      const [track] = stream.getVideoTracks();
      if (!track || track.readyState === 'ended') return this.#say('env/camera-missing');
      this.#listening = new AbortController();
      track.addEventListener('ended', () => this.#say('env/camera-lost'), { signal: this.#listening.signal });
      this.video.srcObject = stream;
      this.running = true;
      this.dispatchEvent(new Event('change'));
      await this.video.play().catch(() => undefined);   // what was left meanwhile
    } catch {
      this.#say('env/pixels-blocked');   // a canvas with a picture of another origin on it
    }
  }

  stop(): void {
    clearInterval(this.#painting);
    this.#listening?.abort();
    this.#listening = null;
    this.#made?.getTracks().forEach((track) => track.stop());
    this.#made = null;
    this.running = false;
    if (this.video.srcObject) this.video.srcObject = null;
  }

  /** Nothing that a restart could mend: a picture that stands still gives no new frames. */
  async restart(): Promise<void> { /* the page's own */ }
  giveUp(): void { /* likewise */ }
  async choose(): Promise<void> { /* none */ }
  async setTorch(): Promise<void> { /* none */ }
  async setZoom(): Promise<void> { /* none */ }

  #stream(): MediaStream {
    if (isStream(this.source)) return this.source;
    const made = (this.source as Captures).captureStream?.(kFramesPerSecond);
    if (!made) throw new TypeError('this browser has no captureStream');
    this.#made = made;
    const [track] = made.getVideoTracks() as CanvasCaptureMediaStreamTrack[];
    if (track && 'requestFrame' in track) {
      this.#painting = setInterval(() => {
        if (this.video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) track.requestFrame();
        else clearInterval(this.#painting);
      }, kAskAgainMs);
    }
    return made;
  }

  #say(fault: FaultId): void {
    this.stop();
    this.fault = fault;
    this.dispatchEvent(new Event('change'));
  }
}
