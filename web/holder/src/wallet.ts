/** The phone's passes: enrol, fetch the day's batch ahead, take one to show, forget everything. */
import { problemOf, type Answer, type How, type Problem } from '@citycode/client/api';
import { fromBase64Url, toBase64Url } from '@citycode/client/bytes';
import { keyFault, type Keys, type StoredKey } from '@citycode/client/stored-key';
import { kMaxKeysPerRequest } from '@citycode/wasm/limits';
import type { FaultId, Outcome } from '@citycode/wasm/types';
import {
  CityApi, type CardPhoto, type IssuedBatch, type IssuedCard, type IssuedPass, type KnownCards, type Signer, type WantedPass, type WantedPortalPass,
} from './city-api.js';
import type { CityTrust } from './city-trust.js';
import { choosePass, freshCount, keptOver, missingPasses, passesFor, renewalOf, retired, showable, venuePassesOver } from './pass-policy.js';
import { StorageRefused, type Device, type PassRecord, type PhoneStore, type Settings } from './store.js';

/** Removing must not wait for a network that is not there. */
const kRevokePatienceMs = 3000;

/** One for the door and one for the desk; more come as these are shown. */
const kPassesPerVenueScene = 2;

/** A city changes its scenes once in months. */
const kServingHeldSeconds = 7 * 86_400;

/** A venue whose own passes are wanted, and the scenes there that have a pseudonym. */
export interface VenueNeed {
  readonly venue: string;
  readonly scopes: readonly string[];
}

export interface TakenPass {
  readonly record: PassRecord;
  readonly reused: boolean;
}

export interface Replenished {
  /** False when enough passes were left, and nobody was asked. */
  readonly asked: boolean;
  readonly problem: Problem | null;
}

export interface WalletParts {
  readonly store: PhoneStore;
  /** Milliseconds, like Date.now. */
  readonly now: () => number;
  readonly api: CityApi;
  readonly keys: Keys;
  /** In [0, 1), like Math.random. */
  readonly random?: () => number;
  /** Brings what forgets the ratings that are kept beside the wallet; left out where there are none, or they are somebody else's. */
  readonly forgetsRatings?: () => Promise<() => Promise<void>>;
}

export class Wallet {
  device: Device | null = null;
  settings: Settings = {};
  #replenishing: Promise<Replenished> | null = null;
  #need: VenueNeed | null = null;
  #trust: CityTrust | null = null;
  #isLearning = false;
  /** Scenes where people are served; null while this phone has not heard of any. */
  #serving: readonly string[] | null = null;

  constructor(private readonly parts: WalletParts) {}

  /** Reads what the phone keeps. Rejects with StorageRefused. */
  async load(): Promise<void> {
    this.device = (await this.parts.store.device()) ?? null;
    this.settings = await this.parts.store.settings();
    this.#serving = (await this.parts.store.serving())?.scopes ?? null;
  }

  /** Registers this phone. The key is kept before the request, so that a lost answer can be asked for again. */
  async enrol(enrolmentCode: string): Promise<Problem | null> {
    try {
      const answer: Answer<Device> = await this.parts.api.enrol(await this.#signer(), enrolmentCode);
      if (!answer.ok) return answer.problem;
      const { deviceId, holder, scopes, passesPerScope } = answer.ok;
      this.device = { deviceId, holder, scopes, passesPerScope };
      await this.parts.store.saveDevice(this.device);
      return null;
    } catch (cause) {
      return problemOf(faultOfCause(cause));
    }
  }

  /** Fetches passes when few are left or they end soon, and the city may be asked. One fetch at a time. */
  replenish(how: How = {}): Promise<Replenished> {
    this.#replenishing ??= this.#replenish(how)
      .catch((cause: unknown) => ({ asked: false, problem: problemOf(faultOfCause(cause)) }))
      .finally(() => { this.#replenishing = null; });
    return this.#replenishing;
  }

  /** Passes for one venue are fetched too from now on; null: the person left, and what was for it is deleted. */
  async visit(need: VenueNeed | null): Promise<void> {
    this.#need = need;
    await this.#replenishing;   // it may be putting the venue's passes away
    if (need) return;
    await this.#retire((await this.parts.store.passes()).filter((pass) => pass.venue !== undefined));
  }

  /** A pass for a scope, and for one venue if named: a fresh one, or the last again when the batch has run out. */
  async take(scope: string, venue: string | null = null): Promise<Outcome<TakenPass>> {
    const now = this.#nowUnixSeconds();
    try {
      const choice = await this.parts.store.changePasses(scope, (passes) => {
        const chosen = choosePass(passesFor(passes, venue), now, this.#serves);
        return { put: chosen.put, remove: chosen.remove, result: chosen };
      });
      if (!choice.pass) await this.#expectKept();
      if (choice.pass) return { ok: { record: choice.pass, reused: choice.reused } };
      if (choice.allExpired) return { fault: 'time/expired' };
      return { fault: choice.notYet ? 'env/clock-differs' : 'env/no-passes-left' };
    } catch (cause) {
      return { fault: faultOfCause(cause) };
    }
  }

  sign(record: PassRecord, message: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
    return this.parts.keys.sign(record.key, message);
  }

  /** Fresh passes by scope, and when the last of them ends. */
  async stock(): Promise<{ counts: Map<string, number>; untilUnixSeconds: number | null }> {
    const passes = await this.parts.store.passes();
    const now = this.#nowUnixSeconds();
    const ends = showable(passes).map((pass) => pass.expiresUnixSeconds).filter((end) => end > now);
    return {
      counts: new Map((this.device?.scopes ?? []).map((scope) => [scope, freshCount(passes, scope, now)])),
      untilUnixSeconds: ends.length ? Math.max(...ends) : null,
    };
  }

  /**
   * A pass that the city makes for one portal and this answer, with no more than these attributes. Nobody is shown it again; its key stays
   * for as long as a service that began with it can be rated. With it the city's time.
   */
  portalPass(wanted: WantedPortalPass): Promise<Answer<{ record: PassRecord; nowUnixSeconds: number }>> {
    return this.#signed<{ record: PassRecord; nowUnixSeconds: number }>(async (signer) => {
      const key = await this.parts.keys.make();
      const answer = await this.parts.api.passes(signer, [{ ...wanted, key: toBase64Url(key.publicKey) }], { atOnce: true });
      if (!answer.ok) return { problem: answer.problem };
      const { passes: [issued], nowUnixSeconds } = answer.ok;
      const record = issued ? readIssued(issued, key, 0) : null;
      if (!record) return { problem: problemOf('request/malformed') };
      await this.parts.store.addPasses(retired([{ ...record, usedAtUnixSeconds: nowUnixSeconds }], this.#serves, this.#nowUnixSeconds()).put);
      return { ok: { record, nowUnixSeconds } };
    });
  }

  async change(settings: Settings): Promise<void> {
    this.settings = { ...this.settings, ...settings };
    await this.parts.store.saveSettings(settings).catch(() => undefined);   // a preference is not worth a refusal
  }

  /** Puts the city's newest list into the core, so that what this phone scans can be believed. */
  async loadTrust(): Promise<FaultId | null> {
    const code = await import('./city-trust.js').catch(() => null);   // for who stands before a place, and hardly anybody else
    if (!code) return 'env/module-not-loaded';
    this.#trust ??= new code.CityTrust(this.parts.store);
    const noList = await this.#trust.load(this.#nowUnixSeconds());
    if (!noList) await this.#hearServing(this.#trust.scopes).catch(() => undefined);   // another time, then
    return noList;
  }

  /** Asks for the list when this phone has not heard for a week where people are served. */
  async keepServing(): Promise<void> {
    const heard = (await this.parts.store.serving())?.heardUnixSeconds ?? -Infinity;
    if (Math.abs(this.#nowUnixSeconds() - heard) > kServingHeldSeconds) await this.loadTrust();
  }

  async #hearServing(scopes: CityTrust['scopes']): Promise<void> {
    this.#serving = scopes.filter(({ servesPeople }) => servesPeople).map(({ name }) => name);
    await this.parts.store.saveServing({ scopes: this.#serving, heardUnixSeconds: this.#nowUnixSeconds() });
  }

  readonly #serves = (scope: string): boolean => this.#serving?.includes(scope) ?? true;

  /** They are shown no more; what a slip may still name stays with its key. */
  async #retire(passes: readonly PassRecord[]): Promise<void> {
    const { put, remove } = retired(showable(passes), this.#serves, this.#nowUnixSeconds());
    if (put.length + remove.length > 0) await this.parts.store.removePasses(remove, put);
  }

  /** The scenes of `scopes` under whose name a venue recognises a person again, by the list that `loadTrust` brought. */
  scopesWithPseudonym(scopes: readonly string[]): readonly string[] {
    const known = this.#trust?.scopes ?? [];
    return scopes.filter((name) => known.some((scope) => scope.name === name && scope.attributes.includes('pseudonym')));
  }

  /** A paper card, signed by the office, in the place of another one if that is named. Nothing of it is kept here. */
  paperCard(photo: CardPhoto | null, replaces: number | null = null): Promise<Answer<IssuedCard>> {
    return this.#signed((signer) => this.parts.api.paperCode(signer, photo, replaces));
  }

  /** The holder's cards, whichever phone they were made with. Nothing of it is kept here. */
  cards(): Promise<Answer<KnownCards>> {
    return this.#signed((signer) => this.parts.api.cards(signer));
  }

  revokeCard(number: number): Promise<Answer<unknown>> {
    return this.#signed((signer) => this.parts.api.revokeCard(signer, number));
  }

  /** Tells the city that this phone is lost: its passes are refused from then on. They stay here, as with whoever found it. */
  async reportLost(): Promise<Problem | null> {
    return (await this.#signed((signer) => this.parts.api.revokeThis(signer, false, 'lost'))).problem ?? null;
  }

  /**
   * Revokes the passes where the city can be reached, and deletes everything that this phone knows of the holder, ratings too. Paper
   * cards stay good, unless they are to go too: then the city has to be told, and while it is not nothing is deleted.
   */
  async remove({ withCards = false } = {}): Promise<Problem | null> {
    const forgetRatings = await this.parts.forgetsRatings?.().catch(() => null);
    if (forgetRatings === null) return problemOf('env/module-not-loaded');   // nothing goes, rather than a part
    if (this.device) {
      const told = this.#signed((signer) => this.parts.api.revokeThis(signer, withCards));
      if (withCards) {
        const { problem } = await told;
        if (problem) return problem;
      } else {
        // Without a network the passes die with their keys, which are deleted next.
        await Promise.race([told, new Promise((resolve) => setTimeout(resolve, kRevokePatienceMs))]);
      }
    }
    await forgetRatings?.();
    await this.parts.store.destroy();
    this.device = null;
    this.settings = {};
    this.#serving = null;
    return null;
  }

  async #signed<T>(question: (signer: Signer) => Promise<Answer<T>>): Promise<Answer<T>> {
    try {
      return await question(await this.#signer());
    } catch (cause) {
      return { problem: problemOf(faultOfCause(cause)) };
    }
  }

  async #replenish(how: How): Promise<Replenished> {
    let asked = false;
    // Twice at most: an answer can name scenes that are new to the holder, and their passes are fetched at once and not with the
    // next batch. An office whose answers go to and fro is asked no further.
    for (let round = 0; round < 2; round++) {
      const before = this.device?.scopes;
      const wanted = await this.#wanted();
      for (let from = 0; from < wanted.length; from += kMaxKeysPerRequest) {
        asked = true;
        const problem = await this.#fetch(wanted.slice(from, from + kMaxKeysPerRequest), how);
        if (problem) return { asked, problem };
      }
      if (!this.device?.scopes.some((scope) => !before?.includes(scope))) break;
    }
    return { asked, problem: null };
  }

  async #wanted(): Promise<WantedPass[]> {
    const { device } = this;
    if (!device) return [];
    await this.#expectKept();
    const now = this.#nowUnixSeconds();
    const passes = await this.parts.store.passes();
    await this.#retire(venuePassesOver(passes, now));
    const { put, remove } = keptOver(passes, this.#serves, now);
    if (put.length + remove.length > 0) await this.parts.store.removePasses(remove, put);
    return [...this.#missingAt(passes, now),
      ...wantedPasses(missingPasses(passes, device.scopes, device.passesPerScope, now))];
  }

  /** A phone whose storage was emptied beneath it would sign with a new key that the city never saw. */
  async #expectKept(): Promise<void> {
    if (this.device && !(await this.parts.store.device())) throw new StorageRefused('env/storage-evicted');
  }

  /** First of all what the person stands before. */
  #missingAt(passes: readonly PassRecord[], nowUnixSeconds: number): WantedPass[] {
    const need = this.#need;
    if (!need) return [];
    const scopes = need.scopes.filter((scope) => this.device!.scopes.includes(scope));
    return wantedPasses(missingPasses(passes, scopes, kPassesPerVenueScene, nowUnixSeconds, need.venue), need.venue);
  }

  async #fetch(wanted: readonly WantedPass[], how: How): Promise<Problem | null> {
    const closed = this.parts.api.passesClosed(how);
    if (closed) return closed;   // before a phone makes sixty keys for nothing
    const made: { want: WantedPass; key: StoredKey; id: string }[] = [];
    for (const want of wanted) {
      const key = await this.parts.keys.make();
      made.push({ want, key, id: toBase64Url(key.publicKey) });
    }
    const answer = await this.parts.api.passes(await this.#signer(), made.map(({ want, id }) => ({ ...want, key: id })), how);
    if (!answer.ok) {
      if (answer.problem.fault !== 'issue/scope-not-for-holder') return answer.problem;
      // One scene that the office took back must not cost the others.
      if (new Set(wanted.map(({ scope }) => scope)).size > 1) return this.#fetchApart(wanted);
      return this.#learnScopes(wanted[0]!.scope, answer.problem);
    }
    await this.#takeWord(answer.ok);
    const random = (this.parts.random ?? Math.random)();
    const records: PassRecord[] = [];
    for (const { want, key, id } of made) {
      const issued = answer.ok.passes.find((pass) => pass.key === id && pass.scope === want.scope && pass.venue === want.venue);
      const record = issued ? readIssued(issued, key, random) : null;
      if (record) records.push(record);
    }
    await this.parts.store.addPasses(records);
    return null;
  }

  async #fetchApart(wanted: readonly WantedPass[]): Promise<Problem | null> {
    for (const scope of new Set(wanted.map((want) => want.scope))) {
      if (!this.device!.scopes.includes(scope)) continue;   // one of the others told
      const problem = await this.#fetch(wanted.filter((want) => want.scope === scope), { atOnce: true });
      if (problem && problem.fault !== 'issue/scope-not-for-holder') return problem;
    }
    return null;
  }

  /** A refusal alone takes no scene away: a pass of another one is asked for, and its answer says which are the holder's. */
  async #learnScopes(refused: string, problem: Problem): Promise<Problem | null> {
    const other = this.device!.scopes.find((scope) => scope !== refused);
    if (other === undefined || this.#isLearning) return problem;
    this.#isLearning = true;
    try {
      return await this.#fetch([{ scope: other }], { atOnce: true });
    } finally {
      this.#isLearning = false;
    }
  }

  /** Who the holder is today and which scenes are theirs, as the office said with a batch. */
  async #takeWord({ holder, scopes }: IssuedBatch): Promise<void> {
    if (holder && JSON.stringify(holder) !== JSON.stringify(this.device!.holder)) {
      this.device = { ...this.device!, holder };
      await this.parts.store.saveDevice(this.device);
    }
    if (scopes) await this.#keepScopes(scopes);
  }

  /** What is no longer the holder's is not shown any more. */
  async #keepScopes(scopes: readonly string[]): Promise<void> {
    if (scopes.join() === this.device!.scopes.join()) return;
    this.device = { ...this.device!, scopes };
    await this.parts.store.saveDevice(this.device);
    await this.#retire((await this.parts.store.passes()).filter((pass) => !scopes.includes(pass.scope)));
  }

  async #signer(): Promise<Signer> {
    const { store, keys } = this.parts;
    const stored = (await store.deviceKey()) ?? (await this.#makeDeviceKey());
    if (stored.kind === 'wrapped') keys.preferWrapped();
    return { publicKey: stored.publicKey, sign: (message) => keys.sign(stored, message) };
  }

  async #makeDeviceKey(): Promise<StoredKey> {
    const { store, keys } = this.parts;
    const key = await keys.make();
    try {
      await store.saveDeviceKey(key);
      return key;
    } catch (cause) {
      if (!cannotBeKept(cause) || key.kind !== 'webcrypto') throw cause;
      keys.preferWrapped();
      return this.#makeDeviceKey();
    }
  }

  #nowUnixSeconds(): number {
    return Math.floor(this.parts.now() / 1000);
  }
}

/** A browser that has keys which no script can read, and a database that does not take them. */
const cannotBeKept = (cause: unknown): boolean => (cause as { readonly name?: unknown } | null)?.name === 'DataCloneError';

function wantedPasses(missing: ReadonlyMap<string, number>, venue?: string): WantedPass[] {
  const wanted: WantedPass[] = [];
  for (const [scope, count] of missing) for (let i = 0; i < count; i++) wanted.push({ scope, ...(venue !== undefined && { venue }) });
  return wanted;
}

function readIssued(issued: IssuedPass, key: StoredKey, random: number): PassRecord | null {
  const pass = fromBase64Url(issued.pass);
  if (!pass) return null;
  const { scope, venue, attributes, notBeforeUnixSeconds, expiresUnixSeconds } = issued;
  return {
    id: issued.key, scope, ...(venue !== undefined && { venue }), key, pass, attributes, notBeforeUnixSeconds, expiresUnixSeconds,
    renewAtUnixSeconds: renewalOf(issued, random), usedAtUnixSeconds: null,
  };
}

function faultOfCause(cause: unknown): FaultId {
  if (cause instanceof StorageRefused) return cause.fault;
  if (cannotBeKept(cause)) return 'env/storage-denied';
  return keyFault(cause);
}
