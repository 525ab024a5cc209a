import 'fake-indexeddb/auto';
import { asking, askThrough, problemOf, type Problem } from '@citycode/client/api';
import { toBase64Url } from '@citycode/client/bytes';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CityClock } from '../../src/ratings/city-clock.js';
import { RatingApi } from '../../src/ratings/rating-api.js';
import { stageOf } from '../../src/ratings/rating-steps.js';
import { forgetRatings, IndexedRatingStore } from '../../src/ratings/indexed-rating-store.js';
import { oneTab } from '../../src/ratings/page-parts.js';
import { Ratings } from '../../src/ratings/ratings.js';
import { patient } from '../../src/ratings/send-rounds.js';
import { sendDue } from '../../src/ratings/sending.js';
import { unhurried } from '../../../client/test/support/askings.js';
import { bytesOf, complaint, content, FakeCore, kDay, kNowMs, slip } from './support.js';

vi.mock('@citycode/client/core', () => ({ askCore: vi.fn() }));

let nowMs: number;
let serverMs: number;
let core: FakeCore;
let asked: { path: string; body: Record<string, string>; headers: Record<string, string> }[];
let answers: Record<string, (body: Record<string, string>) => Response>;
const stores: IndexedRatingStore[] = [];

const later = { isNow: false, isCase: false };
const now = { isNow: true, isCase: false };
const refusal = (fault: string, status: number): Response => Response.json({ fault, requestId: 'r' }, { status });

/** A tab: its own connection and its own Ratings, over the same database. */
async function tab(locks: Pick<LockManager, 'request'> | null = null, shown: 'has the pass' | 'has not' = 'has not'): Promise<{ ratings: Ratings; store: IndexedRatingStore }> {
  const store = await IndexedRatingStore.open();
  stores.push(store);
  const clock = new CityClock(() => nowMs);
  const ratings = new Ratings({
    store, core, clock, alone: oneTab(locks), api: new RatingApi(() => clock.nowMs(), 'http://localhost'), trust: { load: async () => null },
    shownPass: async () => (shown === 'has the pass' ? { pass: bytesOf('the pass'), signer: { publicKey: new Uint8Array(32), sign: async () => new Uint8Array(64) } } : null),
  });
  return { ratings, store };
}
const rateOne = async (ratings: Ratings, how = later) => (await ratings.rate((await ratings.take(bytesOf('slip'))).ok!.id, content, how)).ok!;
const count = (path: string): number => asked.filter((each) => each.path === path).length;

beforeEach(() => {
  askThrough(unhurried());
  nowMs = kNowMs;
  serverMs = kNowMs;
  core = new FakeCore();
  asked = [];
  answers = {
    '/v1/rating-tokens': () => Response.json({ evaluated: toBase64Url(new Uint8Array(32)), proof: toBase64Url(new Uint8Array(64)), key: toBase64Url(new Uint8Array(32).fill(0x42)) }),
    '/v1/ratings': () => Response.json({ opensCase: false }, { status: 201 }),
    '/v1/city': () => Response.json({ nowUnixSeconds: Math.floor(serverMs / 1000) }),
  };
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    const body = init.body ? JSON.parse(typeof init.body === 'string' ? init.body : new TextDecoder().decode(init.body as Uint8Array)) as Record<string, string> : {};
    asked.push({ path, body, headers: init.headers as Record<string, string> });
    const answer = answers[path];
    if (!answer) throw new TypeError('network');
    return answer(body);
  });
});
afterEach(async () => {
  for (const store of stores.splice(0)) store.close();
  indexedDB.deleteDatabase('citycode-ratings');
  vi.unstubAllGlobals();
});

describe('one slip', () => {
  it('is rated, and sent at a time within the day that nobody chose', async () => {
    const { ratings, store } = await tab();
    const record = await rateOne(ratings);
    expect(await ratings.run()).toBeNull();
    expect(count('/v1/rating-tokens')).toBe(1);
    expect(asked[0]!.body).toEqual({ ticket: toBase64Url(new Uint8Array(16).fill(0xa1)), blinded: expect.stringMatching(/^[\w-]{43}$/u) });
    const { sendAtMs } = record.open!;
    expect(sendAtMs).toBeGreaterThanOrEqual(nowMs);
    expect(sendAtMs).toBeLessThan(nowMs + kDay * 1000);
    nowMs = sendAtMs! - 1;
    await ratings.run();
    expect(count('/v1/ratings')).toBe(0);
    nowMs = sendAtMs!;
    await ratings.run();
    expect(count('/v1/ratings')).toBe(1);
    expect((await store.all()).map(stageOf)).toEqual(['sent']);
  });

  it('says nothing of the phone when the rating is sent', async () => {
    const { ratings } = await tab();
    await rateOne(ratings, now);
    await ratings.run();
    const { body, headers } = asked.find(({ path }) => path === '/v1/ratings')!;
    expect(Object.keys(body)).toEqual(['rating']);
    expect(Object.keys(headers)).toEqual(['Content-Type']);
  });

  it('is one service however often it is scanned, and rated once', async () => {
    const { ratings, store } = await tab();
    const first = (await ratings.take(bytesOf('slip'))).ok!;
    expect((await ratings.take(bytesOf('slip'))).ok!.open!.input).toEqual(first.open!.input);
    expect((await ratings.rate(first.id, content, now)).ok).toBeDefined();
    expect(await ratings.rate(first.id, complaint, { isNow: true, isCase: true })).toEqual({ fault: 'rating/spent' });
    expect((await store.all())[0]!.open!.opinion).toEqual(content);
  });

  it('that is damaged, or of a pass that this phone has not, is refused before anything is kept', async () => {
    const { ratings, store } = await tab();
    expect(await ratings.take(bytesOf('torn'))).toEqual({ fault: 'ticket/bad-ticket' });
    core.tickets.set('slip', slip({ passDigest: 'ab'.repeat(32), channel: 'on-site' }));
    expect(await ratings.take(bytesOf('slip'))).toEqual({ fault: 'ticket/other-pass' });
    expect(await store.all()).toEqual([]);
    const own = await tab(null, 'has the pass');
    expect((await own.ratings.take(bytesOf('slip'))).ok).toBeDefined();
    await own.ratings.run();
    expect(asked.at(-1)!.body).toMatchObject({ pass: toBase64Url(bytesOf('the pass')) });
    expect(asked.at(-1)!.headers['Signature']).toMatch(/^cc=:/u);
  });

  it('tells of a text that cannot be sent while the person can change it', async () => {
    const { ratings } = await tab();
    const { id } = (await ratings.take(bytesOf('slip'))).ok!;
    expect(await ratings.rate(id, { ...content, text: 'a\u202eb' }, now)).toEqual({ fault: 'rating/bad-text' });
    expect((await ratings.rate(id, content, now)).ok).toBeDefined();
  });

  it('has a secret for the answer exactly where the office has to give one', async () => {
    answers['/v1/ratings'] = () => Response.json({ opensCase: true }, { status: 201 });
    const { ratings, store } = await tab();
    const { id } = (await ratings.take(bytesOf('slip'))).ok!;
    expect(await ratings.rate(id, complaint, now), 'the core minds').toEqual({ fault: 'rating/bad-rating' });
    await ratings.rate(id, complaint, { isNow: true, isCase: true });
    await ratings.run();
    const [record] = await store.all();
    expect(record).toMatchObject({ open: null });
    expect(record!.replySecret).toHaveLength(32);
  });
});

describe('a network that comes and goes', () => {
  it('loses nothing: rated offline, the token first when it is back, and sent when it is time', async () => {
    const gone = answers;
    answers = {};
    const { ratings, store } = await tab();
    await rateOne(ratings, now);
    expect((await ratings.run())?.fault).toBe('env/offline');
    expect((await store.all()).map(stageOf)).toEqual(['rated']);
    answers = gone;
    expect(await ratings.run()).toBeNull();
    expect(asked.slice(-2).map(({ path }) => path)).toEqual(['/v1/rating-tokens', '/v1/ratings']);
  });

  it('asks with the same element after a lost answer, and sends the same bytes', async () => {
    const { ratings } = await tab();
    await rateOne(ratings, now);
    const token = answers['/v1/rating-tokens']!, sent = answers['/v1/ratings']!;
    delete answers['/v1/rating-tokens'];
    await ratings.run();
    answers['/v1/rating-tokens'] = token;
    delete answers['/v1/ratings'];
    await ratings.run();
    answers['/v1/ratings'] = sent;
    await (await tab()).ratings.run();   // another day, another page
    const bodies = (path: string): string[] => asked.filter((each) => each.path === path).map(({ body }) => JSON.stringify(body));
    expect(bodies('/v1/rating-tokens')).toHaveLength(2);
    expect(new Set(bodies('/v1/rating-tokens')).size).toBe(1);
    expect(bodies('/v1/ratings')).toHaveLength(2);
    expect(new Set(bodies('/v1/ratings')).size).toBe(1);
  });

  it.each(['ticket/used', 'ticket/unknown', 'ticket/expired', 'ticket/other-pass'])('ends a slip that the city refuses for good: %s', async (fault) => {
    const { ratings, store } = await tab();
    await rateOne(ratings, now);
    answers['/v1/rating-tokens'] = () => refusal(fault, 409);
    await ratings.run();
    await ratings.run();
    expect(count('/v1/rating-tokens')).toBe(1);
    expect(await store.all()).toMatchObject([{ open: null, refusal: fault }]);
  });

  it.each(['rating/spent', 'rating/too-late', 'rating/bad-token'])('ends a rating that the city refuses for good: %s', async (fault) => {
    const { ratings, store } = await tab();
    await rateOne(ratings, now);
    answers['/v1/ratings'] = () => refusal(fault, 409);
    await ratings.run();
    expect(await store.all()).toMatchObject([{ open: null, refusal: fault }]);
  });

  it.each([['store/unavailable', 503], ['request/too-many', 429], ['ticket/not-ended', 400]] as const)('keeps both after %s', async (fault, status) => {
    const { ratings, store } = await tab();
    await rateOne(ratings, now);
    answers['/v1/rating-tokens'] = () => refusal(fault, status);
    expect((await ratings.run())?.fault).toBe(fault);
    expect((await store.all()).map(stageOf)).toEqual(['rated']);
  });

  it('takes no token whose proof is by another key, and says which of the two it was', async () => {
    const { ratings, store } = await tab();
    await rateOne(ratings, now);
    core.finalize = { fault: 'token/bad-proof' };
    expect((await ratings.run())?.fault).toBe('token/bad-proof');
    answers['/v1/rating-tokens'] = () => Response.json({ evaluated: 'AA', proof: 'AA', key: 'b3RoZXI' });
    expect((await ratings.run())?.fault).toBe('token/other-key');
    expect((await store.all())[0]!.open!.output).toBeNull();
  });

  it('asks for no token while the city’s list has no key for the week', async () => {
    const { ratings } = await tab();
    await rateOne(ratings, now);
    core.tickets.set('slip', slip({ ratingKey: null }));
    expect((await ratings.run())?.fault).toBe('token/bad-key');
    expect(count('/v1/rating-tokens')).toBe(0);
    core.tickets.set('slip', slip());   // the month's key has come
    expect(await ratings.run()).toBeNull();
  });
});

describe('two tabs', () => {
  it('ask with one element and send one rating, with locks and without', async () => {
    for (const locks of [null, { request: oneAfterAnother() } as unknown as LockManager]) {
      asked = [];
      const [a, b] = [await tab(locks), await tab(locks)];
      const [first, second] = await Promise.all([a.ratings.take(bytesOf('slip')), b.ratings.take(bytesOf('slip'))]);
      expect(first.ok!.open!.input).toEqual(second.ok!.open!.input);
      const said = await Promise.all([a.ratings.rate(first.ok!.id, content, now), b.ratings.rate(first.ok!.id, { ...content, level: 4 }, now)]);
      expect(said.filter((outcome) => outcome.ok)).toHaveLength(1);
      await Promise.all([a.ratings.run(), b.ratings.run()]);
      for (const path of ['/v1/rating-tokens', '/v1/ratings']) expect(new Set(asked.filter((each) => each.path === path).map(({ body }) => JSON.stringify(body))).size, path).toBe(1);
      if (locks) expect(asked).toHaveLength(2);
      await forgetRatings();
    }
  });
});

/** As a browser's locks: whoever comes later waits. */
function oneAfterAnother(): (name: string, options: LockOptions, work: () => Promise<unknown>) => Promise<unknown> {
  let last: Promise<unknown> = Promise.resolve();
  return (_name, _options, work) => { last = last.then(work); return last; };
}

describe('a tab that holds the lock and is not seen', () => {
  it('keeps the others waiting for a while, and not for ever', async () => {
    vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => AbortSignal.abort());
    const held = { request: (_: string, { signal }: LockOptions) => (signal!.aborted ? Promise.reject(new DOMException('late', 'AbortError')) : new Promise(() => undefined)) } as unknown as LockManager;
    expect((await oneTab(held)(async () => problemOf('env/offline')))?.fault).toBe('env/offline');
    vi.restoreAllMocks();
  });

  it('does nothing more once it is hidden', async () => {
    const { ratings, store } = await tab();
    await rateOne(ratings, now);
    vi.stubGlobal('document', { visibilityState: 'hidden' });
    expect(await ratings.run()).toBeNull();
    expect((await store.all()).map(stageOf)).toEqual(['rated']);
  });
});

describe('what does not get better by asking', () => {
  it('is asked again after 1, 2, 4 … minutes, and after what the city itself paced at once', async () => {
    let problem: Problem | null = problemOf('token/bad-proof');
    let looks = 0;
    const look = patient(async () => { looks += 1; return problem; });
    const asked: number[] = [];
    for (let minute = 0; minute < 300; minute++) {
      const before = looks;
      await look();
      if (looks > before) asked.push(minute);
    }
    expect(asked.slice(0, 6)).toEqual([0, 2, 5, 10, 19, 36]);
    expect(asked.at(-1)! - asked.at(-2)!, 'an hour at most').toBe(61);
    problem = { ...problemOf('store/unavailable'), askAgainAtMs: 1 };
    while (looks < 100) await look();
    const { length } = asked;
    for (let minute = 0; minute < 5; minute++) await look();
    expect(looks).toBe(105);
    expect(length).toBeLessThan(12);
  });
});

describe('a clock that is wrong', () => {
  it.each([21, -7])('by %d days asks the city what time it is, and goes on', async (days) => {
    nowMs = kNowMs + days * kDay * 1000;
    const { ratings } = await tab();
    const taken = await ratings.take(bytesOf('slip'));
    expect(taken.ok?.id, 'expired, or not ended, by the phone alone').toBe(slip().ticketId);
    expect(core.readAt.at(-1)).toBeLessThan(kNowMs / 1000 + 2);
    expect(core.readAt.at(-1)).toBeGreaterThan(kNowMs / 1000 - 2);
    await ratings.rate(taken.ok!.id, content, now);
    await ratings.run();
    expect(count('/v1/ratings')).toBe(1);
  });

  it('asks for it at once when somebody has scanned a slip, whatever was refused a moment ago', async () => {
    nowMs = kNowMs - 7 * kDay * 1000;
    const { ratings } = await tab();
    const ask = vi.spyOn(asking(), 'ask');
    await ratings.take(bytesOf('slip'));
    expect(ask.mock.calls.map(([path, , , how]) => [path, how])).toEqual([['/v1/city', { atOnce: true }]]);
  });

  it('signs with the city’s time when the phone’s own is refused', async () => {
    core.tickets.set('slip', slip({ passDigest: 'ab'.repeat(32), channel: 'on-site' }));
    nowMs = kNowMs + 7 * kDay * 1000;
    const token = answers['/v1/rating-tokens']!;
    answers['/v1/rating-tokens'] = (body) => {
      const created = Number(/;created=(\d+)/u.exec(asked.at(-1)!.headers['Signature-Input']!)![1]);
      return Math.abs(created - serverMs / 1000) < 120 ? token(body) : refusal('request/clock-differs', 400);
    };
    const { ratings, store } = await tab(null, 'has the pass');
    await ratings.take(bytesOf('slip'));
    expect(await ratings.run()).toBeNull();
    expect(count('/v1/rating-tokens')).toBe(2);
    expect((await store.all()).map(stageOf)).toEqual(['token']);
  });

  it('says what the slip says when the city cannot be asked', async () => {
    answers = {};
    nowMs = kNowMs + 30 * kDay * 1000;
    const { ratings } = await tab();
    expect(await ratings.take(bytesOf('slip'))).toEqual({ fault: 'ticket/expired' });
  });

  it('lets no rating expire that only a clock says is late', async () => {
    const { ratings, store } = await tab();
    await ratings.take(bytesOf('slip'));
    nowMs = kNowMs + 20 * kDay * 1000;
    await ratings.run();
    expect((await store.all()).map(stageOf), 'the city said that it is not late').toEqual(['token']);
    serverMs = nowMs;
    const another = await tab();
    await another.ratings.run();
    expect(await store.all()).toMatchObject([{ refusal: 'ticket/expired' }]);
  });
});

describe('what is kept', () => {
  it('is sent by another page too, without the core', async () => {
    const { ratings, store } = await tab();
    await rateOne(ratings, now);
    delete answers['/v1/ratings'];
    await ratings.run();
    answers['/v1/ratings'] = () => Response.json({ opensCase: false }, { status: 201 });
    const clock = new CityClock(() => nowMs);
    expect(await sendDue({ store, clock, alone: oneTab(null), api: new RatingApi(() => nowMs, 'http://localhost') })).toBeNull();
    expect((await store.all()).map(stageOf)).toEqual(['sent']);
  });

  it('is forgotten at the city\'s time, by any page: a clock that is years ahead loses no secret', async () => {
    const { ratings, store } = await tab();
    answers['/v1/ratings'] = () => Response.json({ opensCase: true }, { status: 201 });
    await ratings.rate((await ratings.take(bytesOf('slip'))).ok!.id, complaint, { isNow: true, isCase: true });
    await ratings.run();
    const due = async () => {
      const parts = { store, clock: new CityClock(() => nowMs), alone: oneTab(null), api: new RatingApi(() => nowMs, 'http://localhost') };
      return [(await sendDue(parts))?.fault ?? null, (await store.all()).map(({ replySecret }) => replySecret?.length)];
    };
    nowMs += 3 * 365 * kDay * 1000;
    expect(await due()).toEqual([null, [32]]);
    const city = answers['/v1/city']!;
    delete answers['/v1/city'];
    expect(await due(), 'nobody to ask').toEqual(['env/offline', [32]]);
    answers['/v1/city'] = city;
    serverMs = nowMs;
    expect(await due()).toEqual([null, []]);
  });

  it('is not asked for by a page that cannot: a slip waits for its own', async () => {
    const { ratings, store } = await tab();
    await ratings.take(bytesOf('slip'));
    expect(await sendDue({ store, clock: new CityClock(() => nowMs), alone: oneTab(null), api: new RatingApi(() => nowMs, 'http://localhost') })).toBeNull();
    expect(asked).toEqual([]);
  });

  it('is all gone when the person removes it, and when the browser does', async () => {
    const { ratings, store } = await tab();
    await rateOne(ratings);
    await store.saveTrust({ anchors: 'a', list: new Uint8Array(3) });
    await forgetRatings();
    expect(await store.all()).toEqual([]);
    expect(await store.trust()).toBeUndefined();
    expect(await ratings.run()).toBeNull();
    expect(await ratings.rate(slip().ticketId, content, now)).toEqual({ fault: 'rating/spent' });
    expect((await ratings.take(bytesOf('slip'))).ok, 'a slip can be scanned again').toBeDefined();
  });

  it('says when there is no storage', async () => {
    await expect(IndexedRatingStore.open(() => { throw new DOMException('no', 'SecurityError'); })).rejects.toMatchObject({ fault: 'env/storage-denied' });
  });
});
