import { askCity, asking, problemOf, type Problem } from '@citycode/client/api';
import { askCore } from '@citycode/client/core';
import { pressed } from '@citycode/client/pressed';
import '@citycode/elements/cc-fault';
import '@citycode/elements/cc-language';
import { LocalizeController } from '@citycode/elements/localize-controller';
import { phrased } from '@citycode/elements/phrased';
import { sceneLabel } from '@citycode/elements/phrases';
import { sharedStyles } from '@citycode/elements/shared-styles';
import { t } from '@citycode/elements/words';
import type { ShownCode } from '@citycode/holder/presenter';
import { kSlotSeconds } from '@citycode/wasm/limits';
import type { FaultId, Outcome } from '@citycode/wasm/types';
import { LitElement, html, nothing } from 'lit';
import { DemoPhone } from './demo-phone.js';
import { DemoScanner, type Seen } from './demo-scanner.js';
import { copyOf, holdBefore } from './frame.js';
import './inset-verdict.js';
import { Photos } from './photos.js';
import { seeStyles } from './see-at-once.styles.js';
import { kGate, kSteps, Steps, type Ended, type Stage, type Step } from './steps.js';

/** Whole ones: a scanner that is held before it scales them as it likes. */
const kPixelsPerModule = 6;
const kSlotMs = kSlotSeconds * 1000;
/** Between two steps that play by themselves: a verdict is read in that time. */
const kReadingMs = 5500;
/** The picture is seen before its verdict lies over it. */
const kHeldMs = 500;

const stopped = (): Error => new DOMException('stopped', 'AbortError');

/** Rejects when `signal` is aborted. */
function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(stopped());
    const end = (): void => { clearTimeout(timer); reject(stopped()); };
    const timer = setTimeout(() => { signal.removeEventListener('abort', end); resolve(); }, ms);
    signal.addEventListener('abort', end, { once: true });
  });
}

/** A demo citizen's phone and a scanner side by side: what the scanner sees is what the phone draws. */
export class SeeAtOnce extends LitElement {
  static override styles = [sharedStyles, seeStyles];
  static override properties = {
    state: { state: true },
    problem: { state: true },
    phone: { state: true },
    isDrawn: { state: true },
    isLost: { state: true },
    busy: { state: true },
    playing: { state: true },
    scene: { state: true },
    seen: { state: true },
    fault: { state: true },
    waitSeconds: { state: true },
  };

  declare protected state: 'starting' | 'here' | 'closed' | 'no-demo';
  declare protected problem: Problem | null;
  declare protected phone: DemoPhone | null;
  declare protected isDrawn: boolean;
  declare protected isLost: boolean;
  /** The step that is being done. */
  declare protected busy: Step | null;
  declare protected playing: boolean;
  /** Which scanner it is that the phone is held before. */
  declare protected scene: string;
  declare protected seen: Seen | null;
  /** Why the last step came to no verdict. */
  declare protected fault: Problem | null;
  declare protected waitSeconds: number | null;

  #scanner: DemoScanner | null = null;
  #ending: AbortController | null = null;
  readonly #photos = new Photos<HTMLCanvasElement>();
  readonly #steps = new Steps<HTMLCanvasElement>(this.#stage());

  constructor() {
    super();
    this.state = 'starting';
    this.problem = null;
    this.phone = null;
    this.isDrawn = false;
    this.isLost = false;
    this.busy = null;
    this.playing = false;
    this.scene = kGate;
    this.seen = null;
    this.fault = null;
    this.waitSeconds = null;
    new LocalizeController(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#start();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#ending?.abort();
    this.phone?.close();
    this.#scanner?.stop();
  }

  override updated(): void {
    document.title = `${t().see.title} · ${t().common.product}`;
  }

  override render() {
    const words = t().see;
    return html`
      <header>
        <a class="brand" href="/"><span class="mark" aria-hidden="true"></span><span>${t().common.product}</span></a>
        <cc-language></cc-language>
      </header>
      <main>
        <div class="intro">
          <h1 class="phrased">${phrased(words.title)}</h1>
          <p class="soft phrased">${phrased(words.lead)}</p>
        </div>
        ${this.state === 'no-demo' ? html`<p>${words.notDemo} <a class="link" href="/">${words.toStart}</a></p>` : this.#stageView()}
      </main>`;
  }

  #stageView() {
    return html`
      <div class="stage">
        ${this.#phoneView()}
        <span class="beam" aria-hidden="true"></span>
        ${this.#scannerView()}
      </div>
      ${this.#buttons()}`;
  }

  #phoneView() {
    const words = t().see;
    return html`
      <section class="phone" aria-labelledby="phone">
        <h2 id="phone"><bdi>${this.phone ? words.phoneOf(this.phone.name) : t().common.loading}</bdi>${this.isLost ? html` <span class="lost">${words.lost}</span>` : nothing}</h2>
        <div class="screen">
          ${this.state === 'closed' ? html`
            <cc-fault .fault=${this.problem?.fault ?? null} .requestId=${this.problem?.requestId ?? ''} .pressAgainAtMs=${this.problem?.pressAgainAtMs ?? null}>
              <button class="button first" type="button" @click=${this.#startPressed}>${t().common.tryAgain}</button>
            </cc-fault>` : html`
            <p class="name">${sceneLabel(kGate)}</p>
            <canvas class="code ${this.isDrawn ? '' : 'empty'}" width="1" height="1" role="img" aria-label=${t().code.imageName(sceneLabel(kGate))}></canvas>
            <span class="bar" aria-hidden="true"><span class="left"></span></span>
            ${this.isDrawn ? nothing : html`<p class="preparing" role="status">${words.preparing}</p>`}`}
        </div>
      </section>`;
  }

  #scannerView() {
    const words = t().see;
    const { fault, seen } = this;
    return html`
      <section class="scanner" aria-labelledby="scanner">
        <h2 id="scanner">${t().scanner.title} · ${sceneLabel(this.scene)}</h2>
        <div class="view">
          <canvas class="camera" width="640" height="640" aria-hidden="true"></canvas>
          ${seen || fault || this.busy ? nothing : html`<p class="nothing">${words.nothingHeld}</p>`}
          ${seen ? html`<inset-verdict silent .verdict=${seen.verdict}></inset-verdict>` : nothing}
          ${fault ? html`<cc-fault .fault=${fault.fault} .requestId=${fault.requestId} .pressAgainAtMs=${fault.pressAgainAtMs}></cc-fault>` : nothing}
        </div>
        <p class="told" role="status">${this.waitSeconds !== null ? words.photoIn(this.waitSeconds) : seen ? words.took(Math.max(1, Math.round(seen.tookMs))) : '\u00a0'}</p>
      </section>`;
  }

  #buttons() {
    const words = t().see;
    const texts = { scan: words.scan, other: words.other, photo: words.photo, lost: words.report };
    const canPress = this.state === 'here' && this.isDrawn && !this.busy;
    return html`
      <p class="more">
        <button class="button first" type="button" aria-disabled=${canPress || this.playing ? 'false' : 'true'} @click=${this.#playOrStop}>${this.playing ? words.stop : words.play}</button>
        <button class="button" type="button" aria-disabled=${canPress && !this.playing ? 'false' : 'true'} @click=${this.#anew}>${words.anew}</button>
      </p>
      <ol class="steps">
        ${kSteps.map((step) => html`
          <li><button class="step" type="button" aria-disabled=${canPress && !this.playing ? 'false' : 'true'} aria-current=${this.busy === step ? 'step' : nothing}
                      @click=${() => this.#press(step)}>
            <strong>${texts[step].title}</strong><span class="phrased">${phrased(texts[step].text)}</span>
          </button></li>`)}
      </ol>`;
  }

  readonly #startPressed = async (): Promise<void> => {
    if (this.state !== 'closed') return;
    this.state = 'starting';
    await pressed(asking().parts, this.#start());
  };

  async #start(): Promise<void> {
    const city = await askCity({ atOnce: true });
    if (city.ok && !city.ok.demo) {
      this.state = 'no-demo';
      return;
    }
    const problem = city.problem ?? await this.#startScanner() ?? await this.#newPhone();
    if (!this.isConnected) return;
    this.problem = problem;
    this.state = problem ? 'closed' : 'here';
  }

  async #startScanner(): Promise<Problem | null> {
    if (this.#scanner) return null;
    const scanner = new DemoScanner();
    const problem = await scanner.start();
    if (problem) scanner.stop();
    else this.#scanner = scanner;
    return problem;
  }

  async #newPhone(): Promise<Problem | null> {
    const begun = await DemoPhone.begin(kGate);
    if (!begun.ok) return begun.problem;
    this.phone?.close();
    this.phone = begun.ok;
    this.#photos.forget();
    this.#steps.begin();
    this.isLost = false;
    this.state = 'here';   // its screen is there to be drawn on
    await this.updateComplete;
    return this.#open();
  }

  /** The phone opens its scene; resolves when the code is on its screen. */
  #open(): Promise<Problem | null> {
    const { phone } = this;
    return new Promise((resolve) => {
      phone?.open((outcome) => {
        void this.#draw(outcome).then((fault) => {
          if (fault) this.fault = problemOf(fault);
          resolve(fault ? problemOf(fault) : null);
        });
      });
    });
  }

  /** The module draws; these pixels are all that ever leaves the phone. */
  async #draw(outcome: Outcome<ShownCode>): Promise<FaultId | null> {
    if (!outcome.ok) return outcome.fault!;
    const drawn = await askCore((core) => core.drawPixels(outcome.ok!.text, 'M', kPixelsPerModule));
    const canvas = this.#screen();
    if (!drawn.ok || !canvas) return drawn.fault ?? 'internal/bug';
    const { sidePx, rgba } = drawn.ok;
    canvas.width = canvas.height = sidePx;
    canvas.getContext('2d')!.putImageData(new ImageData(new Uint8ClampedArray(rgba), sidePx, sidePx), 0, 0);
    this.isDrawn = true;
    this.#photos.add(copyOf(canvas), Date.now());
    this.#runBar();
    return null;
  }

  #screen(): HTMLCanvasElement | null {
    return this.renderRoot.querySelector<HTMLCanvasElement>('canvas.code');
  }

  /** Says when the next code comes, where things may move. */
  #runBar(): void {
    const bar = this.renderRoot.querySelector('.bar .left');
    if (!bar || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    for (const animation of bar.getAnimations()) animation.cancel();
    bar.animate([{ transform: 'scaleX(1)' }, { transform: 'scaleX(0)' }], { duration: kSlotMs, fill: 'forwards' }).currentTime = Date.now() % kSlotMs;
  }

  #stage(): Stage<HTMLCanvasElement> {
    return {
      wait,
      screen: () => { const canvas = this.isDrawn ? this.#screen() : null; return canvas && copyOf(canvas); },
      photoOfAge: (ageMs) => this.#photos.ofAge(ageMs, Date.now())?.picture ?? null,
      untilPhotoOfAge: (ageMs) => this.#photos.untilAge(ageMs, Date.now()),
      freshPass: () => this.#open(),
      reportLost: async () => {
        const problem = await this.phone!.reportLost();
        this.isLost = this.isLost || !problem;
        return problem;
      },
      fetchLists: () => this.#scanner!.fetchLists(),
      read: (picture, scene) => this.#hold(picture, scene),
      tellWait: (seconds) => { this.waitSeconds = seconds; },
      tellSeen: (seen) => { this.seen = seen; },
    };
  }

  async #hold(picture: HTMLCanvasElement, scene: string): Promise<Outcome<Seen>> {
    this.seen = null;
    this.fault = null;
    this.scene = scene;
    const camera = this.renderRoot.querySelector<HTMLCanvasElement>('canvas.camera')!;
    holdBefore(camera, picture);
    await wait(kHeldMs, new AbortController().signal);
    return this.#scanner!.read(camera, scene);
  }

  async #press(step: Step): Promise<void> {
    if (this.state !== 'here' || !this.isDrawn || this.busy || this.playing) return;
    this.#ending = new AbortController();
    await this.#do(step, this.#ending.signal).catch(() => undefined);   // the page was left
  }

  /** True when it came to a verdict. Rejects when `signal` is aborted. */
  async #do(step: Step, signal: AbortSignal): Promise<boolean> {
    this.busy = step;
    this.fault = null;
    try {
      const ended = await this.#steps.run(step, signal);
      if (ended) this.#tell(ended);
      return !ended;
    } finally {
      this.busy = null;
    }
  }

  #tell(ended: NonNullable<Ended>): void {
    this.seen = null;
    this.fault = typeof ended === 'string' ? problemOf(ended) : ended;
  }

  /** One button, so that the focus stays on it. */
  readonly #playOrStop = (): void => {
    if (this.playing) this.#ending?.abort();
    else void this.#play();
  };

  async #play(): Promise<void> {
    if (this.state !== 'here' || !this.isDrawn || this.busy || this.playing) return;
    this.#ending = new AbortController();
    const { signal } = this.#ending;
    this.playing = true;
    try {
      if (this.isLost) await this.#replacePhone();
      for (const step of kSteps) {
        if (!(await this.#do(step, signal))) break;
        if (step !== kSteps.at(-1)) await wait(kReadingMs, signal);
      }
    } catch {
      // Somebody stopped it.
    } finally {
      this.playing = false;
    }
  }

  readonly #anew = async (): Promise<void> => {
    if (this.state !== 'here' || this.busy || this.playing || !this.isDrawn) return;
    await this.#replacePhone().catch(() => undefined);   // the page says why
  };

  async #replacePhone(): Promise<void> {
    this.seen = null;
    this.fault = null;
    this.isDrawn = false;
    const problem = await this.#newPhone();
    if (!problem) return;
    this.problem = problem;
    this.state = 'closed';
    throw stopped();
  }
}

customElements.define('see-at-once', SeeAtOnce);
