// The packed kit in a page of another site, built by Vite, in Chromium, under that site's own policy.
import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { chromium, type Browser, type Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CityServer } from '../support/city-server.js';
import { Phone } from './phone.js';
import { Project } from './project.js';

const chromiumPath = process.env['CITYCODE_CHROMIUM'] ?? '/usr/bin/chromium';
const types: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.wasm': 'application/wasm' };
const kMain = `
import { Verifier } from '@citycode/verify';
globalThis.verifyOnce = async (options, shown) => {
  const verifier = await Verifier.open(options);
  const verdict = await verifier.check(shown);
  await verifier.close();
  return verdict && [verdict.outcome, verdict.fault];
};
globalThis.inWorker = (options, shown) => new Promise((resolve) => {
  const worker = new Worker(new URL('./gate.js', import.meta.url), { type: 'module' });
  worker.onmessage = ({ data }) => resolve(data);
  worker.postMessage({ options, shown });
});
`;
const kWorker = `
import { Verifier } from '@citycode/verify';
onmessage = async ({ data: { options, shown } }) => {
  const verifier = await Verifier.open(options);
  const { outcome, fault } = await verifier.check(shown);
  postMessage([outcome, fault]);
};
`;

declare global {
  // eslint-disable-next-line no-var
  var verifyOnce: (options: object, shown: unknown) => Promise<[string, string | null] | null>;
  // eslint-disable-next-line no-var
  var inWorker: typeof verifyOnce;
}

/** How the site answers for its module, and what its policy lets scripts do. */
let moduleAnswer: (whole: Uint8Array) => { readonly type: string; readonly body: Uint8Array | string };
let scripts: string;

describe.skipIf(!existsSync(chromiumPath) && !process.env['CI'])('a page of another site', () => {
  let city: CityServer;
  let phone: Phone;
  let project: Project;
  let site: Server;
  let browser: Browser;
  let page: Page;
  let problems: string[];

  async function answer(path: string): Promise<{ readonly type: string; readonly body: Uint8Array | string }> {
    const body = await readFile(join(project.folder, 'built', path === '/' ? 'index.html' : path)).catch(() => null);
    if (!body) return { type: 'text/plain', body: '' };
    return extname(path) === '.wasm' ? moduleAnswer(body) : { type: types[extname(path)] ?? 'text/html', body };
  }

  beforeAll(async () => {
    [city, project] = await Promise.all([CityServer.start(), Project.withPacked('verify')]);
    phone = await Phone.of(city, 'Wang Xiaoming');
    await phone.fetchPasses('transit', 20);
    await project.write('index.html', '<!doctype html><title>t</title><script type="module" src="main.js"></script>');
    await project.write('main.js', kMain);
    await project.write('gate.js', kWorker);
    await build({ configFile: false, root: project.folder, logLevel: 'error', worker: { format: 'es' }, build: { outDir: 'built' } });
    site = createServer((incoming, outgoing) => {
      const policy = `default-src 'none'; script-src 'self' ${scripts}; worker-src 'self'; connect-src 'self' ${city.origin}`;
      void answer(new URL(incoming.url ?? '/', 'http://localhost').pathname).then(({ type, body }) =>
        outgoing.writeHead(body.length > 0 ? 200 : 404, { 'Content-Type': type, 'Content-Security-Policy': policy }).end(body));
    });
    await new Promise<void>((resolve) => { site.listen(0, '127.0.0.1', resolve); });
    browser = await chromium.launch({ executablePath: chromiumPath, args: ['--headless', '--no-sandbox', '--disable-gpu'] });
  });
  afterAll(async () => {
    await browser?.close();
    site?.close();
    await Promise.all([city?.end(), project?.remove()]);
  });

  beforeEach(async () => {
    scripts = "'wasm-unsafe-eval'";
    moduleAnswer = (body) => ({ type: 'application/wasm', body });
    problems = [];
    page = await (await browser.newContext()).newPage();
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => { if (message.type() === 'error') problems.push(message.text()); });
    return () => page.context().close();
  });

  const open = (): Promise<unknown> => page.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}/`);
  const options = (more: object = {}): object => ({ city: city.origin, scene: 'transit', ...more });
  const verified = (opts: object, shown: string): Promise<unknown> =>
    page.evaluate(([given, text]) => globalThis.verifyOnce(given as object, text).catch((cause: { fault?: string }) => cause.fault), [opts, shown] as const);

  it('verifies a code with no complaint, and loads so many bytes for it', async () => {
    await open();
    expect(await verified(options(), await phone.code('transit'))).toEqual(['valid', null]);
    expect(problems).toEqual([]);
    const built = join(project.folder, 'built/assets');
    const names = await readdir(built);
    const main = await readFile(join(built, names.find((name) => /^index-.*\.js$/u.test(name))!));
    console.log(`a page with the kit: ${main.length} bytes of JavaScript, ${brotliCompressSync(main).length} with brotli`);
    expect(brotliCompressSync(main).length).toBeLessThan(18_000);
    expect(names.filter((name) => name.endsWith('.wasm'))).toHaveLength(1);
  });

  it('verifies where the site allows no policy for trusted types', async () => {
    scripts = "'wasm-unsafe-eval'; require-trusted-types-for 'script'; trusted-types 'none'";
    await open();
    expect(await verified(options(), await phone.code('transit'))).toEqual(['valid', null]);
    expect(problems).toEqual([]);
  });

  it('verifies in a worker too', async () => {
    await open();
    const code = await phone.code('transit');
    expect(await page.evaluate(([given, text]) => globalThis.inWorker(given as object, text), [options(), code] as const)).toEqual(['valid', null]);
    expect(problems).toEqual([]);
  });

  it('reads pictures and frames, and closes a frame', async () => {
    await open();
    const drawn = phone.core.holder.drawPixels(await phone.code('transit'), 'M', 4).ok!;
    const seen = await page.evaluate(async ([given, side, base64]) => {
      const data = Uint8ClampedArray.from(atob(base64 as string), (character) => character.charCodeAt(0));
      const image = new ImageData(data, side as number);
      const frame = new VideoFrame(data.slice(), { format: 'RGBA', codedWidth: side as number, codedHeight: side as number, timestamp: 0 });
      const first = await globalThis.verifyOnce(given as object, frame);
      return [first, await globalThis.verifyOnce(given as object, image), frame.format, image.data.length > 0];
    }, [options(), drawn.sidePx, Buffer.from(drawn.rgba).toString('base64')] as const);
    expect(seen).toEqual([['valid', null], ['valid', null], null, true]);
  });

  it('opens and verifies from what the browser kept while the city is away, and knows what it has seen', async () => {
    const own = await CityServer.start();
    const other = await Phone.of(own, 'Wang Xiaoming');
    await other.fetchPasses('transit', 3);
    scripts = `'wasm-unsafe-eval'; connect-src 'self' ${own.origin}`;
    await open();
    const kept = options({ city: own.origin, keep: 'browser' });
    const first = await other.code('transit');
    expect(await verified(kept, first)).toEqual(['valid', null]);
    await own.stop();
    await open();
    expect(await verified(kept, await other.code('transit'))).toEqual(['valid', null]);
    expect(((await verified(kept, first)) as [string])[0]).toBe('invalid');
    await own.end();
  });

  it('says that the module was not loaded when the policy forbids it, and when its address answers with a page, a half, or nothing', async () => {
    scripts = '';
    await open();
    expect(await verified(options(), 'x')).toBe('env/module-not-loaded');
    scripts = "'wasm-unsafe-eval'";
    const answers: readonly typeof moduleAnswer[] = [
      () => ({ type: 'text/html', body: '<!doctype html><p>hello' }), () => ({ type: 'application/wasm', body: '<!doctype html>' }),
      (whole) => ({ type: 'application/wasm', body: whole.subarray(0, 100_000) }), () => ({ type: 'application/wasm', body: '' }),
    ];
    for (const each of answers) {
      moduleAnswer = each;
      await open();
      expect(await verified(options(), 'x')).toBe('env/module-not-loaded');
    }
    moduleAnswer = (body) => ({ type: 'application/octet-stream', body });
    await open();
    expect(await verified(options(), await phone.code('transit')), 'served with a wrong type').toEqual(['valid', null]);
  });

  it('is told that a folder is nothing for it', async () => {
    await open();
    expect(await verified(options({ keep: { folder: 'x' } }), 'x')).toBe('start/bad-option');
  });
});
