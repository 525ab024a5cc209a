/** Makes the code of each slot out of one pass, and takes another pass in time. Time comes in with each call. */
import { askCore } from '@citycode/client/core';
import { keyFault } from '@citycode/client/stored-key';
import { holderOf } from '@citycode/wasm/client/holder';
import { kSlotSeconds } from '@citycode/wasm/limits';
import type { Attributes, Outcome } from '@citycode/wasm/types';
import type { PassRecord } from './store.js';
import type { TakenPass } from './wallet.js';

/** One pass on the screen for longer would let two places nearby see the same one. */
export const kPassOnScreenSeconds = 600;

export interface PassSource {
  take(scope: string, venue: string | null): Promise<Outcome<TakenPass>>;
  sign(record: PassRecord, message: Uint8Array<ArrayBuffer>): Promise<Uint8Array>;
}

/** What a code is bound to: "venue:" or "portal:" and an id, and a portal's nonce. */
export interface Binding {
  readonly audience: string;
  readonly nonce?: Uint8Array;
  /** The venue whose own passes are shown; absent where any pass of the scene will do. */
  readonly venue?: string;
}

/** What a place will see. The values of sealed attributes are for the place alone. */
export interface PassContents {
  readonly names: readonly string[];
  readonly values: Attributes | null;
}

export interface ShownCode {
  readonly text: string;
  readonly slotUnixSeconds: number;
  readonly contents: PassContents;
  readonly reused: boolean;
}

export const slotOf = (nowMs: number): number => Math.floor(nowMs / 1000 / kSlotSeconds) * kSlotSeconds;
export const msToNextSlot = (nowMs: number): number => (slotOf(nowMs) + kSlotSeconds) * 1000 - nowMs;

interface OpenPass extends TakenPass {
  readonly takenAtUnixSeconds: number;
  readonly contents: PassContents;
}

export class Presenter {
  #open: OpenPass | null = null;

  /** Without a binding a code is for the scene; with one, for that venue or portal alone. */
  constructor(readonly scope: string, private readonly source: PassSource, private readonly binding: Binding | null = null) {}

  /** The code of the slot that holds `nowMs`. A fault leaves the presenter as it was. */
  async codeAt(nowMs: number): Promise<Outcome<ShownCode>> {
    const slotUnixSeconds = slotOf(nowMs);
    const opened = await this.#passAt(slotUnixSeconds);
    if (!opened.ok) return { fault: opened.fault! };
    const { record, contents, reused } = opened.ok;
    const { audience = this.scope, nonce } = this.binding ?? {};
    const claims = { audience, ...(nonce && { nonce }), issuedUnixSeconds: slotUnixSeconds };
    const toSign = await askCore((core) => holderOf(core).presentationToBeSigned(record.pass, claims));
    if (!toSign.ok) return { fault: toSign.fault! };
    const signed = await this.#sign(record, toSign.ok);
    if (!signed.ok) return { fault: signed.fault! };
    const written = await askCore((core) => holderOf(core).writeCode(record.pass, claims, signed.ok!));
    return written.ok ? { ok: { text: written.ok, slotUnixSeconds, contents, reused } } : { fault: written.fault! };
  }

  async #passAt(nowUnixSeconds: number): Promise<Outcome<OpenPass>> {
    const open = this.#open;
    const spent = !open
      || open.record.expiresUnixSeconds <= nowUnixSeconds
      || Math.abs(nowUnixSeconds - open.takenAtUnixSeconds) >= kPassOnScreenSeconds;
    if (!spent) return { ok: open };
    const taken = await this.source.take(this.scope, this.binding?.venue ?? null);
    if (!taken.ok) return { fault: taken.fault! };
    const claims = await askCore((core) => holderOf(core).readPass(taken.ok!.record.pass));
    if (!claims.ok) return { fault: claims.fault! };
    const { sealed, attributes } = claims.ok;
    const contents = sealed ? { names: taken.ok.record.attributes, values: null } : { names: Object.keys(attributes), values: attributes };
    this.#open = { ...taken.ok, contents, takenAtUnixSeconds: nowUnixSeconds };
    return { ok: this.#open };
  }

  async #sign(record: PassRecord, message: Uint8Array): Promise<Outcome<Uint8Array>> {
    try {
      return { ok: await this.source.sign(record, new Uint8Array(message)) };
    } catch (cause) {
      return { fault: keyFault(cause) };
    }
  }
}
