/** The phone's own parts, put together once: the pages share them. */
import { problemOf, type Problem } from '@citycode/client/api';
import { toBase64Url } from '@citycode/client/bytes';
import { host } from '@citycode/client/host';
import { SealedKeys } from '@citycode/client/sealed-keys';
import { CityApi } from '@citycode/holder/city-api';
import { CityTrust } from '@citycode/holder/city-trust';
import { KeptStore } from '@citycode/holder/kept-store';
import { Network } from '@citycode/holder/network';
import { CityClock } from '@citycode/holder/ratings/city-clock';
import { KeptRatingStore } from '@citycode/holder/ratings/kept-rating-store';
import { RatingApi } from '@citycode/holder/ratings/rating-api';
import { pageCore } from '@citycode/holder/ratings/rating-core';
import { Ratings } from '@citycode/holder/ratings/ratings';
import { lookEveryMinute } from '@citycode/holder/ratings/send-rounds';
import { passOfDigest } from '@citycode/holder/ratings/shown-pass';
import { StorageRefused } from '@citycode/holder/store';
import { Wallet } from '@citycode/holder/wallet';
import { city } from './city.js';
import { holdPlace, holdQuestion } from './held.js';
import { ChatAppStore } from './kept.js';

export interface Phone {
  readonly wallet: Wallet;
  readonly network: Network;
  readonly ratings: Ratings;
  /** The enrolment code that this phone's code came with: a link that is opened twice. Only its digest is kept. */
  cameWith(enrolmentCode: string): Promise<boolean>;
  remember(enrolmentCode: string): Promise<void>;
  /** Asks and sends nothing more. */
  close(): void;
}

const kCameWith = 'came-with';

const now = (): number => Date.now();

async function open(): Promise<Phone> {
  const { origin } = city();
  const store = new ChatAppStore();
  const kept = new KeptStore(store);
  const keys = new SealedKeys(() => store.openingKey());
  const services = new KeptRatingStore(store, kept);
  const wallet = new Wallet({ store: kept, keys, now, api: new CityApi(now, origin), forgetsRatings: async () => () => services.clear() });
  await wallet.load();
  const clock = new CityClock();
  const ratings = new Ratings({
    store: services, clock, core: pageCore, trust: new CityTrust(kept), api: new RatingApi(() => clock.nowMs(), origin),
    alone: (work) => work(),   // the chat app runs one of this program
    shownPass: async (digest) => passOfDigest(await kept.passes(), digest, keys),
  });
  const network = new Network(() => wallet);
  network.start();
  const stopSending = lookEveryMinute(() => ratings.run());
  const digestOf = async (enrolmentCode: string): Promise<string> => toBase64Url(await host.sha256(host.toUtf8(enrolmentCode)));
  return {
    wallet, network, ratings,
    cameWith: async (enrolmentCode) => (await store.get(kCameWith)) === (await digestOf(enrolmentCode)),
    async remember(enrolmentCode) { await store.put(kCameWith, await digestOf(enrolmentCode)); },
    close() {
      network.stop();
      stopSending();
    },
  };
}

let opening: Promise<Phone> | null = null;

/** Rejects with StorageRefused. */
export function openPhone(): Promise<Phone> {
  opening ??= open().catch((cause: unknown) => {
    opening = null;
    throw cause;
  });
  return opening;
}

/** Removes the code with all that this phone knows of its holder. Whoever opens a phone next opens another one, which remembers nothing. */
export async function removeCode(phone: Phone, how?: { readonly withCards: boolean }): Promise<Problem | null> {
  try {
    const problem = await phone.wallet.remove(how);
    if (problem) return problem;
  } catch (cause) {
    return problemOf(cause instanceof StorageRefused ? cause.fault : 'internal/bug');
  }
  phone.close();
  opening = null;
  holdPlace(null);
  holdQuestion(null);
  return null;
}

/** As the person chose, else by their age. */
export function isLarge(phone: Phone | null): boolean {
  const wallet = phone?.wallet;
  return wallet?.settings.elderMode ?? wallet?.device?.holder.ageGroup === 'elder';
}
