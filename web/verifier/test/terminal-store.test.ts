import { expect, it, vi } from 'vitest';
import { TerminalStore } from '../src/terminal-store.js';

it('in memory keeps what it is given until it is forgotten, and asks this browser’s storage for nothing', async () => {
  const asked = vi.fn();
  vi.stubGlobal('indexedDB', new Proxy({}, { get: asked }));
  const store = new TerminalStore(null);
  const trust = { anchors: 'a', list: new Uint8Array([1]), etag: '"1"', cityName: { en: 'Demo City' } };
  expect([store.remembers, await store.trust(), await store.replay()]).toEqual([false, undefined, undefined]);
  await store.saveTrust(trust);
  await store.saveReplay(new Uint8Array([2]));
  expect([await store.trust(), await store.replay()]).toEqual([trust, new Uint8Array([2])]);
  expect(await new TerminalStore(null).trust()).toBeUndefined();
  await store.forget();
  expect(await store.trust()).toBeUndefined();
  expect(asked).not.toHaveBeenCalled();
  vi.unstubAllGlobals();
});
