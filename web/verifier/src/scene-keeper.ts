/**
 * This scanner as an enrolled terminal: its code once, its own key, and the keys of its sealed scenes. They are fetched
 * for yesterday, today and tomorrow, so that a night without a network is no gap, and kept encrypted; those of days
 * that are over are dropped.
 */
import { isAway, problemOf, type Answer, type How, type Problem } from '@citycode/client/api';
import { fromBase64Url, toBase64Url } from '@citycode/client/bytes';
import { KeyMaker, makeWrappingKey } from '@citycode/client/keys';
import { keyFault, type StoredKey } from '@citycode/client/stored-key';
import { postSigned, type Signer } from '@citycode/client/signed-post';
import type { Device } from './device.js';
import { Keeper } from './keeper.js';
import type { Enrolment, TerminalStore } from './terminal-store.js';

/** A key as the server writes it (docs/api.md). */
interface WrittenKey {
  readonly scope: string;
  readonly scopeId: number;
  readonly utcDay: number;
  readonly secret: string;
}

interface KeysAnswer extends Enrolment {
  readonly keys: readonly WrittenKey[];
}

const kDayMs = 86_400_000;
/** Often enough that a scene which the operator took away is gone within the hour. */
const kFetchEveryMs = 3_600_000;
const kIvBytes = 12;   // NIST SP 800-38D: 96 bits for AES-GCM

/** Makes what makes this terminal's key. */
export interface KeyMakers {
  (wrappingKey: () => Promise<CryptoKey>): KeyMaker;
}

/** Its `problem` is also why the last enrolment failed. Without a network, keys that are held stay good. */
export class SceneKeeper extends Keeper {
  enrolment: Enrolment | null = null;

  #keys: readonly WrittenKey[] = [];
  #fetchedAtMs = -Infinity;
  #wrapping: Promise<CryptoKey> | null = null;
  readonly #maker: KeyMaker;

  constructor(store: TerminalStore, device: Device, makeKeys: KeyMakers = (wrappingKey) => new KeyMaker(wrappingKey)) {
    super(store, device);
    this.#maker = makeKeys(() => this.#wrappingKey());
  }

  /** Resolves when the keys that are kept are in use; newer ones come by themselves. */
  async start(): Promise<void> {
    this.enrolment = (await this.store.enrolment()) ?? null;
    this.lookAgainEvery(kFetchEveryMs / 12);
    if (!this.enrolment) return;
    await this.#use(await this.#kept());
    const looking = this.look();
    if (this.#keys.length === 0) await looking;
  }

  /** True when codes of this scene can be opened today. */
  holds(scopeName: string): boolean {
    const today = this.#today();
    return this.#keys.some(({ scope, utcDay }) => scope === scopeName && utcDay === today);
  }

  /** Uses a one-use code. The key is kept before the request, so that a lost answer can be asked for again. */
  async enrol(enrolmentCode: string): Promise<Problem | null> {
    const answer = await this.post<Enrolment>('/v1/terminals', (signer) => ({ enrolmentCode, terminalKey: toBase64Url(signer.publicKey) }), { atOnce: true });
    if (!answer.ok) {
      this.problem = answer.problem;
      this.changed();
      return answer.problem;
    }
    this.device.asking.beginAnew('/v1/scene-keys');   // a refusal was of the terminal before
    await this.#becomes(answer.ok);
    this.#fetchedAtMs = -Infinity;
    await this.look({ atOnce: true });
    return this.problem;
  }

  /** Fetches keys when the last fetch is a while ago or a key is missing. */
  protected override async lookOnce(how: How): Promise<Problem | null> {
    if (!this.enrolment) return null;
    const nowMs = this.device.now();
    await this.#dropOld();
    const hasTomorrow = this.#keys.some(({ utcDay }) => utcDay > this.#today());
    if (hasTomorrow && Math.abs(nowMs - this.#fetchedAtMs) < kFetchEveryMs) return null;
    const answer = await this.post<KeysAnswer>('/v1/scene-keys', () => ({}), how);
    if (!answer.ok) return this.#refused(answer.problem);
    this.problem = null;
    this.#fetchedAtMs = nowMs;
    await this.#becomes(answer.ok);
    await this.#use(answer.ok.keys);
    await this.#keep();
    return null;
  }

  async #refused(problem: Problem): Promise<Problem | null> {
    this.problem = isAway(problem) ? null : problem;   // a scene without a key says so itself
    if (problem.fault !== 'issue/unknown-device') return problem;
    // The city has taken this terminal off its list: what it may not fetch it may not keep.
    this.enrolment = null;
    this.#keys = [];
    await this.device.core.holdSceneKeys([]);
    await this.store.saveSceneKeys(undefined);
    await this.store.saveEnrolment(undefined);
    return null;   // nothing is left to ask for
  }

  async #becomes({ terminalId, venue, scopes }: Enrolment): Promise<void> {
    this.enrolment = { terminalId, venue: { id: venue.id, name: venue.name }, scopes: [...scopes] };
    await this.store.saveEnrolment(this.enrolment);
  }

  async #dropOld(): Promise<void> {
    const left = this.#keys.filter(({ utcDay }) => utcDay >= this.#today() - 1);
    if (left.length === this.#keys.length) return;
    await this.#use(left);
    await this.#keep();
  }

  /** Gives the core the keys that are not over yet. */
  async #use(written: readonly WrittenKey[]): Promise<void> {
    const current = written.filter(({ utcDay }) => utcDay >= this.#today() - 1);
    const keys = current.flatMap(({ scopeId, utcDay, secret }) => {
      const bytes = fromBase64Url(secret);
      return bytes ? [{ scopeId, utcDay, secret: bytes }] : [];
    });
    const held = await this.device.core.holdSceneKeys(keys);
    this.#keys = held.ok ? current : [];
    if (!held.ok) this.problem = problemOf(held.fault!);
  }

  async #keep(): Promise<void> {
    const iv = crypto.getRandomValues(new Uint8Array(kIvBytes));
    const plain = new TextEncoder().encode(JSON.stringify(this.#keys));
    const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, await this.#wrappingKey(), plain));
    plain.fill(0);
    await this.store.saveSceneKeys({ iv, sealed });
  }

  async #kept(): Promise<readonly WrittenKey[]> {
    const kept = await this.store.sceneKeys();
    if (!kept) return [];
    try {
      const plain = new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv: kept.iv }, await this.#wrappingKey(), kept.sealed));
      const keys = JSON.parse(new TextDecoder().decode(plain)) as readonly WrittenKey[];
      plain.fill(0);
      return keys;
    } catch {
      return [];   // another browser's copy of this storage: the keys are fetched again
    }
  }

  #wrappingKey(): Promise<CryptoKey> {
    this.#wrapping ??= (async () => {
      const kept = await this.store.wrappingKey();
      if (kept) return kept;
      const made = await makeWrappingKey();
      await this.store.saveWrappingKey(made);
      return made;
    })();
    return this.#wrapping;
  }

  async #signer(): Promise<Signer> {
    const key = (await this.store.terminalKey()) ?? (await this.#makeKey());
    return { publicKey: key.publicKey, sign: (message) => this.#maker.sign(key, message) };
  }

  async #makeKey(): Promise<StoredKey> {
    const key = await this.#maker.make();
    if ((await this.store.saveTerminalKey(key)) || key.kind === 'wrapped' || !this.store.remembers) return key;
    this.#maker.preferWrapped();   // this browser makes such keys and cannot keep them
    return this.#makeKey();
  }

  /** A request that this terminal signs. A browser that makes no keys is a problem like another: nobody must wait for it. */
  async post<T>(path: string, bodyOf: (signer: Signer) => unknown, how: How): Promise<Answer<T>> {
    try {
      const signer = await this.#signer();
      return await postSigned<T>(signer, { origin: this.device.origin, path, body: bodyOf(signer), now: this.device.now }, how, this.device.asking);
    } catch (cause) {
      return { problem: problemOf(keyFault(cause)) };
    }
  }

  #today(): number {
    return Math.floor(this.device.now() / kDayMs);
  }
}
