/**
 * wx.setStorage and its like. 1 MB for each key and 10 MB in all; primitives, Date, and what JSON.stringify keeps; `encrypt` in the
 * asynchronous pair alone, both of which must name it, since base library 2.21.3, for what grows by 1.4 times
 * (developers.weixin.qq.com/miniprogram/dev/api/storage/wx.setStorage.html).
 */
import { asks, Refusal, returns, type Options } from './answers.ts';
import { lostInJson } from './plain.ts';
import type { Session } from './session.ts';

export interface Kept {
  readonly type: 'json' | 'date';
  readonly text: string;
  readonly encrypted: boolean;
}

const kMaxKeyBytes = 1024 * 1024;
export const kMaxStorageBytes = 10 * kMaxKeyBytes;
const kEncryptedGrowth = 1.4;

export const sizeOf = ({ text, encrypted }: Kept): number => Buffer.byteLength(text) * (encrypted ? kEncryptedGrowth : 1);

export function storageOf(session: Session): Record<string, unknown> {
  const { storage } = session.device;

  const write = (key: unknown, value: unknown, encrypted: boolean): void => {
    const kept = pack(value, encrypted);
    if (sizeOf(kept) > kMaxKeyBytes) throw new Refusal('entry size limit reached');
    const before = storage.get(nameOf(key));
    const bytes = used(storage) - (before ? sizeOf(before) : 0) + sizeOf(kept);
    if (bytes > kMaxStorageBytes) throw new Refusal('the maximum size of the file storage limit is exceeded');
    storage.set(nameOf(key), kept);
  };
  const read = (key: unknown, encrypted: boolean): unknown => {
    const kept = storage.get(nameOf(key));
    if (!kept) return undefined;
    if (kept.encrypted !== encrypted) throw new Refusal('encrypt is not what it was written with');
    const value = JSON.parse(kept.text) as unknown;
    return kept.type === 'date' ? new Date(value as string) : value;
  };
  const info = () => ({
    keys: [...storage.keys()], currentSize: Math.ceil(used(storage) / 1024), limitSize: kMaxStorageBytes / 1024,
  });
  const encrypts = ({ encrypt }: Options): boolean => encrypt === true;

  return {
    setStorage: asks(session, 'setStorage', (options) => write(options['key'], options['data'], encrypts(options))),
    getStorage: asks(session, 'getStorage', (options) => {
      const data = read(options['key'], encrypts(options));
      if (data === undefined) throw new Refusal('data not found');
      return { data };
    }),
    removeStorage: asks(session, 'removeStorage', ({ key }) => void storage.delete(nameOf(key))),
    clearStorage: asks(session, 'clearStorage', () => storage.clear()),
    getStorageInfo: asks(session, 'getStorageInfo', info),
    setStorageSync: returns(session, 'setStorageSync', (key: unknown, data: unknown) => write(key, data, false)),
    getStorageSync: returns(session, 'getStorageSync', (key: unknown) => read(key, false) ?? ''),
    removeStorageSync: returns(session, 'removeStorageSync', (key: unknown) => void storage.delete(nameOf(key))),
    clearStorageSync: returns(session, 'clearStorageSync', () => storage.clear()),
    getStorageInfoSync: returns(session, 'getStorageInfoSync', info),
  };
}

export function used(storage: ReadonlyMap<string, Kept>): number {
  return [...storage.values()].reduce((sum, kept) => sum + sizeOf(kept), 0);
}

function nameOf(key: unknown): string {
  if (typeof key !== 'string' || key === '') throw new Refusal('parameter error: parameter.key should be String');
  return key;
}

function pack(value: unknown, encrypted: boolean): Kept {
  const lost = lostInJson(value, 'left out');
  if (lost) throw new Refusal(`data is not serializable: ${lost}`);
  return { type: Object.prototype.toString.call(value) === '[object Date]' ? 'date' : 'json', text: JSON.stringify(value), encrypted };
}
