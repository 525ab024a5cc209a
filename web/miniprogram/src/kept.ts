/** Where the chat app keeps values for this program: at most 1 MB each and 10 MB in all (…/framework/ability/storage.html). */
import { KeyRefused } from '@citycode/client/stored-key';
import { readKept, writeKept } from '@citycode/client/stores/kept-text';
import type { Store } from '@citycode/client/stores/store';
import { StorageRefused } from '@citycode/holder/store';
import { host } from './host.js';

/** All that goes when the code is removed. */
const kPrefix = 'phone.';
const kOpeningKey = `${kPrefix}opening-key`;
const kKeyBytes = 32;
/** What a phone makes first with it (web/holder/src/kept-store.ts). */
const kDeviceKey = 'device-key';

export class ChatAppStore implements Store {
  readonly remembers = true;
  #opening: Promise<Uint8Array<ArrayBuffer>> | null = null;
  #isCleared = false;

  async get(key: string): Promise<unknown> {
    try {
      const text: unknown = wx.getStorageSync(kPrefix + key);
      return typeof text === 'string' && text !== '' ? readKept(text) : undefined;
    } catch (_) {
      return undefined;
    }
  }

  async put(key: string, value: unknown): Promise<boolean> {
    if (this.#isCleared) return false;   // of a phone that was removed while it was busy: the next one has a store of its own
    try {
      if (value === undefined) wx.removeStorageSync(kPrefix + key);
      else wx.setStorageSync(kPrefix + key, writeKept(value));
      return true;
    } catch (_) {
      return false;
    }
  }

  async clear(): Promise<void> {
    this.#isCleared = true;
    this.#opening = null;
    try {
      for (const key of wx.getStorageInfoSync().keys) if (key.indexOf(kPrefix) === 0) wx.removeStorageSync(key);
    } catch (cause) {
      this.#isCleared = false;
      throw cause;
    }
  }

  /**
   * What seals the seeds. In an entry of its own that the chat app encrypts: docs/threats.md says what that is worth. Rejects with StorageRefused (a key that
   * was not kept must seal nothing) or KeyRefused.
   */
  openingKey(): Promise<Uint8Array<ArrayBuffer>> {
    this.#opening ??= this.#openOrMake().catch((cause: unknown) => {
      this.#opening = null;
      throw cause;
    });
    return this.#opening;
  }

  async #openOrMake(): Promise<Uint8Array<ArrayBuffer>> {
    const kept = await new Promise<string>((resolve) => {
      wx.getStorage<string>({ key: kOpeningKey, encrypt: true, success: ({ data }) => resolve(data), fail: () => resolve('') });
    });
    const key = kept ? host.fromBase64(kept) : null;
    if (key && key.length === kKeyBytes) return key;
    // Never another in its place while there is what it sealed: an entry that cannot be read now may be read later.
    if ((await this.get(kDeviceKey)) !== undefined) throw new KeyRefused('key/seal-broken');
    const made = await host.randomBytes(kKeyBytes);
    if (this.#isCleared) throw new StorageRefused('env/storage-evicted');
    await new Promise<void>((resolve, reject) => {
      wx.setStorage({ key: kOpeningKey, data: host.toBase64(made), encrypt: true, success: () => resolve(), fail: () => reject(new StorageRefused('env/storage-full')) });
    });
    return made;
  }
}
