/** Waits for news of what a portal asked: one request to the relay stands for many sign-ins, and is answered when there is some. */
import type { VerifyError } from '../opened/api.js';
import type { Asked, Told } from './asked.js';
import type { Relay } from './relay.js';

/** What the relay takes at once. */
const kMostAtOnce = 256;
const kWaitSeconds = 20;
/** Sign-ins that begin together are waited for together. */
const kGatherMs = 50;
/** After a refusal or a network that went: 1 s, 2 s, 4 s, …; below kGraceSeconds, so that no answer is missed. */
const kAgainMs = 1000;
const kMostAgainMs = 15_000;
/** The relay gives an answer that came in the last moment for so long. */
const kGraceSeconds = 60;

export class Watch {
  #new: Asked[] = [];
  #isGathering = false;
  #isClosed = false;
  readonly #pauses = new Map<ReturnType<typeof setTimeout>, () => void>();

  constructor(private readonly relay: Relay) {}

  add(asked: Asked): void {
    this.#new.push(asked);
    if (!this.#isGathering) void this.#gather();
  }

  close(): void {
    this.#isClosed = true;
    for (const [timer, resolve] of this.#pauses) {
      clearTimeout(timer);
      resolve();
    }
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#pauses.delete(timer);
        resolve();
      }, ms);
      this.#pauses.set(timer, resolve);
    });
  }

  async #gather(): Promise<void> {
    this.#isGathering = true;
    await this.#pause(kGatherMs);
    this.#isGathering = false;
    const gathered = this.#new;
    this.#new = [];
    while (gathered.length > 0) void this.#follow(gathered.splice(0, kMostAtOnce));
  }

  /** Until all of them have ended. */
  async #follow(group: readonly Asked[]): Promise<void> {
    let open = group;
    let failures = 0;
    while (!this.#isClosed) {
      this.#endOver(open);
      open = open.filter(({ state }) => state !== 'ended');
      if (open.length === 0) return;
      if (await this.#lookAt(open)) failures = 0;
      else await this.#pause(Math.min(kAgainMs * 2 ** failures++, kMostAgainMs));
    }
    for (const asked of open) asked.end({ outcome: 'expired' });
  }

  /** False where it was no relay that answered: a refusal, nothing, or no news without the wait that was asked for. */
  async #lookAt(open: readonly Asked[]): Promise<boolean> {
    const beganMs = performance.now();
    try {
      const { requests } = await this.relay.post<{ readonly requests: Readonly<Record<string, Told>> }>('/v1/portal-answers/take', () => ({
        requests: Object.fromEntries(open.map(({ id, state }) => [id, state])), waitSeconds: kWaitSeconds,
      }));
      const now = Math.floor(this.relay.clock.nowMs() / 1000);
      await Promise.all(open.map(async (asked) => {
        const told = requests[asked.id];
        if (told) await asked.hear(told, now);
      }));
      return Object.keys(requests).length > 0 || performance.now() - beganMs >= kAgainMs;
    } catch (cause) {
      if ((cause as VerifyError).fault === 'issue/unknown-device') for (const asked of open) asked.end({ outcome: 'failed', fault: 'portal/not-registered' });
      return false;
    }
  }

  /** Whatever the relay says, or does not say. */
  #endOver(open: readonly Asked[]): void {
    const now = this.relay.clock.nowMs() / 1000;
    for (const asked of open) if (asked.expiresUnixSeconds + kGraceSeconds < now) asked.end({ outcome: 'expired' });
  }
}
