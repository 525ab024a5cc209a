/**
 * How often the pages ask a city that refuses: every page and every loop in it, every kind of refusal, shown and hidden,
 * hour by hour (docs/adr/0042). The classes are the pages' own; the network, the clock and chance are this test's.
 */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { KeyMaker } from '@citycode/client/keys';
import { Device, kMorningMs, kRefusals, World } from '../../web/client/test/support/world.js';
import { deviceWith } from '../../web/verifier/test/support/device.js';
import { kDevice, wellAnswer } from './city.js';
import { machineAtRest, Screen, stubBrowser, withoutPixels } from './page.js';

const core = vi.hoisted(() => ({ nowMs: (): number => 0 }));

vi.mock('@citycode/wasm/client', () => ({ CoreNotLoaded: class extends Error {} }));
vi.mock('../../web/client/src/core.js', async () => {
  const { believingCore } = await import('./city.js');
  const believing = believingCore(() => core.nowMs());
  return { askCore: (question: (core: unknown) => unknown) => question(believing), startCore: async () => believing };
});

const { CodePage } = await import('../../web/citizen/src/code-page.js');
const { Network } = await import('../../web/holder/src/network.js');
const { CityApi } = await import('../../web/holder/src/city-api.js');
const { WalletStore } = await import('../../web/holder/src/indexed-store.js');
const { Wallet } = await import('../../web/holder/src/wallet.js');
await import('../../web/holder/src/city-trust.js');   // the wallet brings it when it is asked for: here it is there, so that no clock waits for a file
const { CityScanner } = await import('../../web/scanner/src/city-scanner.js');
const { SceneKeeper } = await import('../../web/verifier/src/scene-keeper.js');
const { TrustKeeper } = await import('../../web/verifier/src/trust-keeper.js');
const { TerminalStore } = await import('../../web/verifier/src/terminal-store.js');
const { CityLanding } = await import('../../web/landing/src/city-landing.js');
const { DemoPortal } = await import('../../web/portal/src/demo-portal.js');
const { VenueSheet } = await import('../../web/sheet/src/venue-sheet.js');
const { startLanguage } = await import('@citycode/elements/page-language');
withoutPixels();

const kHour = 3_600_000;
const kSecond = 1000;

interface OpenPage {
  close(): void;
}

/** fake-indexeddb cannot keep a CryptoKey: the wrapping key is this test's, and the seeds are the wrapped kind. */
const wrapping = crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);

const keys = (): KeyMaker =>
  new KeyMaker(() => wrapping, async () => ({ publicKey: crypto.getRandomValues(new Uint8Array(32)), signature: new Uint8Array(64) }), false);

let world: World;
let device: Device;
let screen: Screen;

function element(page: { connectedCallback(): void; disconnectedCallback(): void }): OpenPage {
  page.connectedCallback();
  return { close: () => page.disconnectedCallback() };
}

/** A phone that is enrolled and has not one pass yet. */
async function phone() {
  const store = await WalletStore.open();
  await store.saveDevice(kDevice);
  const wallet = new Wallet({ store, now: Date.now, keys: keys(), api: new CityApi(Date.now, location.origin) });
  await wallet.load();
  const network = new Network(() => wallet);
  return { wallet, network, store };
}

async function citizen(): Promise<OpenPage> {
  const { wallet, network } = await phone();
  const page = new CodePage();
  Object.assign(page, { wallet, network });
  network.start();
  page.connectedCallback();
  return { close: () => { page.disconnectedCallback(); network.stop(); } };
}

async function scanner(): Promise<OpenPage> {
  const store = await TerminalStore.open();
  await store.saveEnrolment({ terminalId: 'T', venue: { id: 'hall', name: 'Hall' }, scopes: ['transit'] });
  const page = new CityScanner();
  return element(page);
}

const kPages: readonly (readonly [string, () => Promise<OpenPage> | OpenPage, readonly string[]])[] = [
  ['the citizen’s page without a pass', citizen, ['/v1/city', '/v1/passes']],
  ['the scanner', scanner, ['/first-list.json', '/v1/trust-list', '/v1/status-lists', '/v1/status-lists/', '/v1/scene-keys']],
  ['the portal', () => element(new DemoPortal()), ['/v1/city']],
  ['the sheet', () => element(new VenueSheet()), ['/first-list.json']],
  ['the landing page', () => element(new CityLanding()), ['/v1/city', '/v1/demo/citizens', '/v1/demo/venues']],
];

/** However slow this machine is: none of the world's time goes by. */
async function until(done: () => boolean): Promise<void> {
  for (let i = 0; i < 1000 && !done(); i++) await machineAtRest();
}

/** In steps: small ones at first, when everything happens. */
async function pass(ms: number): Promise<void> {
  const endMs = world.nowMs + ms;
  while (world.nowMs < endMs) {
    const isEarly = world.nowMs - kMorningMs < 20 * kSecond;
    await machineAtRest();
    const step = Math.min(isEarly ? kSecond : 20 * kSecond, endMs - world.nowMs);
    await world.pass(step);
    vi.advanceTimersByTime(step);   // what a page times without asking: the code of each slot
  }
  await machineAtRest();
}

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
  world = new World();
  device = new Device(world, () => 0);   // the shortest waits that chance can give
  core.nowMs = () => world.nowMs;
  screen = stubBrowser(device);
  await startLanguage(['holder', 'sites', 'staff']);
});
afterEach(async () => {
  await machineAtRest();   // what is on its way must not reach the next test
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

function hide(): void {
  screen.visibilityState = 'hidden';
  device.hide();
  screen.dispatchEvent(new Event('visibilitychange'));
}

function show(): void {
  screen.visibilityState = 'visible';
  screen.dispatchEvent(new Event('visibilitychange'));
  device.show();
}

/** A list among many is asked for at an address of its own. */
const isAt = (path: string, caller: string): boolean =>
  (caller.endsWith('/') ? path.startsWith(caller) : path.split('?')[0] === caller);

describe.each(kPages)('%s', (_, open, callers) => {
  it.each(kRefusals)('asks a city that answers everything with %s 4 times in ten seconds and 60 in an hour', async (__, refuse) => {
    device.answer = refuse;
    const page = await open();
    await until(() => device.count() > 0);
    await pass(10 * kSecond);
    expect(device.count()).toBeGreaterThanOrEqual(1);
    expect(device.count()).toBeLessThanOrEqual(4);
    await pass(kHour - 10 * kSecond);
    expect(device.count()).toBeLessThanOrEqual(60);
    expect(device.count(), 'and does not give up').toBeGreaterThan(8);
    page.close();
  });

  it.each(kRefusals)('asks nothing while nobody sees it, and at once when it is seen: %s', async (__, refuse) => {
    device.answer = refuse;
    hide();
    const page = await open();
    await pass(kHour);
    expect(device.count()).toBe(0);
    show();
    await until(() => device.count() > 0);
    await pass(kSecond);
    expect(device.count()).toBeGreaterThanOrEqual(1);
    expect(device.count()).toBeLessThanOrEqual(4);
    hide();
    const before = device.count();
    await pass(kHour);
    expect(device.count() - before, 'what was on its way').toBeLessThanOrEqual(1);
    page.close();
  });

  describe.each(callers.map((caller) => [caller] as const))('of whom one is refused: %s', (caller) => {
    it.each(kRefusals)('%s', async (__, refuse) => {
      device.answer = (path, init) => (isAt(path, caller) ? refuse() : wellAnswer(path, world.nowMs, init));
      const count = (): number => device.asked.filter(({ path }) => isAt(path, caller)).length;
      const page = await open();
      await until(() => count() > 0);
      await pass(10 * kSecond);
      expect(count()).toBeGreaterThanOrEqual(1);
      expect(count()).toBeLessThanOrEqual(4);
      await pass(kHour - 10 * kSecond);
      expect(count()).toBeLessThanOrEqual(60);
      expect(device.count(), 'the others are asked as ever').toBeLessThanOrEqual(180);
      page.close();
    });
  });

  it.each([
    ['429', () => Response.json({ fault: 'request/too-many', requestId: 'r' }, { status: 429, headers: { 'Retry-After': '900' } })],
    ['503 with HTML', () => new Response('<h1>', { status: 503, headers: { 'Retry-After': new Date(kMorningMs + 900 * kSecond).toUTCString() } })],
  ])('obeys Retry-After: %s', async (__, refuse) => {
    device.answer = refuse;
    const page = await open();
    await pass(890 * kSecond);
    const paths = device.asked.map(({ path }) => path);
    expect(paths.length).toBeGreaterThanOrEqual(1);
    expect(paths.length, paths.join()).toBe(new Set(paths).size);
    await pass(kHour);
    expect(device.count(), 'and asks again then').toBeGreaterThan(paths.length);
    page.close();
  });

  it('has what it wants within minutes when the city is back', async () => {
    device.answer = () => new Response('<h1>', { status: 502 });
    const page = await open();
    await pass(600 * kSecond);
    device.answer = (path, init) => wellAnswer(path, world.nowMs, init);
    const before = device.count();
    await pass(620 * kSecond);
    const had = new Set(device.asked.slice(before).map(({ path }) => path.split('?')[0]!));
    for (const caller of callers.filter((each) => !each.endsWith('/') && each !== '/v1/terminals')) expect([...had], caller).toContain(caller);
    page.close();
  });
});

const kPresses: readonly (readonly [string, () => Promise<() => unknown>])[] = [
  ['Fetch passes now', async () => {
    const { network } = await phone();
    return () => network.press();
  }],
  ['Continue, with an enrolment code', async () => {
    const { wallet } = await phone();
    return () => wallet.enrol('7K2M9QXT4HRB');
  }],
  ['Make a paper card', async () => {
    const { wallet } = await phone();
    return () => wallet.paperCard(null);
  }],
  ['Scan a place', async () => {
    const { wallet } = await phone();
    return () => wallet.loadTrust();
  }],
  ['Try again, on the scanner', async () => {
    const keeper = new TrustKeeper(await TerminalStore.open(), deviceWith({}));
    return () => keeper.look({ atOnce: true });
  }],
  ['Enrol this scanner', async () => {
    const store = await TerminalStore.open();
    vi.spyOn(store, 'wrappingKey').mockImplementation(() => wrapping);
    const keeper = new SceneKeeper(store, deviceWith({ holdSceneKeys: async () => ({ ok: true }) }), () => keys());
    return () => keeper.enrol('7K2M9QXT4HRB');
  }],
];

describe.each(kPresses)('a person who presses “%s” twice a second', (_, make) => {
  it.each(kRefusals)('asks at once, and 4 times in ten seconds and 60 in an hour: %s', async (__, refuse) => {
    device.answer = refuse;
    const press = await make();
    void press();
    await until(() => device.count() > 0);
    expect(device.count(), 'at once').toBe(1);
    expect(world.nowMs).toBe(kMorningMs);
    for (let i = 0; i < 20; i++) {
      void press();
      await world.pass(500);
      await machineAtRest();
    }
    expect(device.count()).toBeLessThanOrEqual(4);
    for (let i = 0; i < 300; i++) {
      void press();
      await world.pass(12 * kSecond);
      await machineAtRest();
    }
    expect(device.count()).toBeLessThanOrEqual(60);
    expect(device.count(), 'it asks again').toBeGreaterThan(10);
  });
});

it('a button says that it works while somebody pressed it, long enough to be read, and never by itself', async () => {
  device.answer = () => Response.json({ fault: 'issue/unknown-device', requestId: 'r' }, { status: 401 });
  const { network } = await phone();
  const said: [boolean, number][] = [];
  network.on('change', () => {
    if (said.at(-1)?.[0] !== network.fetching) said.push([network.fetching, world.nowMs]);
  });
  network.start();
  await pass(kHour);
  expect(said.map(([fetching]) => fetching)).toEqual([false]);
  void network.press();
  await pass(10 * kSecond);
  expect(said.map(([fetching]) => fetching)).toEqual([false, true, false]);
  expect(said[2]![1] - said[1]![1]).toBeGreaterThanOrEqual(600);
  expect(network.askAgainAtMs, 'and it is known when the office is asked again').toBeGreaterThan(world.nowMs);
  network.stop();
});

describe('a code that nobody sees', () => {
  async function shown({ hidden = false } = {}) {
    device.answer = (path, init) => wellAnswer(path, world.nowMs, init);
    const { wallet, network } = await phone();
    await wallet.replenish();
    if (hidden) hide();
    const sign = vi.spyOn(wallet, 'sign');
    const take = vi.spyOn(wallet, 'take');
    const page = new CodePage();
    Object.assign(page, { wallet, network });
    page.connectedCallback();
    if (!hidden) await until(() => sign.mock.calls.length > 0);
    await pass(2 * kSecond);
    const current = (): unknown => (page as unknown as { shown: { slotUnixSeconds: number } | null }).shown?.slotUnixSeconds;
    return { page, sign, take, current, left: async () => [...(await wallet.stock()).counts.values()] };
  }

  it.each([
    ['a hidden page', hide, show],
    ['a page under another one', (page: InstanceType<typeof CodePage>) => { page.covered = true; page.updated(new Map([['covered', false]])); },
      (page: InstanceType<typeof CodePage>) => { page.covered = false; page.updated(new Map([['covered', true]])); }],
  ])('%s signs nothing, takes no pass and draws nothing for an hour, and goes on at once with a fresh code', async (_, away, back) => {
    const { page, sign, take, current, left } = await shown();
    expect(take).toHaveBeenCalledTimes(1);
    await pass(20 * kSecond);
    expect(sign.mock.calls.length, 'while it is seen there is one in each slot').toBeGreaterThanOrEqual(4);
    away(page);
    await machineAtRest();
    const before = { sign: sign.mock.calls.length, left: await left(), current: current() };
    await pass(kHour);
    expect(sign).toHaveBeenCalledTimes(before.sign);
    expect(take).toHaveBeenCalledTimes(1);
    expect(await left()).toEqual(before.left);
    expect(current()).toBe(before.current);
    back(page);
    await until(() => sign.mock.calls.length > before.sign && current() !== before.current);
    expect(sign).toHaveBeenCalledTimes(before.sign + 1);
    expect(take, 'after so long another one').toHaveBeenCalledTimes(2);
    expect(current()).toBe(Math.floor(world.nowMs / 5000) * 5);
    page.disconnectedCallback();
  });

  it('a page that begins hidden makes its first code when it is seen', async () => {
    const { page, sign, take } = await shown({ hidden: true });
    await pass(kHour);
    expect(take).not.toHaveBeenCalled();
    show();
    await until(() => sign.mock.calls.length > 0);
    expect(sign).toHaveBeenCalledTimes(1);
    page.disconnectedCallback();
  });
});
