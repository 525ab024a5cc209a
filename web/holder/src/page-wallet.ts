/** A browser's phone: its wallet, in the page's database or in a store that is given, with keys of WebCrypto. */
import type { Asking } from '@citycode/client/asking';
import { KeyMaker, makeWrappingKey, type SeedSigner } from '@citycode/client/keys';
import { CityApi } from './city-api.js';
import { WalletStore } from './indexed-store.js';
import type { PhoneStore } from './store.js';
import { Wallet } from './wallet.js';

/** What the phone gives. */
export interface HolderWorld {
  /** Where everything is kept. A browser may refuse already to name it. */
  readonly storage: () => IDBFactory;
  /** Milliseconds, like Date.now. */
  readonly now: () => number;
  /** Scheme and authority at which the city is asked. */
  readonly origin: string;
}

/** Opens what the phone keeps. Rejects with StorageRefused. */
export async function openWallet({ storage, now, origin }: HolderWorld): Promise<Wallet> {
  const store = await WalletStore.open(storage);
  const keys = new KeyMaker(() => wrappingKeyOf(store));
  const forgetsRatings = async (): Promise<() => Promise<void>> => {
    const { forgetRatings } = await import('./ratings/indexed-rating-store.js');
    return () => forgetRatings(storage);
  };
  const wallet = new Wallet({ store, now, keys, forgetsRatings, api: new CityApi(now, origin) });
  await wallet.load();
  return wallet;
}

/** What a phone that is not the page's own gives. */
export interface OtherWorld extends Pick<HolderWorld, 'now' | 'origin'> {
  /** Its way to the city; the page's when left out. */
  readonly through?: Asking;
  /** Signs by another core than the page's. */
  readonly signWithSeed?: SeedSigner;
  /** AES-GCM, for sealing and opening, the same each time; left out where nothing outlasts the page. */
  readonly openingKey?: CryptoKey;
}

/** A phone that keeps itself in `store` alone, ratings nowhere. */
export function walletOver(store: PhoneStore, { now, origin, through, signWithSeed, openingKey }: OtherWorld): Wallet {
  let made: Promise<CryptoKey> | null = null;
  const keys = new KeyMaker(async () => openingKey ?? (made ??= makeWrappingKey()), signWithSeed);
  if (store.keepsSealedKeysAlone) keys.preferWrapped();
  return new Wallet({ store, now, keys, api: new CityApi(now, origin, through) });
}

async function wrappingKeyOf(store: WalletStore): Promise<CryptoKey> {
  const kept = await store.wrappingKey();
  if (kept) return kept;
  const made = await makeWrappingKey();
  await store.saveWrappingKey(made);
  return made;
}
