/** The bench itself: each limit of the phone is noticed by a package that breaks it. */
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CityServer } from '../support/city-server.ts';
import { kProbe, probe, said, says, start, withProbe } from './support/fixture.ts';
import { kHosts, type PhoneSettings } from './support/phone.ts';

const kDist = join(import.meta.dirname, '../../wasm/dist');

describe('the language', () => {
  test('has nothing of Node or of a browser', async () => {
    const names = ['window', 'document', 'self', 'navigator', 'WebAssembly', 'TextEncoder', 'TextDecoder', 'crypto', 'fetch', 'XMLHttpRequest', 'URL', 'atob',
      'btoa', 'performance', 'Buffer', 'process', 'global', 'AbortController', 'Headers', 'Response', 'Intl',
      'queueMicrotask', 'structuredClone', 'setImmediate',
      'SharedArrayBuffer', 'Atomics', 'Proxy', 'BigInt', 'WeakRef'];
    expect(await says(`say([${names.map((name) => `typeof ${name}`).join()}].filter((type) => type !== "undefined"))`)).toEqual([]);
    expect(await says('say([typeof wx, typeof WXWebAssembly, typeof setTimeout, typeof console, typeof getApp, typeof getCurrentPages])'))
      .toEqual(['object', 'object', 'function', 'object', 'function', 'function']);
  });

  test('has of newer functions what the base library fills in', async () => {
    const asked = `say([[].flat, Object.fromEntries, "".replaceAll, Promise.allSettled, typeof globalThis !== "undefined" || undefined,
      [].at, "".at, Object.hasOwn, new Uint8Array(1).at].map((one) => typeof one === "undefined" ? 0 : 1))`;
    expect(await says(asked)).toEqual([1, 1, 1, 1, 1, 0, 0, 0, 0]);
    expect(await says(asked, { baseLibrary: '2.1.0' })).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect(await says(asked, { baseLibrary: '3.8.0' })).toEqual([1, 1, 1, 1, 1, 1, 0, 1, 1]);
  });

  test('makes no code from text', async () => {
    const tried = (code: string): string => `try { ${code}; say("ran") } catch (error) { say(error.name) }`;
    expect(await says(tried('eval("1")'))).toBe('EvalError');
    expect(await says(tried('new Function("return 1")()'))).toBe('EvalError');
  });

  test.each([
    ['try { say(1) } catch {}', /probe\.js: Unexpected token/],
    ['say(page?.data)', /probe\.js: Unexpected token/],
    ['say(1n)', /probe\.js: Identifier directly after number/],
    ['say(/(?<=a)b/.test("ab"))', /looks behind/],
  ])('refuses the syntax of %s', (code, why) => {
    expect(probe(code).takeTroubles().join()).toMatch(why);
  });

  test.each([
    ['../../outside.js', 'outside of the package'], ['/app.js', 'is not defined'], ['lodash', 'is not defined'], ['./absent', 'is not defined'],
  ])('does not require %s', (path, why) => {
    expect(probe(`require(${JSON.stringify(path)})`).takeTroubles().join()).toContain(why);
  });

  test('has functions of wx by the base library', async () => {
    const asked = 'say([typeof wx.getWindowInfo, wx.canIUse("getWindowInfo"), wx.getSystemInfoSync().SDKVersion])';
    expect(await says(asked)).toEqual(['function', true, '2.21.3']);
    expect(await says(asked, { baseLibrary: '2.19.6' })).toEqual(['undefined', false, '2.19.6']);
  });

  test('of templates is what the vendor\'s compiler takes', () => {
    const made = start('limiting', { files: { 'pages/probe/index.wxml': '<view wx:if="{{a}}">a</vie>' } });
    expect(() => made.launch({ path: kProbe })).toThrow('pages/probe/index.wxml');
  });

  test('wants usingComponents of a page that Component makes', () => {
    const made = probe('', { files: { 'pages/probe/index.json': '{}' } });
    expect(made.takeTroubles().join()).toContain('pages/probe/index.json has no usingComponents');
  });
});

describe('the size', () => {
  test('of a part is 2 MB at most', () => {
    const app = (more: object): string => JSON.stringify({ pages: [kProbe], ...more });
    const large = { 'far/large.bin': new Uint8Array(1_500_000), 'far/other.bin': new Uint8Array(600_000) };
    expect(probe('', { files: { ...large, 'app.json': app({}) } }).takeTroubles().join()).toMatch(/the main part has \d+ bytes/);
    const far = app({ subPackages: [{ root: 'far', pages: [] }] });
    expect(probe('', { files: { ...large, 'app.json': far } }).takeTroubles().join()).toContain('far has 2100000 bytes');
    const small = { 'far/large.bin': new Uint8Array(1_500_000), 'other/other.bin': new Uint8Array(600_000) };
    expect(probe('', { files: { ...small, 'app.json': far } }).takeTroubles()).toEqual([]);
  });
});

/** (a, b) => a + b; with what else a section says. */
const kHeader = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
const kSum = Uint8Array.from([...kHeader, 1, 7, 1, 0x60, 2, 0x7f, 0x7f, 1, 0x7f, 3, 2, 1, 0, 5, 3, 1, 0, 1,
  7, 13, 2, 3, 0x73, 0x75, 0x6d, 0, 0, 3, 0x6d, 0x65, 0x6d, 2, 0, 10, 9, 1, 7, 0, 0x20, 0, 0x20, 1, 0x6a, 0x0b]);
/** Exports a global g, which is 1. */
const kGlobal = Uint8Array.from([...kHeader, 6, 6, 1, 0x7f, 0, 0x41, 1, 0x0b, 7, 5, 1, 1, 0x67, 3, 0]);

describe('WXWebAssembly', () => {
  const files = { 'wasm/sum.wasm': kSum, 'wasm/sum.wasm.br': new Uint8Array(brotliCompressSync(kSum)), 'wasm/global.wasm': kGlobal, 'sum.bin': kSum };
  const instantiate = (path: string): string =>
    `WXWebAssembly.instantiate(${path}, {})
      .then(({ instance: { exports } }) => say([exports.sum(2, 3), exports.mem.buffer instanceof ArrayBuffer]), (error) => say(error.message))`;

  test.each(['"wasm/sum.wasm"', '"/wasm/sum.wasm.br"'])('runs %s of the package', async (path) => {
    expect(await says(instantiate(path), { files })).toEqual([5, true]);
  });

  test.each([
    ['"../sum.wasm"', 'not in the package'], ['"wasm/other.wasm"', 'not in the package'], ['"sum.bin"', 'neither'],
    ['"https://city.invalid/sum.wasm"', 'not in the package'],
    [`new Uint8Array([${[...kSum].join()}])`, 'is a path'], ['"wasm/global.wasm"', 'global g'],
  ])('refuses %s', async (path, why) => {
    expect(await says(instantiate(path), { files })).toContain(why);
  });

  test('runs the core without SIMD and native exceptions, and refuses the one that has them', async () => {
    const core = (name: string): PhoneSettings => ({ files: { 'wasm/sum.wasm': readFileSync(join(kDist, name)) } });
    const imports = 'WXWebAssembly.instantiate("wasm/sum.wasm", {}).then(() => say("ran"), (error) => say(error.message))';
    expect(await says(imports, core('citycode-verifier.wasm'))).toContain('SIMD is not supported');
    expect(await says(imports, { ...core('citycode-verifier.wasm'), simd: true })).toContain('exceptions are not supported');
    expect(await says(imports, core('citycode-verifier-baseline.wasm'))).toMatch(/Import|import/);
  });

  test('fails as often as a test wants, and is not there in an old chat app', async () => {
    const made = withProbe(instantiate('"wasm/sum.wasm"'), { files });
    made.failWebAssembly(1);
    made.launch({ path: kProbe });
    expect(await said(made)).toContain('out of memory');
    made.launch({ path: kProbe });
    expect(await said(made)).toEqual([5, true]);
    made.withoutWebAssembly();
    made.launch({ path: kProbe });
    expect(made.takeTroubles().join()).toContain('WXWebAssembly is not defined');
  });
});

describe('storage', () => {
  const tried = (code: string): string => `try { ${code}; say("kept") } catch (error) { say(error.message) }`;

  test.each([
    ['"x".repeat(1024 * 1024)', 'entry size limit'], ['new Uint8Array(2)', 'is bytes'], ['new ArrayBuffer(2)', 'is bytes'], ['() => 1', 'is a function'],
    ['{ a: [NaN] }', 'a[0] is NaN'], ['undefined', 'is undefined'],
  ])('refuses %s', async (value, why) => {
    expect(await says(tried(`wx.setStorageSync("key", ${value})`))).toContain(why);
    expect(await says(`wx.setStorage({ key: "key", data: ${value}, fail: ({ errMsg }) => say(errMsg) })`)).toMatch(/^setStorage:fail /);
  });

  test('keeps ten times 1 MB and no more', async () => {
    const made = withProbe(tried('wx.setStorageSync("key", "x".repeat(2000))'));
    made.fillStorage(1500);
    made.launch({ path: kProbe });
    expect(await said(made)).toContain('setStorageSync:fail the maximum size');
    made.evictStorage();
    made.launch({ path: kProbe });
    expect(await said(made)).toBe('kept');
  });

  test('gives back dates and objects, and nothing as an empty text', async () => {
    expect(await says(`wx.setStorageSync("d", new Date(5)); wx.setStorageSync("o", { a: [1, null] });
      say([wx.getStorageSync("d").getTime(), wx.getStorageSync("o"), wx.getStorageSync("n")])`))
      .toEqual([5, { a: [1, null] }, '']);
    expect(await says('wx.getStorage({ key: "n" }).then(say, say)')).toEqual({ errMsg: 'getStorage:fail data not found' });
  });

  test('is encrypted for both or for none', async () => {
    const both = (written: boolean, read: boolean, data = '1'): string => `wx.setStorage({ key: "k", data: ${data}, encrypt: ${written} })
      .then(() => wx.getStorage({ key: "k", encrypt: ${read} })).then(({ data }) => say(data), ({ errMsg }) => say(errMsg))`;
    expect(await says(both(true, true))).toBe(1);
    expect(await says(both(true, false))).toContain('getStorage:fail encrypt');
    expect(await says(both(false, true))).toContain('getStorage:fail encrypt');
    expect(await says(both(true, true, '"x".repeat(800000)'))).toContain('entry size limit');
  });
});

describe('setData', () => {
  test.each([
    ['{ said: undefined }', 'said is undefined'], ['{ said: { deep: [() => 1] } }', 'said.deep[0] is a function'],
    ['{ said: new Uint8Array(1) }', 'said is bytes'],
    ['{ said: new Date() }', 'said is a Date'], ['{ said: "x".repeat(1024 * 1024) }', 'bytes are more than'],
  ])('takes no %s, even where the package catches it', (changes, why) => {
    const made = probe(`try { page.setData(${changes}) } catch (error) {}`);
    expect(made.takeTroubles().join()).toContain(why);
  });

  test('comes after created', () => {
    const page = 'Component({ lifetimes: { created() { this.setData({ a: 1 }) }, attached() { this.setData({ b: 1 }) } } })';
    const made = probe('', { files: { 'pages/probe/index.js': page, 'pages/probe/index.wxml': '<view>{{b}}</view>' } });
    expect(new Set(made.takeTroubles().map((trouble) => trouble.split('\n')[0]))).toEqual(new Set(['Error: setData: in created']));
  });

  test('changes the data at once, by paths, and the screen afterwards', async () => {
    expect(await says('page.setData({ "a.b[1].c": 2 }, () => say([page.data, was])); const was = page.data.a.b[1].c;'))
      .toEqual([{ said: '', a: { b: [null, { c: 2 }] } }, 2]);
  });
});

describe('the network', () => {
  let city: CityServer;
  let slow: Server, mostAtOnce = 0, atOnce = 0, answerAll: (() => void)[] = [];
  const origin = (): string => `http://localhost:${(slow.address() as AddressInfo).port}`;

  beforeAll(async () => {
    city = await CityServer.start();
    slow = createServer((request, response) => {
      mostAtOnce = Math.max(mostAtOnce, ++atOnce);
      const answer = (): void => { atOnce -= 1; response.setHeader('x-seen', JSON.stringify(request.headers)).end(Buffer.from([1, 2])); };
      if (request.url === '/wait') answerAll.push(answer);
      else answer();
    });
    await new Promise<void>((ready) => slow.listen(0, 'localhost', ready));
  });
  afterAll(async () => {
    slow.closeAllConnections();
    slow.close();
    await city.end();
  });

  test.each(kHosts)('asks the running city from the %s host', async (kind) => {
    const made = start(kind, { origin: city.origin, files: { 'city.js': `module.exports = { origin: ${JSON.stringify(city.origin)} };` } });
    made.launch();
    made.page().tap('Ask the city');
    await made.page().waitFor(() => made.page().byRole('heading')[0]!.name.startsWith('200 '));
    made.goOffline();
    made.page().tap('Ask the city');
    await made.page().waitFor(() => made.page().byRole('heading')[0]!.name.startsWith('request:fail'));
  });

  const fails = (options: string): string => `wx.request({ ${options}, success: () => say("answered"), fail: ({ errMsg }) => say(errMsg) })`;

  test.each([
    ['url: "http://city.invalid/v1/city"', 'url not in domain list'], ['url: "https://other.invalid/v1/city"', 'url not in domain list'],
    ['url: "https://city.invalid:443/v1/city"', 'url not in domain list'], ['url: "https://city.invalid.evil/"', 'url not in domain list'],
    ['url: "https://city.invalid/", method: "PATCH"', 'method PATCH is not supported'],
    ['url: "https://city.invalid/", header: { Referer: "x" }', 'header Referer cannot be set'],
    ['url: "https://city.invalid/", header: { a: 1 }', 'header a should be String'],
    ['url: "https://city.invalid/", method: "POST", data: new Uint8Array(1)', 'data should be String, Object or ArrayBuffer'],
  ])('refuses %s', async (options, why) => {
    expect(await says(fails(options), { domains: ['https://city.invalid'] })).toContain(`request:fail ${why}`);
  });

  test('gives bytes, and headers in the case that iOS has', async () => {
    const ask = `wx.request({ url: "${origin()}/", responseType: "arraybuffer",
      success: ({ data, header }) => say([data instanceof ArrayBuffer, data.byteLength, Object.keys(header)]) })`;
    expect(await says(ask, { origin: origin() })).toEqual([true, 2, expect.arrayContaining(['X-Seen', 'Content-Length'])]);
    expect(await says(ask, { origin: origin(), headerCase: 'lower' })).toEqual([true, 2, expect.arrayContaining(['x-seen', 'content-length'])]);
  });

  test('lets ten go at once and the others wait', async () => {
    mostAtOnce = 0;
    const ask = `wx.request({ url: "${origin()}/wait", complete: () => { if (--left === 0) say("all") } })`;
    const made = probe(`let left = 12; for (let i = 0; i < 12; i++) ${ask}`, { origin: origin() });
    await made.page().waitFor(() => atOnce === 10);
    for (let answered = 0; answered < 12;) {
      const waiting = answerAll.splice(0);
      answered += waiting.length;
      for (const answer of waiting) answer();
      await made.page().waitFor(() => answered === 12 || answerAll.length > 0);
    }
    expect(await said(made)).toBe('all');
    expect(mostAtOnce).toBe(10);
  });

  test('breaks off, for abort, for a timeout, without a network and in the background', async () => {
    const wait = `url: "${origin()}/wait"`;
    expect(await says(`const task = ${fails(wait)}; task.abort()`, { origin: origin() })).toBe('request:fail abort');
    expect(await says(fails(`${wait}, timeout: 20`), { origin: origin() })).toBe('request:fail timeout');
    const made = probe(fails(wait), { origin: origin() });
    made.goOffline();
    expect(await said(made)).toBe('request:fail network is down');
    const hidden = probe(fails(wait), { origin: origin() });
    hidden.hide();
    await hidden.advance(5_000);
    hidden.launchAgain();
    expect(await said(hidden)).toBe('request:fail interrupted');
  });
});
