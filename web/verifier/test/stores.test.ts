import 'fake-indexeddb/auto';
import { chmod, mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FileStore } from '@citycode/client/stores/files';
import { IndexedStore } from '@citycode/client/stores/indexed';
import { MemoryStore } from '@citycode/client/stores/memory';
import type { Store } from '@citycode/client/stores/store';
import { TerminalStore } from '../src/terminal-store.js';

let folder: string;
let damaged: string[];
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'citycode-store-')), 'kept');
  damaged = [];
});
afterEach(() => rm(join(folder, '..'), { recursive: true, force: true }));

const files = (): Promise<FileStore> => FileStore.open(folder, (file) => damaged.push(file));
const kStores: readonly [string, () => Promise<Store>][] = [
  ['memory', async () => new MemoryStore()],
  ['a browser’s database', async () => (await IndexedStore.open(`test-${Math.random()}`))!],
  ['files', files],
];

describe.each(kStores)('a store of %s', (_, open) => {
  it('gives back what was put, bytes as bytes, in whatever they stand', async () => {
    const store = await open();
    const value = { list: Uint8Array.of(0, 10, 13, 255), names: { en: 'City', zh: '示范市' }, signed: [new Uint8Array(0), Uint8Array.of(7)], n: 1.5, none: null };
    expect(await store.put('trust', value)).toBe(true);
    const kept = await store.get('trust') as typeof value;
    expect(kept).toEqual(value);
    expect(kept.list).toBeInstanceOf(Uint8Array);
    expect(kept.signed[1]!.buffer.byteLength).toBe(1);
  });

  it('has nothing under a name that was never put, was taken away, or was cleared', async () => {
    const store = await open();
    await store.put('a', 1);
    await store.put('b', 2);
    await store.put('a', undefined);
    expect([await store.get('a'), await store.get('b'), await store.get('c')]).toEqual([undefined, 2, undefined]);
    await store.clear();
    expect(await store.get('b')).toBeUndefined();
  });

  it('ends with what was put last', async () => {
    const store = await open();
    await Promise.all(Array.from({ length: 20 }, (__, n) => store.put('replay', Uint8Array.of(n))));
    expect(await store.get('replay')).toEqual(Uint8Array.of(19));
  });

  it('is what a terminal keeps its lists in', async () => {
    const terminal = new TerminalStore(await open());
    await terminal.saveTrust({ anchors: 'a', list: Uint8Array.of(1, 2), etag: '"1"', cityName: { en: 'City' } });
    expect((await terminal.trust())?.list).toEqual(Uint8Array.of(1, 2));
    await terminal.forget();
    expect(await terminal.trust()).toBeUndefined();
    expect(terminal.remembers).toBe(false);
  });
});

describe('a folder', () => {
  const mode = async (path: string): Promise<number> => (await stat(path)).mode & 0o777;

  it('is for its owner alone, with one file for each key and nothing half written', async () => {
    const store = await files();
    await store.put('trust', { list: Uint8Array.of(1) });
    await store.put('replay', new Uint8Array(100_000));
    expect((await readdir(folder)).sort()).toEqual(['replay.kept', 'trust.kept']);
    expect(await mode(folder)).toBe(0o700);
    expect(await mode(join(folder, 'trust.kept'))).toBe(0o600);
  });

  it('takes over no rights of a file that somebody else left under the unfinished name', async () => {
    const store = await files();
    await writeFile(join(folder, 'trust.kept.new'), 'x', { mode: 0o666 });
    await chmod(join(folder, 'trust.kept.new'), 0o666);
    await store.put('trust', 1);
    expect(await mode(join(folder, 'trust.kept'))).toBe(0o600);
  });

  it('is remembered by whoever opens it next', async () => {
    await (await files()).put('trust', Uint8Array.of(5));
    const next = await files();
    expect(next.remembers).toBe(true);
    expect(await next.get('trust')).toEqual(Uint8Array.of(5));
  });

  const kDamages: readonly [string, (whole: string) => string][] = [
    ['cut', (whole) => whole.slice(0, -3)],
    ['empty', () => ''],
    ['with one letter changed', (whole) => whole.replace('AQID', 'AQIE')],
    ['of somebody else', () => '<!doctype html>\n<p>hello'],
    ['right in its digest and no JSON', () => 'citycode-kept-1 2689367b205c16ce32ed4200942b8b8b1e262dfc70d9bc9fbc77c49699a4f1df\nok'],
  ];
  it.each(kDamages)('with a file that is %s has none of that name, says so once, and keeps anew', async (__, damage) => {
    const store = await files();
    await store.put('trust', { list: Uint8Array.of(1, 2, 3) });
    const file = join(folder, 'trust.kept');
    await writeFile(file, damage(await readFile(file, 'utf8')));
    const next = await files();
    expect([await next.get('trust'), await next.get('trust')]).toEqual([undefined, undefined]);
    expect(damaged).toEqual([file]);
    expect(await next.put('trust', 2)).toBe(true);
    expect(await next.get('trust')).toBe(2);
  });

  it('that vanishes keeps nothing and says so, and the terminal goes on from memory', async () => {
    const store = await files();
    const terminal = new TerminalStore(store);
    await rm(folder, { recursive: true });
    expect(await store.put('trust', 1)).toBe(false);
    await terminal.saveReplay(Uint8Array.of(3));
    expect(await terminal.replay()).toEqual(Uint8Array.of(3));
  });

  it('that cannot be made is refused at once', async () => {
    await mkdir(join(folder, '..'), { recursive: true });
    await writeFile(folder, 'a file');
    await expect(files()).rejects.toMatchObject({ code: 'EEXIST' });
  });

  it('keeps what was there when the new cannot be written', async () => {
    const store = await files();
    await store.put('trust', 1);
    await mkdir(join(folder, 'trust.kept.new'));   // no file can be made of that name
    expect(await store.put('trust', 2)).toBe(false);
    expect(await store.get('trust')).toBe(1);
  });

  it('refuses keys that no script can read, and names that lead elsewhere', async () => {
    const store = await files();
    const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt']);
    expect(await store.put('wrappingKey', { key })).toBe(false);
    expect(await store.get('wrappingKey')).toBeUndefined();
    expect(() => store.put('../trust', 1)).toThrow(TypeError);
  });
});
