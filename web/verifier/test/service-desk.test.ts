import 'fake-indexeddb/auto';
import { askThrough, problemOf, type Answer } from '@citycode/client/api';
import { toBase64Url } from '@citycode/client/bytes';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ServiceDesk } from '../src/service-desk.js';
import { TerminalStore } from '../src/terminal-store.js';
import { unhurried } from '../../client/test/support/askings.js';

const kDigest = 'ab'.repeat(32);
const items = [{ id: 'file', name: { en: 'Filing' } }, { id: 'ask', name: { en: 'Questions' } }];
const office = { id: 'tax', name: { en: 'Tax office' }, closed: false, items };

let posted: { path: string; body: Record<string, unknown> }[];
let answer: Answer<unknown>;
let store: TerminalStore;
let offices: unknown;
let nowMs: number;

const desk = (venueId = 'tax'): ServiceDesk => new ServiceDesk({
  enrolment: { terminalId: 'T', venue: { id: venueId, name: 'Tax' }, scopes: [] },
  post: async <T>(path: string, bodyOf: (signer: never) => unknown) => {
    posted.push({ path, body: bodyOf(undefined as never) as Record<string, unknown> });
    return answer as Answer<T>;
  },
}, store, () => nowMs);

beforeEach(async () => {
  askThrough(unhurried());
  indexedDB.deleteDatabase('citycode-terminal');
  store = await TerminalStore.open();
  posted = [];
  nowMs = 1_700_000_000_000;
  answer = { ok: { link: '/rate/#ticket=AA', expiresUnixSeconds: 1 } };
  offices = { offices: [{ ...office, id: 'other' }, office] };
  vi.stubGlobal('fetch', async () => Response.json(offices));
});
afterEach(() => vi.unstubAllGlobals());

describe('a desk', () => {
  it('is the office of its terminal, and remembers what was chosen there', async () => {
    expect(await desk().office()).toEqual({ ok: office });
    expect(await desk().chosen(items)).toBe('');
    await desk().choose('ask');
    expect(await desk().chosen(items)).toBe('ask');
    expect(await desk().chosen([items[0]!]), 'what is gone is not chosen; the only one is').toBe('file');
  });

  it('says when the city has no such office, or has closed it', async () => {
    expect((await desk('gate').office()).problem?.fault).toBe('ticket/unknown-office');
    offices = { offices: [{ ...office, items: [] }] };
    expect((await desk().office()).problem?.fault).toBe('ticket/unknown-office');
    offices = { offices: [{ ...office, closed: true }] };
    expect((await desk().office()).problem?.fault).toBe('ticket/office-closed');
  });

  it('says that a service has ended, with the pass that was shown or for a slip', async () => {
    await desk().finish('file', kDigest);
    await desk().finish('file', null);
    expect(posted.map(({ path }) => path)).toEqual(['/v1/services', '/v1/services']);
    expect(posted[0]!.body).toEqual({ item: 'file', way: 'on-site', case: expect.stringMatching(/^[\w-]{22}$/u), pass: toBase64Url(new Uint8Array(32).fill(0xab)), ticket: true });
    expect(posted[1]!.body['pass']).toBeNull();
    expect(posted[0]!.body['case']).not.toBe(posted[1]!.body['case']);
  });

  it('is one service however often it is pressed until it is answered, after a reload too', async () => {
    answer = { problem: problemOf('env/offline') };
    expect((await desk().finish('file', kDigest)).problem?.fault).toBe('env/offline');
    store = await TerminalStore.open();   // another page
    answer = { ok: { link: '/rate/#ticket=AA', expiresUnixSeconds: 1 } };
    await desk().finish('file', kDigest);
    await desk().finish('file', kDigest);   // the next service for the same person
    const [first, again, next] = posted.map(({ body }) => body['case']);
    expect(again).toBe(first);
    expect(next).not.toBe(first);
  });

  it('is another service a quarter of an hour later, and after a clock went back: nobody is given the slip of who left', async () => {
    answer = { problem: problemOf('env/offline') };
    for (const afterMs of [0, 899_999, 1, -60_000]) {
      nowMs += afterMs;
      await desk().finish('file', null);
    }
    const cases = posted.map(({ body }) => body['case']);
    expect(cases[1]).toBe(cases[0]);
    expect(new Set(cases).size).toBe(3);
  });

  it('is another service when it is another item or another person', async () => {
    answer = { problem: problemOf('env/offline') };
    for (const [item, pass] of [['file', kDigest], ['ask', kDigest], ['ask', null]] as const) await desk().finish(item, pass);
    expect(new Set(posted.map(({ body }) => body['case'])).size).toBe(3);
  });

  it('tells of five buttons the item and the level, and nothing else', async () => {
    answer = { ok: {} };
    await desk().press('file', 2);
    expect(posted).toEqual([{ path: '/v1/kiosk-ratings', body: { item: 'file', level: 2 } }]);
  });
});
