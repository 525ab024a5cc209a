/** From options to a verifier that keeps itself fresh: the same keepers as on the city's own scanner, on a device of its own. */
import { fromBase64Url, toBase64Url } from '@citycode/client/bytes';
import { IndexedStore } from '@citycode/client/stores/indexed';
import { MemoryStore } from '@citycode/client/stores/memory';
import { CoreNotLoaded, type CoreClient } from '@citycode/wasm/client';
import { VerifyError, type Store, type VerifierOptions } from './api.js';
import { OpenVerifier } from './open-verifier.js';

/** What differs between hosts. */
export interface Platform {
  /** A core with a verifying device's role, of this verifier alone. Rejects with CoreNotLoaded when it cannot be had. */
  readonly startCore: (given: VerifierOptions['wasm']) => Promise<CoreClient>;
  /** Null where there are no files. */
  readonly openFolder: ((folder: string, damaged: (file: string) => void) => Promise<Store>) | null;
}

const kRootKeyBytes = 32;
const kLocal = /^(localhost|127(\.\d+){3}|\[::1\])$/;

const badOption = (because: string, cause?: unknown): VerifyError => new VerifyError('start/bad-option', because, { cause });

function originOf(city: VerifierOptions['city'], hasRoot: boolean): string {
  let url: URL;
  try {
    url = new URL(typeof city === 'string' ? city : city.href);
  } catch (cause) {
    throw badOption('`city` is no address', cause);
  }
  const { protocol, hostname, pathname, search, hash, username, password } = url;
  if (!/^https?:$/.test(protocol) || pathname !== '/' || search + hash + username + password !== '') throw badOption('`city` is https:// and an authority, and nothing else');
  if (protocol === 'http:' && !hasRoot && !kLocal.test(hostname)) throw badOption('without https anybody on the way can be the city: give its `rootKey`');
  return url.origin;
}

function rootKeyOf(given: VerifierOptions['rootKey']): Uint8Array<ArrayBuffer> | null {
  if (given === undefined) return null;
  const key = typeof given === 'string' ? fromBase64Url(given) : Uint8Array.from(given);
  if (key?.length !== kRootKeyBytes) throw badOption('`rootKey` is 32 bytes, or these as base64url');
  return key;
}

async function storeOf(platform: Platform, keep: VerifierOptions['keep'], origin: string, damaged: (file: string) => void): Promise<Store> {
  if (keep === undefined || keep === 'memory') return new MemoryStore();
  if (keep === 'browser') {
    if (!('indexedDB' in globalThis)) throw badOption('there is no IndexedDB here: keep in a folder');
    const store = await IndexedStore.open(`citycode-verify ${origin}`).catch((cause: unknown) => { throw new VerifyError('env/storage-silent', 'the browser’s storage does not answer', { cause }); });
    return store ?? new MemoryStore();
  }
  if (!('folder' in keep)) return keep;
  if (!platform.openFolder) throw badOption('there are no folders here: keep in the browser');
  return platform.openFolder(keep.folder, damaged).catch((cause: unknown) => { throw new VerifyError('store/unavailable', `nothing can be kept in ${keep.folder}`, { cause }); });
}

/** What is kept for one city is not shown to another; a root that is given now and was not then begins anew, but for what was seen. */
async function claim(store: Store, origin: string, rootKey: Uint8Array | null): Promise<void> {
  const kept = (await store.get('city')) as { readonly origin?: unknown; readonly rootKey?: unknown } | undefined;
  const root = rootKey ? toBase64Url(rootKey) : null;
  if (kept && kept.origin !== origin) throw badOption(`this store is of ${String(kept.origin)}`);
  if (kept && kept.rootKey !== root) await store.put('trust', undefined);
  await store.put('city', { origin, rootKey: root });
}

async function startCore(platform: Platform, given: VerifierOptions['wasm']): Promise<CoreClient> {
  try {
    return await platform.startCore(given);
  } catch (cause) {
    const isBug = !(cause instanceof CoreNotLoaded);
    throw new VerifyError(isBug ? 'internal/bug' : 'env/module-not-loaded', cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/** Rejects with VerifyError. */
export async function openOn(platform: Platform, options: VerifierOptions): Promise<OpenVerifier> {
  const rootKey = rootKeyOf(options.rootKey);
  const origin = originOf(options.city, rootKey !== null);
  if (typeof options.scene !== 'string' || options.scene === '') throw badOption('`scene` is the name of one');
  const damaged: string[] = [];
  const store = await storeOf(platform, options.keep, origin, (file) => {
    damaged.push(file);
    console.warn(`citycode: ${file} is damaged and is as none`);
  });
  await claim(store, origin, rootKey);
  const core = await startCore(platform, options.wasm);
  const verifier = new OpenVerifier({ origin, rootKey, scene: options.scene, venue: options.venue ?? '', now: options.now ?? (() => Date.now()), store, damaged, core });
  await verifier.start();
  return verifier;
}
