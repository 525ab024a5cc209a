/** The slip that a site names: read by the core with the city's list, which nothing is kept of. Whether this phone may use it, its own page says. */
import { toBase64Url } from '@citycode/client/bytes';
import { askCore } from '@citycode/client/core';
import { bytesInFragment } from '@citycode/client/place-link';
import { CityTrust } from '@citycode/holder/city-trust';
import { ratingsOf } from '@citycode/wasm/client/ratings';
import { kMaxTicketBytes } from '@citycode/wasm/limits';
import type { Outcome, ServiceTicket } from '@citycode/wasm/types';

const kMaxText = Math.ceil((kMaxTicketBytes * 4) / 3);

const trust = new CityTrust({ trust: async () => undefined, saveTrust: async () => undefined });

export const slipIn = (hash: string): Uint8Array<ArrayBuffer> => bytesInFragment(hash, ['rate'], kMaxText)?.bytes ?? new Uint8Array();

export async function readSlip(slip: Uint8Array): Promise<Outcome<ServiceTicket>> {
  const now = Math.floor(Date.now() / 1000);
  const noList = await trust.load(now);
  return noList ? { fault: noList } : askCore((core) => ratingsOf(core).readTicket(slip, now));
}

/** As web/rate reads it. */
export const ratePage = (slip: Uint8Array, level: number | null): string => `/rate/#ticket=${toBase64Url(slip)}${level === null ? '' : `&level=${level}`}`;
