import { describe, expect, it, vi } from 'vitest';
import { Asking, kPatienceMs, type How } from '../src/asking/asking.js';
import { Rounds } from '../src/asking/rounds.js';
import { kFirstSpreadMs, kLongestSpreadMs, kPauseMs, toldMs, waitAfterMs } from '../src/asking/rules.js';
import type { Answer } from '../src/problem.js';
import { Device, kMorningMs, kRefusals, World } from './support/world.js';

// Hours are played in milliseconds; a busy machine takes longer.
vi.setConfig({ testTimeout: 60_000 });

const kHour = 3_600_000;
const kDay = 24 * kHour;

const refusal = (status: number, headers: Record<string, string> = {}, fault = 'store/unavailable') => () =>
  Response.json({ fault, requestId: 'r' }, { status, headers });
const html = (status: number, headers: Record<string, string> = {}) => () => new Response('<p>', { status, headers });

function open(random?: () => number): { world: World; device: Device; asking: Asking } {
  const world = new World();
  const device = new Device(world, random);
  return { world, device, asking: new Asking(device.parts()) };
}

const get = (asking: Asking, path = '/v1/passes', how: How = {}): Promise<Answer<number>> => asking.ask(path, {}, ({ status }, body) => {
  try {
    JSON.parse(new TextDecoder().decode(body));
    return status;
  } catch {
    return null;
  }
}, how);

/** What is due within the pause is waited for. */
async function soon<T>(world: World, answer: Promise<T>): Promise<T> {
  await world.pass(kPauseMs + 100);
  return answer;
}

/** Asks as eagerly as can be without spinning: again half a second after each answer, whatever it says. */
function askForEver(asking: Asking, device: Device, path = '/v1/passes', how: How = {}): void {
  const again = (): void => {
    void get(asking, path, how).then(() => { device.world.after(500, again); });
  };
  again();
}

describe('what a page waits', () => {
  it.each([
    ['12', {}, 12_000], [' 12 ', {}, 12_000], ['0', {}, 0],
    [new Date(kMorningMs + 40_000).toUTCString(), {}, 40_000],
    // The answer's own date counts, not this device's clock.
    [new Date(kMorningMs + 40_000).toUTCString(), { Date: new Date(kMorningMs + 30_000).toUTCString() }, 10_000],
    [new Date(kMorningMs - 40_000).toUTCString(), {}, 0],
    ['soon', {}, 0], ['-5', {}, 0], ['1.5', {}, 0], ['2026', {}, 2_026_000], ['', {}, 0], ['Mon, 05 Jan 2026 08:00:40', {}, 0],
  ])('Retry-After "%s" %j is %d ms', (told, more, ms) => {
    expect(toldMs(new Headers({ 'Retry-After': told, ...more }), kMorningMs)).toBe(ms);
  });

  it('grows twofold, by chance, from the pause to the longest spread', () => {
    expect([1, 2, 3].map((n) => waitAfterMs(n, 0, 0))).toEqual([kPauseMs, kPauseMs, kPauseMs]);
    expect([1, 2, 3].map((n) => waitAfterMs(n, 0, 0.5))).toEqual([1, 2, 4].map((n) => kPauseMs + n * kFirstSpreadMs / 2));
    expect(waitAfterMs(1000, 0, 0.5)).toBe(kPauseMs + kLongestSpreadMs / 2);
    expect(waitAfterMs(2, 60_000, 0.5), 'jitter on top of what was told').toBe(60_000 + kFirstSpreadMs);
  });
});

describe.each(kRefusals)('an office that answers %s', (_, answer) => {
  it.each([['a loop', {}], ['a finger that never rests', { atOnce: true }]] as const)('is asked 4 times in ten seconds and 60 in the hour by %s', async (__, how) => {
    const { world, device, asking } = open(() => 0);   // the shortest waits that chance can give
    device.answer = answer;
    askForEver(asking, device, '/v1/passes', how);
    await world.pass(10_000);
    expect(device.count()).toBeLessThanOrEqual(4);
    expect(device.count()).toBeGreaterThanOrEqual(1);
    await world.pass(kHour - 10_000);
    expect(device.count()).toBeLessThanOrEqual(60);
    expect(device.count(), 'and not given up').toBeGreaterThan(10);
  });

  it('is asked nothing by a page that nobody sees, and once when it is seen again', async () => {
    const { world, device, asking } = open();
    device.answer = answer;
    device.hide();
    for (const path of ['/v1/passes', '/v1/city']) askForEver(asking, device, path);
    askForEver(asking, device, '/v1/devices', { atOnce: true });
    await world.pass(kHour);
    expect(device.count()).toBe(0);
    device.show();
    await world.pass(100);
    expect(device.count()).toBeGreaterThanOrEqual(1);
    expect(device.count()).toBeLessThanOrEqual(4);
  });

  it('is asked no more often by a page that is loaded again and again', async () => {
    const { world, device } = open(() => 0);
    device.answer = answer;
    for (let second = 0; second < 3600; second += 5) {
      void get(new Asking(device.parts()));
      await world.pass(5000);
    }
    expect(device.count(kMorningMs, kMorningMs + 10_000)).toBeLessThanOrEqual(4);
    expect(device.count()).toBeLessThanOrEqual(60);
  });
});

describe('Retry-After', () => {
  it.each([
    ['429 of the city', refusal(429, { 'Retry-After': '600' }, 'request/too-many')],
    ['503', refusal(503, { 'Retry-After': '600' })],
    ['503 with HTML', html(503, { 'Retry-After': '600' })],
    ['a date', () => html(503, { 'Retry-After': new Date(kMorningMs + 600_000).toUTCString(), 'Date': new Date(kMorningMs).toUTCString() })()],
  ])('is obeyed: %s, by loops, by presses and after a reload', async (_, answer) => {
    const { world, device, asking } = open();
    device.answer = answer;
    const first = await get(asking);
    expect(first.problem!.askAgainAtMs).toBeGreaterThanOrEqual(kMorningMs + 600_000);
    expect(first.problem!.pressAgainAtMs).toBe(kMorningMs + 600_000);
    askForEver(asking, device);
    askForEver(asking, device, '/v1/passes', { atOnce: true });
    await world.pass(300_000);
    askForEver(new Asking(device.parts()), device, '/v1/passes', { atOnce: true });
    await world.pass(299_000);
    expect(device.count()).toBe(1);
    await world.pass(320_000);
    expect(device.count(), 'and then it is asked again').toBeGreaterThan(1);
  });

  it('of the city may be a day, of anybody else an hour at most', async () => {
    for (const [answer, longest] of [[refusal(429, { 'Retry-After': '9999999' }, 'issue/quota-reached'), kDay], [html(503, { 'Retry-After': '9999999' }), kHour]] as const) {
      const { device, asking } = open(() => 0);
      device.answer = answer;
      expect((await get(asking)).problem!.askAgainAtMs).toBe(kMorningMs + longest);
    }
  });
});

describe('a clock that was wrong and is right again', () => {
  it.each([['a year ahead', 365 * kDay], ['a year behind', -365 * kDay]])('%s: waits no longer than it would have', async (_, offMs) => {
    const { world, device } = open(() => 0.5);
    device.answer = html(503);
    device.clockAheadMs = offMs;
    const wrong = new Asking(device.parts());
    for (let i = 0; i < 12; i++) {
      void get(wrong, '/v1/passes', { atOnce: true });
      await world.pass(kPauseMs);
    }
    device.clockAheadMs = 0;
    const before = device.count();
    const right = new Asking(device.parts());
    askForEver(right, device);
    await world.pass(kPauseMs + kLongestSpreadMs);
    expect(device.count()).toBeGreaterThan(before);
  });

  it('that is put back while the page is open stops nothing', async () => {
    const { world, device, asking } = open(() => 0.5);
    device.answer = html(503);
    await get(asking);
    device.clockAheadMs = -365 * kDay;
    device.answer = () => Response.json({});
    await world.pass(kPauseMs + kFirstSpreadMs);
    expect((await get(asking)).ok).toBe(200);
  });

  it.each(['{', '[]', 'null', '{"waits":[["/v1/passes",1e300,0,1e300,1e300,-5],7,null,["",1,1,1e12,0,0]],"refused":[-1,"x"],"all":[1e9,0]}'])(
    'a record that says %s is as if there were none', async (text) => {
      const { device } = open();
      device.storage.text = text;
      expect((await get(new Asking(device.parts()))).ok).toBe(200);
    });
});

describe('the city is well again', () => {
  it('and everything begins anew, also after a reload', async () => {
    const { world, device, asking } = open(() => 0.5);
    device.answer = html(503);
    for (let i = 0; i < 5; i++) {
      void get(asking, '/v1/passes', { atOnce: true });
      await world.pass(kPauseMs);
    }
    device.answer = () => Response.json({});
    await world.pass(kHour);
    expect((await get(asking)).ok).toBe(200);
    for (const each of [asking, new Asking(device.parts())]) {
      const before = device.count();
      for (let i = 0; i < 30; i++) expect((await get(each, '/v1/status-lists')).ok).toBe(200);
      expect(device.count() - before, 'nobody waits').toBe(30);
    }
    device.answer = html(503);
    const { problem } = await get(asking);
    expect(problem!.askAgainAtMs! - world.nowMs, 'the first wait again').toBe(kPauseMs + kFirstSpreadMs / 2);
  });

  it('a page that makes a storm of answered questions is stopped too', async () => {
    const { world, device, asking } = open();
    askForEver(asking, device);
    await world.pass(kHour);
    expect(device.count()).toBeLessThanOrEqual(361);
  });
});

describe('who asks what', () => {
  it('one address that the city refuses does not close the others', async () => {
    const { world, device, asking } = open(() => 0.9);
    device.answer = (path) => (path === '/v1/passes' ? refusal(401, {}, 'issue/unknown-device')() : Response.json({}));
    expect((await get(asking)).problem!.fault).toBe('issue/unknown-device');
    expect((await soon(world, get(asking, '/v1/city'))).ok).toBe(200);
    expect((await get(asking)).problem!.fault, 'the same words, nobody asked').toBe('issue/unknown-device');
    expect(device.count()).toBe(2);
  });

  it('a city in trouble closes all of them, and one at a time finds out whether it is back', async () => {
    const { world, device, asking } = open(() => 0.5);
    device.answer = html(502);
    await get(asking);
    expect((await get(asking, '/v1/city')).problem!.fault).toBe('store/unavailable');
    expect(device.count()).toBe(1);
    let answer = (_: Response): void => undefined;
    device.answer = () => new Promise((resolve) => { answer = resolve; });
    await world.pass(kPauseMs + kFirstSpreadMs / 2);
    const all = ['/v1/passes', '/v1/city', '/v1/trust-list'].map((path) => get(asking, path));
    await world.settle();
    expect(device.count()).toBe(2);
    device.answer = () => Response.json({});
    answer(Response.json({}));
    expect((await Promise.all(all)).map(({ ok }) => ok)).toEqual([200, 200, 200]);
  });

  it('one address has one request on its way, and who waits for it shares its refusal', async () => {
    const { world, device, asking } = open();
    let answer = (_: Response): void => undefined;
    device.answer = () => new Promise((resolve) => { answer = resolve; });
    const all = [1, 2, 3].map(() => get(asking, '/v1/devices', { atOnce: true }));
    await world.settle();
    expect(device.count()).toBe(1);
    answer(refusal(404, {}, 'enrol/unknown-code')());
    expect((await Promise.all(all)).map(({ problem }) => problem!.fault)).toEqual(Array(3).fill('enrol/unknown-code'));
    await world.pass(kHour);
    expect(device.count()).toBe(1);
  });

  it('who corrects a code at once is not turned away', async () => {
    const { world, device, asking } = open(() => 0.9);
    device.answer = refusal(404, {}, 'enrol/unknown-code');
    expect((await get(asking, '/v1/devices', { atOnce: true })).problem!.pressAgainAtMs).toBeNull();
    device.answer = () => Response.json({});
    const second = get(asking, '/v1/devices', { atOnce: true });
    await world.pass(kPauseMs);
    expect((await second).ok).toBe(200);
  });

  it('that there is no update of a list is an answer', async () => {
    const { device, asking } = open();
    device.answer = refusal(404, {}, 'request/not-found');
    for (let i = 0; i < 20; i++) expect((await get(asking, `/v1/status-lists/a/${i}`, { mayBeMissing: true })).problem!.fault).toBe('request/not-found');
    expect(device.count()).toBe(20);
  });

  it('a new device is not refused what the one before was', async () => {
    const { world, device, asking } = open();
    device.answer = refusal(429, { 'Retry-After': '80000' }, 'issue/quota-reached');
    await get(asking);
    asking.beginAnew('/v1/passes');
    device.answer = () => Response.json({});
    await world.pass(kPauseMs);
    expect((await get(asking)).ok).toBe(200);
  });

  it('what no network took counts as nothing, and the network’s return ends the wait', async () => {
    const { world, device, asking } = open();
    device.answer = () => Promise.reject(new TypeError('network'));
    device.setOnline(false);
    askForEver(asking, device);
    await world.pass(kHour);
    expect((await soon(world, get(asking))).problem!.fault).toBe('env/offline');
    device.answer = () => Response.json({});
    device.setOnline(true);
    expect((await get(asking, '/v1/city')).ok).toBe(200);
    const allowance = JSON.parse(device.storage.text!) as { refused: number[] };
    expect(allowance.refused[0], 'nothing of it reached anybody').toBe(12);
  });

  it('a request is as young as the moment in which it leaves', async () => {
    const { world, device, asking } = open();
    device.hide();
    const made: number[] = [];
    const answer = asking.ask('/v1/passes', async () => { made.push(world.nowMs); return {}; }, () => true);
    await world.pass(kHour);
    expect(made).toEqual([]);
    device.show();
    await answer;
    expect(made).toEqual([kMorningMs + kHour]);
  });

  it('one that cannot be made is passed on, and closes nothing', async () => {
    const { asking } = open();
    await expect(asking.ask('/v1/passes', async () => { throw new Error('no key'); }, () => true)).rejects.toThrow('no key');
    expect((await get(asking)).ok).toBe(200);
  });

  it('nothing that hangs is waited for longer than patience lasts', async () => {
    for (const [name, answer] of kRefusals.filter(([name]) => /never/.test(name) || /ever$/.test(name))) {
      const { world, device, asking } = open();
      device.answer = answer;
      let fault = '';
      void get(asking).then(({ problem }) => { fault = problem!.fault; });
      await world.pass(kPatienceMs - 1);
      expect(fault, name).toBe('');
      await world.pass(1);
      expect(fault, name).toBe('request/timeout');
      expect(device.asked[0]!.gaveUp).toBe(true);
    }
  });

  it('keeps times and counts, and nothing else', async () => {
    const { device, asking } = open();
    device.answer = (path) => (path.startsWith('/v1/devices') ? refusal(404, {}, 'enrol/unknown-code')() : html(503)());
    await get(asking, '/v1/devices?code=7K2M9QXT4HRB', { atOnce: true });
    const kept = JSON.parse(device.storage.text!) as { waits: [string, ...number[]][]; refused: number[]; all: number[] };
    expect(kept.waits.map(([name]) => name)).toEqual(['/v1/devices', '']);
    expect([...kept.waits.flatMap(([, ...numbers]) => numbers), ...kept.refused, ...kept.all].every((each) => typeof each === 'number')).toBe(true);
    expect(Object.keys(kept)).toEqual(['waits', 'refused', 'all']);
  });
});

describe('rounds', () => {
  function round(device: Device, everyMs: number | null): { asking: Asking; rounds: Rounds; looks: number[] } {
    const asking = new Asking(device.parts());
    const looks: number[] = [];
    const rounds = new Rounds(async () => {
      looks.push(device.world.nowMs - kMorningMs);
      rounds.looked((await get(asking)).problem ?? null);
    }, everyMs, asking.parts);
    rounds.start();
    rounds.looked(null);
    return { asking, rounds, looks };
  }

  it('go on at their pace while all is well, and not at all while hidden', async () => {
    const { world, device } = open();
    const { looks } = round(device, 300_000);
    await world.pass(kHour);
    expect(looks.length).toBeGreaterThanOrEqual(10);
    expect(looks.length).toBeLessThanOrEqual(13);
    device.hide();
    const before = looks.length;
    await world.pass(kHour);
    expect(looks).toHaveLength(before);
    device.show();
    expect(looks).toHaveLength(before + 1);
    for (let i = 0; i < 20; i++) {
      device.hide();
      await world.pass(500);
      device.show();
    }
    expect(looks, 'who changes between apps asks nothing').toHaveLength(before + 1);
  });

  it('ask when they said they would, until it was had', async () => {
    const { world, device } = open(() => 0.5);
    device.answer = html(503);
    const { rounds, looks } = round(device, null);
    await world.pass(kHour);
    expect(looks, 'nothing was missing').toEqual([]);
    rounds.looked({ fault: 'env/offline', requestId: '', clockDifferenceSeconds: null, askAgainAtMs: world.nowMs + 5000, pressAgainAtMs: null });
    await world.pass(6000);
    expect(looks).toHaveLength(1);
    expect(rounds.askAgainAtMs).toBe(world.nowMs + kPauseMs + kFirstSpreadMs / 2 - (world.nowMs - (kMorningMs + looks[0]!)));
    device.answer = () => Response.json({});
    await world.pass(kHour);
    expect(looks).toHaveLength(2);
    expect(rounds.askAgainAtMs).toBeNull();
  });

  it('ask soon after the network is back', async () => {
    const { world, device } = open();
    const { looks } = round(device, 300_000);
    device.setOnline(false);
    await world.pass(1000);
    device.setOnline(true);
    await world.pass(kPauseMs);
    expect(looks).toHaveLength(1);
  });

  it('stop', async () => {
    const { world, device } = open();
    const { rounds, looks } = round(device, 300_000);
    rounds.stop();
    device.show();
    device.setOnline(true);
    await world.pass(kHour);
    expect(looks).toEqual([]);
  });
});

describe('what the city’s answers show of this clock', () => {
  const dated = (aheadMs: number, init: ResponseInit = {}, more: Record<string, string> = {}) => ({ world, device }: { world: World; device: Device }) => {
    device.clockAheadMs = aheadMs;
    device.answer = () => Response.json({}, { ...init, headers: { Date: new Date(world.nowMs).toUTCString(), ...more } });
  };
  const heard = async (given: (opened: ReturnType<typeof open>) => void, path = '/v1/passes'): Promise<number> => {
    const opened = open();
    given(opened);
    await soon(opened.world, get(opened.asking, path));
    return opened.asking.clockAheadSeconds;
  };

  it.each([
    ['a day ahead, less the second that a date is rounded by', kDay, {}, kDay / 1000 - 1],
    ['right', 0, {}, 0],
    ['behind', -kDay, {}, 0],
    ['ahead by what a cache has kept the answer', 600_000, { Age: '600' }, 0],
  ])('a clock that is %s', async (_, aheadMs, more, expected) => {
    expect(await heard(dated(aheadMs, {}, more))).toBe(expected);
  });

  it('count when the city refuses, and not when something else answers or the answer was kept here', async () => {
    const refused = (opened: ReturnType<typeof open>): void => {
      opened.device.clockAheadMs = kDay;
      opened.device.answer = () => refusal(403, { Date: new Date(opened.world.nowMs).toUTCString() }, 'issue/scope-not-for-holder')();
    };
    expect(await heard(refused)).toBe(kDay / 1000 - 1);
    expect(await heard(dated(kDay, {}, { 'Content-Type': 'text/html' }))).toBe(0);
    expect(await heard(dated(kDay), '/first-list.json')).toBe(0);
  });

  it('are forgotten when the clock goes back: somebody has put it right', async () => {
    const opened = open();
    dated(kDay)(opened);
    await soon(opened.world, get(opened.asking));
    opened.device.clockAheadMs = 0;
    expect(opened.asking.clockAheadSeconds).toBe(0);
  });
});

it('a page that answers 200 is no answer of the city’s, whatever was asked', async () => {
  const { world, device, asking } = open();
  device.answer = () => new Response('<h1>Welcome to our hotel</h1>', { headers: { 'Content-Type': 'text/html; charset=utf-8' } });
  const answer = await soon(world, asking.ask('/v1/trust-list', {}, (_, body) => body));
  expect(answer.problem?.fault).toBe('env/not-the-office');
});
