/** What this page has of the phone: its ratings, and what the app knows of how large letters shall be. */
import { asking } from '@citycode/client/api';
import { CityTrust } from '@citycode/holder/city-trust';
import { WalletStore } from '@citycode/holder/indexed-store';
import { CityClock } from '@citycode/holder/ratings/city-clock';
import { IndexedRatingStore } from '@citycode/holder/ratings/indexed-rating-store';
import { pageAlone, shownPass } from '@citycode/holder/ratings/page-parts';
import { RatingApi } from '@citycode/holder/ratings/rating-api';
import { pageCore } from '@citycode/holder/ratings/rating-core';
import { Ratings } from '@citycode/holder/ratings/ratings';
import { lookEveryMinute } from '@citycode/holder/ratings/send-rounds';

export interface Desk {
  readonly ratings: Ratings;
  readonly store: IndexedRatingStore;
  readonly clock: CityClock;
  /** Sends what is due from now on, while the page is seen. */
  start(): () => void;
}

/** Rejects with StorageRefused. */
export async function openDesk(): Promise<Desk> {
  const store = await IndexedRatingStore.open();
  const clock = new CityClock();
  const ratings = new Ratings({
    store, clock, core: pageCore, alone: pageAlone(), trust: new CityTrust(store),
    api: new RatingApi(() => clock.nowMs(), location.origin), shownPass: (digest) => shownPass(digest),
  });
  return { ratings, store, clock, start: () => lookEveryMinute(() => ratings.run()) };
}

/** As the person chose here, else as the app has it. */
export async function wantsLarge(store: IndexedRatingStore): Promise<boolean> {
  const chosen = await store.isLarge().catch(() => undefined);
  return chosen ?? (await largeInApp().catch(() => false));
}

async function largeInApp(): Promise<boolean> {
  const wallet = await WalletStore.open();
  try {
    const [settings, device] = await Promise.all([wallet.settings(), wallet.device()]);
    return settings.elderMode ?? device?.holder.ageGroup === 'elder';
  } finally {
    wallet.close();
  }
}

/** When the device itself says that it has no network. */
export const onNetwork = (changed: (isOnline: boolean) => void): (() => void) => {
  const { parts } = asking();
  const ends = [parts.onOnline(() => changed(true)), parts.onOffline(() => changed(false))];
  changed(parts.online());
  return () => ends.forEach((end) => end());
};
