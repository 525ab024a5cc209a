/** What the phone keeps: the device, its key, its passes, its settings. Nothing of a scan; passes for one venue until the person leaves it or they expire. */
import type { StoredKey } from '@citycode/client/stored-key';
import type { FaultId } from '@citycode/wasm/types';

export interface Holder {
  readonly displayName: string;
  readonly holderClass: string;
  readonly ageGroup?: string;
}

export interface Device {
  readonly deviceId: string;
  readonly holder: Holder;
  readonly scopes: readonly string[];
  readonly passesPerScope: number;
}

export interface PassRecord {
  /** base64url of the pass key. */
  readonly id: string;
  readonly scope: string;
  /** The one venue that accepts it; absent for a pass of the scene. */
  readonly venue?: string;
  readonly key: StoredKey;
  readonly pass: Uint8Array<ArrayBuffer>;
  /** Names of what is in it, as the city said. */
  readonly attributes: readonly string[];
  readonly notBeforeUnixSeconds: number;
  readonly expiresUnixSeconds: number;
  /** From then on a new one is fetched, well before the end; absent in records of earlier versions. */
  readonly renewAtUnixSeconds?: number;
  /** Null while nobody has seen it. */
  readonly usedAtUnixSeconds: number | null;
  /** It is not shown any more, and stays until then: a service that began with it may still be rated, which its key has to sign. */
  readonly keptUntilUnixSeconds?: number;
}

export interface Settings {
  readonly elderMode?: boolean;
  readonly lastScope?: string;
}

/** Where people are served, by the city's list; what was shown elsewhere no slip will ever name. */
export interface StoredServing {
  readonly scopes: readonly string[];
  readonly heardUnixSeconds: number;
}

/** The city's list, and what the core says of which roots may sign the next. */
export interface StoredTrust {
  readonly anchors: string;
  readonly list: Uint8Array<ArrayBuffer>;
}

/** The storage refused. `fault` says how. */
export class StorageRefused extends Error {
  override readonly name = 'StorageRefused';
  constructor(readonly fault: FaultId) {
    super(fault);
  }
}

/** What keeps a wallet, wherever that is: IndexedDB (indexed-store.ts), the page's memory (memory-store.ts), values by name (kept-store.ts). */
export interface PhoneStore {
  /** A key that no script can read cannot be kept there. */
  readonly keepsSealedKeysAlone?: boolean;

  device(): Promise<Device | undefined>;
  deviceKey(): Promise<StoredKey | undefined>;
  settings(): Promise<Settings>;
  trust(): Promise<StoredTrust | undefined>;
  serving(): Promise<StoredServing | undefined>;
  passes(): Promise<PassRecord[]>;

  // These reject with StorageRefused.
  saveDevice(device: Device): Promise<void>;
  saveDeviceKey(key: StoredKey): Promise<void>;
  saveSettings(change: Settings): Promise<void>;
  saveTrust(trust: StoredTrust): Promise<void>;
  saveServing(serving: StoredServing): Promise<void>;
  addPasses(records: readonly PassRecord[]): Promise<void>;
  removePasses(ids: readonly string[], put?: readonly PassRecord[]): Promise<void>;
  /** Reads a scope's passes, and writes and deletes what `decide` says, with nobody in between. */
  changePasses<T>(scope: string, decide: (passes: PassRecord[]) => { put: PassRecord[]; remove: string[]; result: T }): Promise<T>;
  /** Deletes keys, passes and everything else that this phone knows of the holder. What was under way then keeps nothing any more. */
  destroy(): Promise<void>;
  /** For who opened it beside the page's own, for one question. */
  close(): void;
}
