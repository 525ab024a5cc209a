import 'fake-indexeddb/auto';
import { askThrough } from '@citycode/client/api';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { asRefused, asSent, newRecord, withOpinion, withToken, withWritten, type RatingRecord } from '../../src/ratings/rating-steps.js';
import { forgetRatings, IndexedRatingStore } from '../../src/ratings/indexed-rating-store.js';
import { sendWhileOpen } from '../../src/ratings/send-while-open.js';
import { countWaiting, openKept } from '../../src/ratings/waiting.js';
import { unhurried } from '../../../client/test/support/askings.js';
import { bytesOf, complaint, content, kDay, kNowMs, slip } from './support.js';

const names = async (): Promise<(string | undefined)[]> => (await indexedDB.databases()).map(({ name }) => name);
const record = (ticketId: string, change: Parameters<typeof slip>[0] = {}): RatingRecord =>
  newRecord(bytesOf('slip'), slip({ ticketId, ...change }), { input: new Uint8Array(32), blind: new Uint8Array(64) });

async function keep(...records: RatingRecord[]): Promise<void> {
  const store = await IndexedRatingStore.open();
  for (const each of records) await store.add(each);
  store.close();
}

beforeEach(() => { askThrough(unhurried()); });
afterEach(async () => {
  await new Promise((gone) => { indexedDB.deleteDatabase('citycode-ratings').onsuccess = gone; });
  vi.unstubAllGlobals();
});

describe('what waits to be rated', () => {
  it('is counted: slips that are good and not rated, and no others', async () => {
    await keep(record('a1'), record('a2'), record('a3', { expiresUnixSeconds: kNowMs / 1000 + kDay }), withOpinion(record('a4'), content, null, kNowMs, 0)!);
    expect(await countWaiting(kNowMs)).toBe(3);
    expect(await countWaiting(kNowMs + 2 * kDay * 1000)).toBe(2);
    expect(await countWaiting(kNowMs + 15 * kDay * 1000)).toBe(0);
  });

  it('is nothing that was said, sent or refused, nor an answer of the office', async () => {
    const token = new Uint8Array(64).fill(3);
    const said = withOpinion(withToken(record('a1'), token), complaint, new Uint8Array(32).fill(4), kNowMs, 1000)!;
    const written = withWritten({ ...said, id: 'a2' }, bytesOf('rating'));
    await keep(said, written, asSent({ ...written, id: 'a3' }, true), asSent({ ...written, id: 'a4' }, false), asRefused(record('a5'), 'ticket/used'));
    expect(await countWaiting(kNowMs)).toBe(0);
    await keep(withToken(record('a6'), token));
    expect(await countWaiting(kNowMs), 'with its token, and not rated').toBe(1);
  });

  it('is held open by nobody, so that another tab may remove it all', async () => {
    await keep(record('a1'));
    await countWaiting(kNowMs);
    await forgetRatings();
    expect(await countWaiting(kNowMs)).toBe(0);
  });

  it('is nothing where a browser keeps nothing', async () => {
    expect(await countWaiting(kNowMs, () => { throw new DOMException('no', 'SecurityError'); })).toBe(0);
  });
});

describe('a phone that never had a slip', () => {
  it('gets no empty database by being asked, nor by the app that sends', async () => {
    expect(await countWaiting(kNowMs)).toBe(0);
    expect(await openKept()).toBeNull();
    vi.stubGlobal('navigator', {});
    const end = sendWhileOpen('http://localhost');
    await new Promise((passed) => { setTimeout(passed, 50); });
    end();
    expect(await names()).toEqual([]);
  });
});
