// The worker and its client in Chromium, under the Content-Security-Policy that the server sends (docs/api.md).
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, it } from 'vitest';
import { bytesOfHex, requestOf, rootKey, statusLists, trustList, vector } from './city.js';

const chromiumPath = process.env['CITYCODE_CHROMIUM'] ?? '/usr/bin/chromium';
const root = fileURLToPath(new URL('../../', import.meta.url));
const types: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.wasm': 'application/wasm' };
const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self'; img-src 'self' data: blob:; "
  + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'";

/** Answered with 404 while they are in here: a file that a deployment forgot. */
const missing = new Set<string>();

async function answer(path: string): Promise<{ status: number; type: string; body: Uint8Array | string }> {
  if (path === 'page/') return { status: 200, type: 'text/html', body: '<!doctype html><title>t</title><script type="module" src="main.js"></script>' };
  if (path === 'page/main.js') {
    return { status: 200, type: 'text/javascript', body: "import * as client from '/wasm/dist/client/client.js'; import { makeOwnWorker } from '/wasm/dist/client/own-worker.js'; import { verifierOf } from '/wasm/dist/client/verifier.js'; globalThis.client = { ...client, makeWorker: makeOwnWorker, verifierOf };" };
  }
  const type = types[extname(path)];
  if (!type || !path.startsWith('wasm/dist/') || missing.has(path)) return { status: 404, type: 'text/plain', body: '' };
  return { status: 200, type, body: await readFile(join(root, path)) };
}

declare global {
  // eslint-disable-next-line no-var
  var client: typeof import('@citycode/wasm/client') & typeof import('@citycode/wasm/client/verifier') & import('@citycode/wasm/client').CoreWorkerOptions;
}

describe.skipIf(!existsSync(chromiumPath) && !process.env['CI'])('the core in a worker', () => {
  let server: Server;
  let browser: Browser;
  let page: Page;
  let problems: string[];

  beforeAll(async () => {
    server = createServer((incoming, outgoing) => {
      void answer(new URL(incoming.url ?? '/', 'http://localhost').pathname.slice(1)).then(({ status, type, body }) =>
        outgoing.writeHead(status, { 'Content-Type': type, 'Content-Security-Policy': policy }).end(body));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    browser = await chromium.launch({ executablePath: chromiumPath, args: ['--headless', '--no-sandbox', '--disable-gpu'] });
  });
  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  beforeEach(async () => {
    missing.clear();
    problems = [];
    page = await browser.newPage();
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => { if (/Content Security|TrustedScript/.test(message.text())) problems.push(message.text()); });
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/page/`);
    await page.waitForFunction(() => 'client' in globalThis);
  });
  afterEach(async () => {
    await page.close();
    expect(problems).toEqual([]);
  });

  const fresh = vector('valid/fresh');
  const city = { trustList: [...trustList], statusList: [...statusLists['today']!], rootKey: [...rootKey], request: requestOf(fresh), text: fresh.input.text };

  it('draws, scans and verifies in one trip, from every kind of frame', async () => {
    const outcomes = await page.evaluate(async ({ trustList, statusList, rootKey, request, text }) => {
      const core = await client.startCoreWorker(client);
      await core.loadTrustList(Uint8Array.from(trustList), Uint8Array.from(rootKey));
      await client.verifierOf(core).loadStatusList(Uint8Array.from(statusList), request.nowUnixSeconds);
      const drawn = (await core.drawPixels(text, 'M', 4)).ok!;
      const side = drawn.sidePx & ~1;   // I420 wants even sides; the last column is quiet zone
      const image = (): ImageData => new ImageData(drawn.rgba.slice() as never, drawn.sidePx, drawn.sidePx);
      const planes = (format: 'I420' | 'NV12' | 'RGBA' | 'BGRA' | 'BGRX'): VideoFrame => {
        const fourBytes = !['I420', 'NV12'].includes(format);
        const data = new Uint8Array(side * side * (fourBytes ? 4 : 1.5)).fill(128);
        for (let y = 0; y < side; y++)
          for (let x = 0; x < side; x++) {
            const value = drawn.rgba[(y * drawn.sidePx + x) * 4]!;
            // A camera's frame is opaque; where the format has no alpha, the fourth byte says nothing.
            if (fourBytes) data.set([value, value, value, format === 'BGRX' ? value : 255], (y * side + x) * 4);
            else data[y * side + x] = value;
          }
        return new VideoFrame(data, { format, codedWidth: side, codedHeight: side, timestamp: 0 });
      };
      const frames = {
        I420: () => planes('I420'), NV12: () => planes('NV12'), RGBA: () => planes('RGBA'), BGRA: () => planes('BGRA'), BGRX: () => planes('BGRX'),
        cropped: () => new VideoFrame(planes('I420'), { visibleRect: { x: 2, y: 2, width: side - 4, height: side - 4 } }),
        bitmap: () => createImageBitmap(image()), pixels: image,
      };
      const outcomes: Record<string, unknown> = {};
      for (const [name, make] of Object.entries(frames)) {
        const answer = await client.verifierOf(core).scanVideoFrame(await make(), { verify: request });
        outcomes[name] = answer.ok?.verdict?.fault === null || answer.ok?.verdict?.fault === 'replay/seen'
          ? answer.ok.verdict.scope : JSON.stringify(answer);
      }
      return outcomes;
    }, city);
    expect(outcomes).toEqual(Object.fromEntries(Object.keys(outcomes).map((name) => [name, 'transit'])));
    expect(Object.keys(outcomes)).toHaveLength(8);
  });

  it('refuses a frame that was closed, and keeps its worker', async () => {
    const result = await page.evaluate(async () => {
      const own = trustedTypes!.createPolicy('test', { createScriptURL: (url: string) => url });
      let workers = 0;
      const core = await client.startCoreWorker({
        makeWorker: () => (workers++, new Worker(own.createScriptURL('/wasm/dist/worker/worker.js') as unknown as string, { type: 'module' })),
      });
      const closed = new VideoFrame(new Uint8Array(6), { format: 'I420', codedWidth: 2, codedHeight: 2, timestamp: 0 });
      closed.close();
      const answers = [await client.verifierOf(core).scanVideoFrame(closed), await client.verifierOf(core).scanVideoFrame(new ImageData(64, 64))];
      return { answers, workers };
    });
    expect(result).toEqual({ answers: [{ fault: 'image/bad-size' }, { ok: { symbols: [], verdict: null } }], workers: 1 });
  });

  it('drops the frame that comes while another is read', async () => {
    const found = await page.evaluate(async () => {
      const core = await client.startCoreWorker(client);
      const drawn = (await core.drawPixels('DROPPED', 'M', 4)).ok!;
      const image = (): ImageData => new ImageData(drawn.rgba.slice() as never, drawn.sidePx, drawn.sidePx);
      const [first, second] = await Promise.all([client.verifierOf(core).scanVideoFrame(image()), client.verifierOf(core).scanVideoFrame(image())]);
      const third = await client.verifierOf(core).scanVideoFrame(image());
      return [first, second, third].map((answer) => answer!.ok!.symbols.length);
    });
    expect(found).toEqual([1, 0, 1]);
  });

  it('says no code, too large and not a list as values', async () => {
    const answers = await page.evaluate(async () => {
      const core = await client.startCoreWorker(client);
      return {
        empty: await client.verifierOf(core).scanVideoFrame(new ImageData(64, 64)),
        large: await client.verifierOf(core).scanVideoFrame(new ImageData(8193, 1)),
        list: await core.loadTrustList(new Uint8Array(3), new Uint8Array(32)),
      };
    });
    expect(answers.empty).toEqual({ ok: { symbols: [], verdict: null } });
    expect(answers.large).toEqual({ fault: 'image/bad-size' });
    expect(answers.list.fault).toBeDefined();
  });

  it('replaces a worker that failed and gives the new one the lists', async () => {
    const result = await page.evaluate(async ({ trustList, statusList, rootKey, request, text }) => {
      const workers: Worker[] = [];
      const own = trustedTypes!.createPolicy('test', { createScriptURL: (url: string) => url });
      const core = await client.startCoreWorker({
        makeWorker: () => {
          workers.push(new Worker(own.createScriptURL('/wasm/dist/worker/worker.js') as unknown as string, { type: 'module' }));
          return workers.at(-1)!;
        },
      });
      await core.loadTrustList(Uint8Array.from(trustList), Uint8Array.from(rootKey));
      await client.verifierOf(core).loadStatusList(Uint8Array.from(statusList), request.nowUnixSeconds);
      const failed = client.verifierOf(core).verifyCode(text, null as never).then(() => 'a value', (cause: Error) => cause.name);
      const first = await failed;
      const verdict = await client.verifierOf(core).verifyCode(text, request);
      return { first, workers: workers.length, outcome: verdict.ok?.outcome };
    }, city);
    expect(result).toEqual({ first: 'CoreBug', workers: 2, outcome: 'valid' });
  });

  it('gives the scene keys to the worker that follows one that failed, not those that were let go, and lets no code fall between old and new ones', async () => {
    const sealed = vector('valid/identity');
    const { scopeId, utcDay, secret } = sealed.input.sceneKeys[0]!;
    const given = { ...city, request: requestOf(sealed), text: sealed.input.text, key: { scopeId, utcDay, secret: [...bytesOfHex(secret)] } };
    const result = await page.evaluate(async ({ trustList, statusList, rootKey, request, text, key }) => {
      const core = await client.startCoreWorker(client);
      await core.loadTrustList(Uint8Array.from(trustList), Uint8Array.from(rootKey));
      await client.verifierOf(core).loadStatusList(Uint8Array.from(statusList), request.nowUnixSeconds);
      const whole = { ...key, secret: Uint8Array.from(key.secret) };
      await client.verifierOf(core).holdSceneKeys([whole]);
      const refused = await client.verifierOf(core).holdSceneKeys([whole, { ...key, secret: new Uint8Array(31) }]);
      await client.verifierOf(core).verifyCode(text, null as never).catch(() => undefined);
      const without = await client.verifierOf(core).verifyCode(text, request);
      const held = await client.verifierOf(core).holdSceneKeys([whole]);
      const renewing = client.verifierOf(core).holdSceneKeys([whole]);
      const meanwhile = await client.verifierOf(core).verifyCode(text, request);
      await renewing;
      await client.verifierOf(core).verifyCode(text, null as never).catch(() => undefined);
      const afterRestart = await client.verifierOf(core).verifyCode(text, request);
      await client.verifierOf(core).holdSceneKeys([null as never]).catch(() => undefined);
      const afterFailing = await client.verifierOf(core).verifyCode(text, request);
      return {
        held: held.ok, meanwhile: meanwhile.ok?.outcome, attributes: afterRestart.ok?.attributes, refused: refused.fault, without: without.ok?.fault,
        afterFailing: afterFailing.ok?.fault,
      };
    }, given);
    expect(result).toEqual({
      held: true, meanwhile: 'valid', attributes: { name: '王小明', 'document-type': 1, 'document-number-masked': '3***15' },
      refused: 'scope/bad-scene-key', without: 'scope/scene-key-missing', afterFailing: 'scope/scene-key-missing',
    });
  });

  it('starts a worker of one role, which answers the verbs of that role and no others', async () => {
    const answers = await page.evaluate(async ({ request, text }) => {
      const own = trustedTypes!.createPolicy('test', { createScriptURL: (url: string) => url });
      const coreOf = (role: string) => client.startCoreWorker({
        makeWorker: () => new Worker(own.createScriptURL(`/wasm/dist/worker/${role}-worker.js`) as unknown as string, { type: 'module' }),
      });
      const [holder, verifier] = await Promise.all([coreOf('holder'), coreOf('verifier')]);
      const ofAnotherRole = await client.verifierOf(holder).verifyCode(text, request).then(() => 'a value', (cause: Error) => `${cause.name}: ${cause.message}`);
      return {
        ofAnotherRole, drawn: (await holder.drawSvg('A')).ok!.version,
        judged: (await client.verifierOf(verifier).verifyCode(text, request)).ok!.outcome,
        seen: await client.verifierOf(verifier).scanVideoFrame(new ImageData(64, 64)),
      };
    }, city);
    expect(answers).toEqual({
      ofAnotherRole: 'CoreBug: CoreBug: a worker of another role was asked: verifyCode', drawn: 1, judged: 'undecided', seen: { ok: { symbols: [], verdict: null } },
    });
  });

  it('rejects with env/module-not-loaded when a file is missing, and starts when it is back', async () => {
    missing.add('wasm/dist/citycode.wasm');
    const cause = await page.evaluate(() => client.startCoreWorker(client).then(() => null, (error: Error & { fault?: string }) => [error.name, error.fault]));
    expect(cause).toEqual(['CoreNotLoaded', 'env/module-not-loaded']);
    missing.clear();
    expect(await page.evaluate(async () => (await (await client.startCoreWorker(client)).drawSvg('BACK')).ok!.version)).toBe(1);
  });

  it('rejects what waits when it is stopped, and starts again on the next call', async () => {
    const result = await page.evaluate(async () => {
      const core = await client.startCoreWorker(client);
      const waiting = core.drawSvg('A').then(() => 'a value', (cause: Error) => cause.name);
      await Promise.resolve();
      core.stop();
      return [await waiting, (await core.drawSvg('A')).ok!.version];
    });
    expect(result).toEqual(['CoreBug', 1]);
  });
});

declare const trustedTypes: { createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): unknown } } | undefined;
