/** A scanner as at a gate, but for the camera: what it sees is given to it. It keeps its lists and its memory in the page alone. */
import { asking, problemOf, type Problem } from '@citycode/client/api';
import { deviceCore } from '@citycode/verifier/device';
import { pageDevice } from '@citycode/verifier/page-device';
import { ReplayKeeper } from '@citycode/verifier/replay-keeper';
import { StatusKeeper } from '@citycode/verifier/status-keeper';
import { TerminalStore } from '@citycode/verifier/terminal-store';
import { TrustKeeper } from '@citycode/verifier/trust-keeper';
import { verifierOf } from '@citycode/wasm/client/verifier';
import type { Outcome, Verdict } from '@citycode/wasm/types';
import { frameOf } from './frame.js';
import { ScannerCore } from './scanner-core.js';

export interface Seen {
  readonly verdict: Verdict;
  /** From the pixels to the verdict. */
  readonly tookMs: number;
}

/** A camera gives a reader many frames of one code; what stands still is not read at the first look or not at all. */
const kMostLooks = 5;

const nowUnixSeconds = (): number => Math.floor(Date.now() / 1000);

export class DemoScanner {
  readonly #core = new ScannerCore();
  readonly #trust: TrustKeeper;
  readonly #status: StatusKeeper;
  readonly #replay: ReplayKeeper;

  constructor(store = new TerminalStore(null)) {
    const device = { ...pageDevice, asking: asking(), origin: location.origin, core: deviceCore((question) => this.#core.ask(question)) };
    this.#trust = new TrustKeeper(store, device);
    this.#status = new StatusKeeper(store, device);
    this.#replay = new ReplayKeeper(store, device);
  }

  /** Resolves to why it cannot begin. */
  async start(): Promise<Problem | null> {
    const core = await this.#core.ask(() => Promise.resolve({ ok: true as const }));
    if (!core.ok) return problemOf(core.fault!);
    await Promise.all([this.#trust.start(), this.#replay.start()]);
    if (!this.#trust.summary) return this.#trust.problem ?? problemOf('trust/missing');
    await this.#status.start();
    return this.#status.lists.length > 0 ? null : this.#status.problem ?? problemOf('env/offline');
  }

  stop(): void {
    for (const keeper of [this.#trust, this.#status, this.#replay]) keeper.stop();
    this.#core.stop();
  }

  /** Reads a picture, as a frame of a camera, and decides for this scene. What is no code, or none of ours, is a fault. */
  async read(picture: HTMLCanvasElement, scopeName: string): Promise<Outcome<Seen>> {
    for (let look = 0; look < kMostLooks; look += 1) {
      const beganMs = performance.now();
      const outcome = await this.#look(picture, scopeName);
      if (!outcome.ok) return { fault: outcome.fault! };
      const { verdict } = outcome.ok;
      if (!verdict) continue;
      const tookMs = performance.now() - beganMs;
      if (verdict.outcome === 'valid') this.#replay.accepted();
      return { ok: { verdict, tookMs } };
    }
    return { fault: 'image/no-code' };
  }

  /** What was withdrawn since the last time. Resolves to why that could not be had. */
  async fetchLists(): Promise<Problem | null> {
    await this.#status.look({ atOnce: true });
    return this.#status.problem;
  }

  #look(picture: HTMLCanvasElement, scopeName: string): Promise<Outcome<{ readonly verdict: Verdict | null }>> {
    const { clockAheadSeconds } = asking();
    const verify = { nowUnixSeconds: nowUnixSeconds(), clockAheadSeconds, scopeName };
    return this.#core.ask((core) => verifierOf(core).scanVideoFrame(frameOf(picture), { verify }));
  }
}
