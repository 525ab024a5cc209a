/** One sign-in at a portal, from the relay taking its request to what became of it. */
import { bytesOfHex, fromBase64Url, toBase64Url } from '@citycode/client/bytes';
import type { PortalClient } from '@citycode/wasm/client/portal';
import { kMaxRequestSeconds } from '@citycode/wasm/limits';
import type { JudgedAnswer, Outcome } from '@citycode/wasm/types';
import { VerifyError } from '../opened/api.js';
import type { SignIn, SignInAnswer } from './api.js';

export interface AskedParts {
  readonly id: string;
  readonly request: Uint8Array;
  /** Of its living codes: it leaves this process in no other form. */
  readonly secret: Uint8Array<ArrayBuffer>;
  readonly expiresUnixSeconds: number;
  readonly city: string;
  readonly core: PortalClient;
  /** Resolves when the city's lists are those of a moment ago: a phone may have been reported lost meanwhile. */
  readonly freshLists: () => Promise<unknown>;
  /** Tells the relay, once. Never rejects. */
  readonly cancelled: () => Promise<void>;
}

/** What the relay says of a request. */
export interface Told {
  readonly state: 'opened' | 'answered' | 'ended';
  readonly answer?: string;
}

export class Asked implements SignIn {
  readonly id: string;
  readonly expiresUnixSeconds: number;
  readonly answer: Promise<SignInAnswer>;
  /** From when the relay took the request: its clock and this one need not agree. */
  readonly #takenMs = performance.now();
  readonly #parts: AskedParts;
  #state: SignIn['state'] = 'waiting';
  #resolve!: (answer: SignInAnswer) => void;

  constructor(parts: AskedParts) {
    this.#parts = parts;
    this.id = parts.id;
    this.expiresUnixSeconds = parts.expiresUnixSeconds;
    this.answer = new Promise((resolve) => { this.#resolve = resolve; });
  }

  get state(): SignIn['state'] { return this.#state; }

  async address(): Promise<string> {
    const { core, request, secret, city } = this.#parts;
    const second = Math.min(kMaxRequestSeconds, Math.floor((performance.now() - this.#takenMs) / 1000));
    const code = await core.livingCode(request, secret, second);
    if (!code.ok) throw new VerifyError(code.fault!, 'there is no code of this request any more');
    return `${city}/app/#portal=${code.ok}`;
  }

  /** Resolves when the relay was told. */
  async cancel(): Promise<void> {
    if (this.#state === 'ended') return;
    this.end({ outcome: 'expired' });
    await this.#parts.cancelled();
  }

  /** What the relay said is news, and the last of it ends this. */
  async hear({ state, answer }: Told, nowUnixSeconds: number): Promise<void> {
    if (this.#state === 'ended') return;
    if (state === 'opened') this.#state = 'opened';
    else if (state === 'ended') this.end({ outcome: 'expired' });
    else this.end(await this.#judge(answer ?? '', nowUnixSeconds));
  }

  end(answer: SignInAnswer): void {
    if (this.#state === 'ended') return;
    this.#state = 'ended';
    this.#parts.secret.fill(0);
    this.#resolve(answer);
  }

  async #judge(answer: string, nowUnixSeconds: number): Promise<SignInAnswer> {
    const { core, request, freshLists } = this.#parts;
    await freshLists();
    const sealed = fromBase64Url(answer) ?? new Uint8Array();
    const judged: Outcome<JudgedAnswer> = await core.judgeAnswer(request, sealed, nowUnixSeconds).catch(() => ({ fault: 'internal/bug' }));
    if (!judged.ok) return { outcome: 'failed', fault: judged.fault! };
    const { refused, verdict } = judged.ok;
    const returnCode = judged.ok.returnCode === null ? null : toBase64Url(bytesOfHex(judged.ok.returnCode)!);
    if (refused) return { outcome: 'refused', returnCode };
    if (verdict?.outcome !== 'valid') return { outcome: 'failed', fault: verdict?.fault ?? 'internal/bug' };
    return { outcome: 'signed-in', attributes: verdict.attributes, passDigest: verdict.passDigest!, returnCode };
  }
}
