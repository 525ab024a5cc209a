/** A portal's requests to the city's relay (docs/api.md): signed by its key, by the city's time. */
import { signRequest } from '@citycode/client/http-signature';
import { keyIdOf, type Signer } from '@citycode/client/signed-post';
import { kRequestNonceBytes } from '@citycode/wasm/limits';
import type { FaultId } from '@citycode/wasm/types';
import { VerifyError } from '../opened/api.js';

/** A clock that is as near as this is right: the city's `Date` has whole seconds, and an answer travels. */
const kRightMs = 2000;
/** Above what the city waits at most. */
const kPatienceMs = 40_000;

/** A server's clock may be minutes off: the city's own answers say by how much. */
export class CityClock {
  #offsetMs = 0;

  constructor(private readonly now: () => number) {}

  nowMs(): number {
    return this.now() + this.#offsetMs;
  }

  /** True when that changed what time it is here. */
  heard(date: string | null): boolean {
    const city = Date.parse(date ?? '');
    if (Number.isNaN(city)) return false;
    const offset = city + 500 - this.now();
    const next = Math.abs(offset) > kRightMs ? offset : 0;
    const isNew = Math.abs(next - this.#offsetMs) > kRightMs;
    if (isNew) this.#offsetMs = next;
    return isNew;
  }
}

/** Refusals that a clock put right may undo. */
const kOfTheClock: readonly string[] = ['request/clock-differs', 'time/expired', 'time/not-yet-valid'];

export class Relay {
  #keyId: Promise<string> | null = null;

  constructor(private readonly origin: string, private readonly signer: Signer, readonly clock: CityClock) {}

  /** Rejects with VerifyError. */
  async get<T>(path: string): Promise<T> {
    const response = await this.#fetched(path, { signal: AbortSignal.timeout(kPatienceMs) });
    return this.#read<T>(response);
  }

  /** `body` is made anew when the clock was put right meanwhile. Rejects with VerifyError. */
  async post<T>(path: string, body: () => unknown): Promise<T> {
    for (let isSecond = false; ; isSecond = true) {
      const response = await this.#fetched(path, await this.#signed(path, await body()));
      const isRight = !this.clock.heard(response.headers.get('date'));
      const answered = this.#read<T>(response);
      if (isRight || isSecond) return answered;
      const refused = await answered.then(() => null, (cause: unknown) => cause as VerifyError);
      if (!refused || !kOfTheClock.includes(refused.fault)) return answered;
    }
  }

  async #signed(path: string, body: unknown): Promise<RequestInit> {
    const bytes = new TextEncoder().encode(JSON.stringify(body));
    this.#keyId ??= keyIdOf(this.signer.publicKey);
    const headers = await signRequest(
      { method: 'POST', targetUri: this.origin + path, contentType: 'application/json', body: bytes },
      { createdUnixSeconds: Math.floor(this.clock.nowMs() / 1000), nonce: crypto.getRandomValues(new Uint8Array(kRequestNonceBytes)), keyId: await this.#keyId },
      (message) => this.signer.sign(message));
    return { method: 'POST', headers, body: bytes, signal: AbortSignal.timeout(kPatienceMs) };
  }

  async #fetched(path: string, init: RequestInit): Promise<Response> {
    return fetch(this.origin + path, init).catch((cause: unknown) => { throw new VerifyError('env/offline', 'the city cannot be reached', { cause }); });
  }

  async #read<T>(response: Response): Promise<T> {
    const text = await response.text().catch((cause: unknown) => { throw new VerifyError('env/offline', 'the city’s answer did not come whole', { cause }); });
    let json: unknown = null;
    try {
      json = JSON.parse(text);
    } catch {
      // Not the city, which says JSON.
    }
    if (response.ok && json !== null) return json as T;
    const { fault = 'env/not-the-office', title = `status ${response.status}` } = (json ?? {}) as { readonly fault?: FaultId; readonly title?: string };
    throw new VerifyError(fault, title);
  }
}
