import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DeviceCore } from '../src/device.js';
import { ReplayKeeper } from '../src/replay-keeper.js';
import { TerminalStore } from '../src/terminal-store.js';
import { deviceWith } from './support/device.js';

vi.mock('@citycode/client/core', () => ({ askCore: vi.fn() }));

/** A memory whose bytes are how many it has seen. */
class CountingCore implements Pick<DeviceCore, 'saveReplay' | 'loadReplay'> {
  seen = 0;
  saves = 0;
  broken = false;
  away = false;

  saveReplay: DeviceCore['saveReplay'] = async () => {
    this.saves++;
    return this.broken ? { fault: 'internal/bug' } : { ok: Uint8Array.of(this.seen) };
  };
  loadReplay: DeviceCore['loadReplay'] = async (saved) => {
    if (this.away) return { fault: 'env/module-not-loaded' };
    if (saved.length === 0) return { fault: 'replay/bad-share' };
    this.seen += saved[0]!;
    return { ok: { added: saved[0]!, renewed: 0, ignored: 0 } };
  };
}

let page: EventTarget & { visibilityState: string };
let core: CountingCore;
let keeper: ReplayKeeper;

const stored = async (): Promise<number | undefined> => (await (await TerminalStore.open()).replay())?.[0];

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  vi.stubGlobal('document', page);
  core = new CountingCore();
  keeper = new ReplayKeeper(await TerminalStore.open(), deviceWith(core));
});
afterEach(async () => {
  keeper.stop();
  await (await TerminalStore.open()).forget();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function accept(): void {
  core.seen++;
  keeper.accepted();
}

describe('the replay memory of a terminal', () => {
  it('is there again after a reload', async () => {
    accept();
    await vi.advanceTimersByTimeAsync(0);
    await keeper.flush();
    await vi.waitFor(async () => expect(await stored()).toBe(1));
    const afterReload = new CountingCore();
    const next = new ReplayKeeper(await TerminalStore.open(), deviceWith(afterReload));
    await next.start();
    next.stop();
    expect(afterReload.seen).toBe(1);
  });

  it('is not overwritten by a core that was not there to take it', async () => {
    await (await TerminalStore.open()).saveReplay(Uint8Array.of(7));
    core.away = true;
    await keeper.start();
    core.away = false;
    accept();
    await vi.advanceTimersByTimeAsync(0);
    await vi.waitFor(async () => expect(await stored()).toBe(8));
  });

  it('is left behind when it cannot be read', async () => {
    await (await TerminalStore.open()).saveReplay(new Uint8Array(0));
    await keeper.start();
    accept();
    await vi.advanceTimersByTimeAsync(0);
    await vi.waitFor(async () => expect(await stored()).toBe(1));
  });

  it('begins empty on the first day', async () => {
    await keeper.start();
    expect(core.seen).toBe(0);
  });

  it('is stored once in two seconds however many are accepted, and the last of them too', async () => {
    for (let i = 0; i < 10; i++) {
      accept();
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(core.saves).toBe(1);
    await vi.waitFor(async () => expect(await stored()).toBe(1));   // the disk is not on the clock of this test
    await vi.advanceTimersByTimeAsync(2000);
    await vi.waitFor(async () => expect(await stored()).toBe(10));
    expect(core.saves).toBe(2);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(core.saves).toBe(2);
  });

  it('is stored once a minute while codes are refused: the time of the last is in it', async () => {
    core.seen = 3;
    keeper.judged();
    await vi.advanceTimersByTimeAsync(0);
    await vi.waitFor(async () => expect(await stored()).toBe(3));
    for (let second = 0; second < 59; second++) {
      keeper.judged();
      await vi.advanceTimersByTimeAsync(1000);
    }
    expect(core.saves).toBe(1);
    await vi.advanceTimersByTimeAsync(1000);
    keeper.judged();
    await vi.advanceTimersByTimeAsync(0);
    expect(core.saves).toBe(2);
  });

  it('is stored at once when the page is left', async () => {
    accept();
    await vi.advanceTimersByTimeAsync(0);
    accept();
    page.visibilityState = 'hidden';
    page.dispatchEvent(new Event('visibilitychange'));
    await vi.waitFor(async () => expect(await stored()).toBe(2));
  });

  it('stays as it was stored when the core fails', async () => {
    accept();
    await vi.advanceTimersByTimeAsync(0);
    await vi.waitFor(async () => expect(await stored()).toBe(1));
    core.broken = true;
    accept();
    await vi.advanceTimersByTimeAsync(5000);
    expect(await stored()).toBe(1);
  });
});
