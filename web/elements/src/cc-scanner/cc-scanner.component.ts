import { askCore, loadCore, startCore } from '@citycode/client/core';
import type { Frame, FrameRequest, SeenPart } from '@citycode/wasm/client';
import { verifierOf } from '@citycode/wasm/client/verifier';
import type { FaultId, Outcome, ScanAnswer, Verdict, VerifyRequest } from '@citycode/wasm/types';
import { LitElement, html, nothing, type PropertyDeclarations, type PropertyValues } from 'lit';
import '../cc-fault/cc-fault.js';
import { t } from '../i18n/current.js';
import { LocalizeController } from '../i18n/localize-controller.js';
import { sharedStyles } from '../styles/shared.js';
import { WakeLock } from '../wake-lock.js';
import { Camera, type PictureSource } from './camera.js';
import { scannerStyles } from './cc-scanner.styles.js';
import { FrameWatch } from './frame-watch.js';
import { frameWasRead, framesNeedCanvas, grabFrame, watchFrames } from './frames.js';
import { seenPartOf } from './seen-part.js';
import { ForeignCodeFilter } from './foreign-code-filter.js';

export interface VerdictDetail {
  readonly verdict: Verdict;
  readonly source: 'camera' | 'picture';
}

export interface PictureDetail {
  readonly answer: ScanAnswer;
  readonly source: 'camera' | 'picture';
}

/** Without a request, as for lists as codes, several may lie in one picture; 4 cost little on a still. */
const kMaxSymbolsInPicture = 4;
const kHealthEveryMs = 1000;

const faultOf = (cause: unknown): FaultId => (cause as { readonly fault?: FaultId }).fault ?? 'env/module-not-loaded';

/** How long the word about two codes stays after the last frame that showed two: a hand needs about that long. */
const kTwoCodesStayMs = 1500;

/**
 * Camera to verdict. Fills its box with the camera's picture, gives each frame to the core while none is being
 * read, and stops at the first verdict until `resume()`. Only what is seen of the picture counts, and two persons' codes in it
 * are none: then it says so and looks on. When there is no camera it says why and offers to
 * read a picture file instead, by the same rules.
 *
 * @tag cc-scanner
 * @fires cc-verdict - `VerdictDetail`: a code was verified; scanning has paused
 * @fires cc-symbols - `PictureDetail`: symbols were read and no request was set
 * @slot top - over the upper edge of the picture
 * @slot bottom - under the scanner's own tools
 */
export class CcScanner extends LitElement {
  static override styles = [sharedStyles, scannerStyles];
  static override properties: PropertyDeclarations = {
    request: { attribute: false },
    paused: { type: Boolean, reflect: true },
    cameraFault: { state: true },
    note: { state: true },
    reading: { state: true },
    torch: { state: true },
    hint: { state: true },
  };

  /** Asked anew for each frame, so that the time in it is now. Null: symbols only. */
  declare request: (() => VerifyRequest) | null;
  /** Set after a verdict; `resume()` clears it. */
  declare paused: boolean;
  declare protected cameraFault: FaultId | null;
  declare protected note: FaultId | null;
  declare protected reading: boolean;
  declare protected torch: boolean;
  /** Nothing was read for a while. */
  declare protected hint: boolean;

  #camera: PictureSource | null = null;
  #stopFrames: (() => void) | null = null;
  #inFlight: Promise<void> = Promise.resolve();
  #busy = false;
  #foreignCodes = new ForeignCodeFilter();
  /** When the camera last showed two codes; null when the word about it is not there. */
  #twoCodesAtMs: number | null = null;
  readonly #frameWatch = new FrameWatch();
  readonly #wakeLock = new WakeLock();
  #healthTimer: ReturnType<typeof setInterval> | undefined;
  #pixelsTested = false;

  constructor() {
    super();
    this.request = null;
    this.paused = false;
    this.cameraFault = null;
    this.note = null;
    this.reading = false;
    this.torch = false;
    this.hint = false;
    new LocalizeController(this);
  }

  /** Looks for codes again after a verdict. */
  resume(): void {
    this.#foreignCodes.reset();
    this.note = null;
    this.paused = false;
    this.#frameWatch.begin(performance.now());
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.startCamera();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stopCamera();
  }

  override firstUpdated(_changed: PropertyValues<this>): void {
    this.startCamera();
  }

  override render() {
    const camera = this.#camera;
    const words = t().scanner;
    const running = camera?.running ?? false;
    return html`
      <video class="picture" part="picture" playsinline autoplay .muted=${true} disablepictureinpicture aria-label=${words.label} ?hidden=${!!this.cameraFault}></video>
      <div class="finder" part="finder" aria-hidden="true" ?hidden=${!running || this.paused}></div>
      <slot name="top"></slot>
      <div class="middle">
        ${this.cameraFault ? html`
          <cc-fault .fault=${this.cameraFault}>
            <button class="button" type="button" @click=${this.#tryAgain}>${t().common.tryAgain}</button>
          </cc-fault>` : nothing}
        ${camera && !this.cameraFault && !running ? html`<p class="starting" role="status">${words.starting}</p>` : nothing}
        ${this.note ? html`<cc-fault .fault=${this.note}></cc-fault>` : nothing}
      </div>
      <div class="lower">
        ${running && !this.note && this.aims ? html`<p class="aim">${this.hint ? words.hint : words.aim}</p>` : nothing}
        <div class="tools" part="tools">
          ${this.#lensTools()}
          <label class="tool file">
            <input type="file" accept="image/*" ?disabled=${this.reading} @change=${this.#pictureChosen}>
            <svg viewBox="0 0 24 24" aria-hidden="true"><path fill="none" stroke="currentColor" stroke-width="1.75" stroke-linejoin="round" d="M3.500 5.500h17v13h-17zM3.500 16l5-5 4 4 3-3 5 5M16 9.500h.01"/></svg>
            <span>${this.reading ? words.readingPicture : words.choosePicture}</span>
          </label>
        </div>
        <slot name="bottom"></slot>
      </div>`;
  }

  #lensTools() {
    const camera = this.#camera;
    if (!camera?.running) return nothing;
    const words = t().scanner;
    const { lens, choices, current } = camera;
    return html`
      ${choices.length > 1 ? html`
        <label class="tool select">
          <span class="visually-hidden">${words.camera}</span>
          <select @change=${this.#cameraChosen}>
            ${choices.map((choice, index) => html`
              <option value=${choice.deviceId} ?selected=${choice.deviceId === current?.deviceId}>${choice.label || words.cameraNumber(index + 1)}</option>`)}
          </select>
        </label>` : nothing}
      ${lens.torch ? html`
        <button class="tool" type="button" aria-pressed=${this.torch ? 'true' : 'false'} @click=${this.#toggleTorch}>
          ${this.torch ? words.torchOff : words.torchOn}
        </button>` : nothing}
      ${lens.zoom ? html`
        <label class="tool zoom">
          <span>${words.zoom}</span>
          <input type="range" min=${lens.zoom.min} max=${Math.min(lens.zoom.max, 8)} step=${lens.zoom.step || 0.1}
                 value=${lens.zoom.min} title=${words.closeFocus} @input=${this.#zoomed}>
        </label>` : nothing}`;
  }

  /** Whether a person is told how to hold the code. */
  protected get aims(): boolean {
    return true;
  }

  /** Where the picture comes from; asked at each start. */
  protected pictureSource(video: HTMLVideoElement): PictureSource {
    return new Camera(video);
  }

  /** Calls back for each frame, until stopped. */
  protected watchPicture(video: HTMLVideoElement, onFrame: () => void): () => void {
    return watchFrames(video, onFrame);
  }

  /** What of the picture counts; null when nothing does now. */
  protected seen(video: HTMLVideoElement): SeenPart | null {
    return seenPartOf(video);
  }

  /** Resolves when frames can be read; rejects when they cannot or, if not `patient`, when it takes long. */
  protected canRead(patient: boolean): Promise<unknown> {
    return patient ? loadCore() : startCore();
  }

  /** One frame to one answer. */
  protected scan(frame: Frame, how: FrameRequest): Promise<Outcome<ScanAnswer>> {
    const request = this.request?.();
    return askCore((core) => verifierOf(core).scanVideoFrame(frame, request ? { ...how, verify: request } : how));
  }

  protected stopCamera(): void {
    clearInterval(this.#healthTimer);
    this.#frameWatch.stop();
    this.#wakeLock.release();
    this.#stopFrames?.();
    this.#stopFrames = null;
    this.#camera?.stop();
    this.#camera = null;
  }

  protected startCamera(): void {
    const video = this.renderRoot.querySelector('video')!;
    const isNew = this.#camera === null;
    this.#camera ??= this.pictureSource(video);
    const camera = this.#camera;
    this.requestUpdate();
    if (isNew) camera.addEventListener('change', () => {
      this.cameraFault = camera.fault;
      if (camera.running) {
        this.#frameWatch.begin(performance.now());
        this.#wakeLock.hold();
      } else {
        this.#frameWatch.stop();
        this.#wakeLock.release();
      }
      this.requestUpdate();
    });
    clearInterval(this.#healthTimer);
    this.#healthTimer = setInterval(() => this.#checkHealth(video), kHealthEveryMs);
    this.#stopFrames ??= this.watchPicture(video, () => this.#onFrame(video));
    void this.awaitReading();
    void camera.start();
  }

  /** Frames that stop come with no event, and neither does a person who does not know what to do. */
  #checkHealth(video: HTMLVideoElement): void {
    const nowMs = performance.now();
    const seen = !document.hidden && this.seen(video) !== null;
    if (!this.#camera?.running) return;
    if (!seen || this.paused) return this.#frameWatch.begin(nowMs);   // an engine need not draw what nobody sees
    const health = this.#frameWatch.health(nowMs);
    if (health === 'restart') void this.#camera.restart();
    if (health === 'lost') this.#camera.giveUp();
    this.hint = this.#frameWatch.needsHint(nowMs);
    if (this.hint) void this.#testPixels(framesNeedCanvas() ? 'canvas' : 'bitmap');
  }

  /** Once: a browser that hands out noise does so always. Noise is slow to read, so its turn is right after the frame in flight. */
  async #testPixels(way: 'canvas' | 'bitmap'): Promise<void> {
    if (this.#pixelsTested || this.reading) return;
    this.#pixelsTested = true;
    await this.#inFlight;
    this.#busy = true;   // two frames at once: one would be dropped
    this.#inFlight = this.#seesPixels(way).then((sees) => {
      this.#busy = false;
      if (sees === false) this.note = 'env/pixels-blocked';
      if (sees === null) this.#pixelsTested = false;
    });
  }

  /** Not for a camera that works: it comes when nothing is read. Null where it cannot be had, as where the core cannot. */
  #seesPixels(way: 'canvas' | 'bitmap'): Promise<boolean | null> {
    return import('./pixel-test.js').then((test) => test.seesPixels(way, (picture) => this.scan(picture, { effort: 'picture' })), () => null);
  }

  /** Says why frames cannot be read, such as a module that does not come, and takes it back when they can after all. */
  protected async awaitReading(): Promise<void> {
    try {
      await this.canRead(false);
    } catch (cause) {
      const note = this.note = faultOf(cause);
      await this.canRead(true).then(() => { if (this.note === note) this.note = null; }, () => undefined);
    }
  }

  #tryAgain(): void {
    this.cameraFault = null;
    void this.#camera?.start();
  }

  /** One frame in flight: what comes in the meantime is dropped, never queued. */
  #onFrame(video: HTMLVideoElement): void {
    this.#frameWatch.frame(performance.now());
    if (this.paused || this.reading || this.#busy || document.hidden || !this.#camera?.running) return;
    const seen = this.seen(video);
    if (!seen) return;   // scrolled away: nobody sees what it sees
    const frame = grabFrame(video);
    if (!frame) return;
    this.#busy = true;
    this.#inFlight = this.#read(frame, 'camera', { seen })
      .then((outcome) => frameWasRead(frame, outcome.fault))
      .finally(() => { this.#busy = false; });
  }

  async #read(frame: Frame, source: 'camera' | 'picture', how: FrameRequest): Promise<Outcome<ScanAnswer>> {
    const outcome = await this.scan(frame, how);
    if (this.paused || !this.isConnected) return outcome;
    if (outcome.fault === 'env/module-not-loaded' || outcome.fault === 'internal/bug') this.note = outcome.fault;
    if (outcome.fault === 'image/two-codes' || outcome.ok?.symbols.length) this.#frameWatch.read();
    if (source === 'camera') this.#tellTwoCodes(outcome.fault === 'image/two-codes');
    if (!outcome.ok) return outcome;
    if (this.note === 'internal/bug') this.note = null;   // another way, or another worker, reads
    if (outcome.ok.verdict) this.#tell(outcome.ok, outcome.ok.verdict, source);
    else if (outcome.ok.symbols.length > 0) {
      this.dispatchEvent(new CustomEvent<PictureDetail>('cc-symbols', { detail: { answer: outcome.ok, source }, bubbles: true, composed: true }));
    } else if (source === 'camera') this.#foreignCodes.emptyFrame();
    return outcome;
  }

  /** The word stays for a while, so that it does not flicker with frames that show one of the two. */
  #tellTwoCodes(inView: boolean): void {
    if (inView) {
      this.#twoCodesAtMs = performance.now();
      this.note = 'image/two-codes';
    } else if (this.#twoCodesAtMs !== null && performance.now() - this.#twoCodesAtMs > kTwoCodesStayMs) {
      this.#twoCodesAtMs = null;
      if (this.note === 'image/two-codes') this.note = null;
    }
  }

  #tell(answer: ScanAnswer, verdict: Verdict, source: 'camera' | 'picture'): void {
    if (source === 'camera' && this.#foreignCodes.shouldWait(answer, verdict)) return;
    this.note = null;
    this.paused = true;
    this.dispatchEvent(new CustomEvent<VerdictDetail>('cc-verdict', { detail: { verdict, source }, bubbles: true, composed: true }));
  }

  async #pictureChosen(event: Event): Promise<void> {
    const input = event.target as HTMLInputElement;
    const file = input.files?.[0];
    if (!file) return;
    this.note = null;
    this.#twoCodesAtMs = null;
    this.reading = true;
    try {
      await this.#inFlight;
      const code = await import('./picture.js').catch(() => null);
      if (!code) {
        this.note = 'env/module-not-loaded';
        return;
      }
      const picture = await code.openPicture(file);
      if (!picture) {
        this.note = 'env/file-unreadable';
        return;
      }
      const outcome = await this.#read(picture, 'picture', { effort: 'picture', maxSymbols: kMaxSymbolsInPicture });
      if (outcome.fault) this.note = outcome.fault;
      else if (outcome.ok!.symbols.length === 0) this.note = await this.#seesPixels('bitmap') === false ? 'env/pixels-blocked' : 'image/no-code';
    } finally {
      this.reading = false;
      input.value = '';   // the same file may be chosen again
    }
  }

  #cameraChosen(event: Event): void {
    void this.#camera?.choose((event.target as HTMLSelectElement).value);
  }

  #toggleTorch(): void {
    this.torch = !this.torch;
    void this.#camera?.setTorch(this.torch);
  }

  #zoomed(event: Event): void {
    void this.#camera?.setZoom((event.target as HTMLInputElement).valueAsNumber);
  }
}
