// The packed elements on a page of another origin than the city's, in plain HTML, under that page's own strict policy, in Chromium.
import { AxeBuilder } from '@axe-core/playwright';
import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CityServer } from '../support/city-server.js';
import { Phone } from '../verify/phone.js';
import { Project } from '../verify/project.js';
import { Site } from './site.js';

const chromiumPath = process.env['CITYCODE_CHROMIUM'] ?? '/usr/bin/chromium';
const kWasm = "script-src 'self' 'wasm-unsafe-eval'";
const kReadTimeout = { timeout: 20_000 };

const kCss = 'body { font-family: sans-serif } cc-code { width: 300px } cc-scanner { width: 400px; height: 500px } cc-verdict { height: 600px }';
const kPaint = `
  globalThis.paint = async (code, canvas) => {
    const svg = code.shadowRoot.querySelector('[part=symbol]').cloneNode(true);
    svg.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
    svg.removeAttribute('style');
    for (const side of ['width', 'height']) svg.setAttribute(side, '480');
    const image = new Image();
    image.src = 'data:image/svg+xml,' + encodeURIComponent(new XMLSerializer().serializeToString(svg));
    await image.decode();
    const context = canvas.getContext('2d');
    context.fillStyle = '#fff';
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(image, (canvas.width - 480) / 2, (canvas.height - 480) / 2);
  };`;

const html = (body: string, { lang = 'en', head = '', script = '/citycode/index.js' } = {}): string =>
  `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><title>Somebody else</title>${head}<link rel="stylesheet" href="/page.css">
   <link rel="icon" href="/icon.svg"><script src="/paint.js"></script>${script && `<script type="module" src="${script}"></script>`}
   </head><body><main><h1>Somebody else</h1>${body}</main></body></html>`;

declare global {
  // eslint-disable-next-line no-var
  var paint: (code: Element, canvas: HTMLCanvasElement) => Promise<void>;
  // eslint-disable-next-line no-var
  var heard: unknown[];
}

let city: CityServer;
let phone: Phone;
let project: Project;
let site: Site;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let problems: string[];

async function open(body: string, options: Parameters<typeof html>[1] & { readonly path?: string } = {}): Promise<void> {
  const { path = '/' } = options;
  site.asked.length = 0;
  site.pages.set(path, html(body, options));
  await page.goto(site.origin + path);
}

const scannerTag = (more = ''): string => `<cc-scanner id="gate" city="${city.origin}" scene="transit" ${more}></cc-scanner>`;
const verdictWord = (): Promise<string> => page.evaluate(() => document.querySelector('cc-verdict')?.shadowRoot?.querySelector('[part=word]')?.textContent ?? '');
const shownFault = (tag: string): Promise<string | null> =>
  page.evaluate((each) => (document.querySelector(each)!.shadowRoot!.querySelector('cc-fault') as (Element & { fault: string }) | null)?.fault ?? null, tag);

const choose = (level: number, nth = 0): Promise<void> => page.locator('cc-rating').nth(nth).locator(`input[name=level][value="${level}"]`).check();

/** A code of the phone's is drawn by the page's `<cc-code>` and painted on its canvas, which the scanner then looks at. */
async function holdUp(text: string): Promise<void> {
  await page.evaluate((code) => { document.querySelector('cc-code')!.setAttribute('text', code); }, text);
  await page.locator('cc-code [part=symbol]').waitFor();
  await page.evaluate(async () => {
    const canvas = document.querySelector('canvas')!;
    await globalThis.paint(document.querySelector('cc-code')!, canvas);
    Object.assign(document.querySelector('cc-scanner')!, { source: canvas });
  });
}

const withChromium = describe.skipIf(!existsSync(chromiumPath) && !process.env['CI']);

beforeAll(async () => {
  [city, project] = await Promise.all([CityServer.start(), Project.withPacked('embed')]);
  phone = await Phone.of(city, 'Wang Xiaoming');
  await phone.fetchPasses('transit', 30);
  const dist = join(project.installed, 'dist');
  site = await Site.open({ '/citycode/': dist, '/newer-version/': dist });
  site.pages.set('/page.css', kCss);
  site.pages.set('/paint.js', kPaint);
  site.pages.set('/icon.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>');
  browser = await chromium.launch({
    executablePath: chromiumPath,
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream'],
  });
});
afterAll(async () => {
  await browser?.close();
  site?.close();
  await Promise.all([city?.end(), project?.remove()]);
});

beforeEach(async () => {
  site.policy = `${kWasm}; connect-src 'self' ${city.origin}; img-src 'self' blob: data:`;
  site.moduleAnswer = (body) => ({ type: 'application/wasm', body });
  problems = [];
  context = await browser.newContext();
  page = await context.newPage();
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => { if (message.type() === 'error') problems.push(message.text()); });
  return () => context.close();
});

withChromium('a page of another origin', () => {
  it('draws a code, scans it from a canvas, says that it is valid, and takes a rating for a form: with no complaint', async () => {
    await open(`<cc-code scene="Metro"></cc-code><canvas width="640" height="640"></canvas>
      <form>${scannerTag('name="code" keep="memory"')}<cc-rating name="rating" required></cc-rating></form><cc-verdict for="gate" silent></cc-verdict>`);
    const text = await phone.code('transit');
    await holdUp(text);
    await expect.poll(verdictWord, kReadTimeout).toBe('Valid');
    await choose(5);
    expect(await page.evaluate(() => [...new FormData(document.querySelector('form')!)])).toEqual([['code', text], ['rating', '5']]);
    expect(await page.evaluate(() => getComputedStyle(document.querySelector('cc-verdict')!.shadowRoot!.querySelector('[part=sheet]')!).backgroundColor)).toBe('rgb(0, 120, 95)');
    expect(problems).toEqual([]);
    expect(site.asked.filter((path) => /words\/(?!en-)/u.test(path)), 'words of other languages').toEqual([]);
  });

  it('looks on when the verdict is cleared, and says of the same code that it was seen before', async () => {
    await open(`<cc-code></cc-code><canvas width="640" height="640"></canvas>${scannerTag()}<cc-verdict for="gate" silent></cc-verdict>`);
    await holdUp(await phone.code('transit'));
    await expect.poll(verdictWord, kReadTimeout).toBe('Valid');
    await page.locator('cc-verdict [part=next]').click();
    await expect.poll(verdictWord, kReadTimeout).toBe('Not valid');
  });

  it('reads without a city and judges nobody, from a stream that goes on when the element is taken away', async () => {
    await open('<cc-code></cc-code><canvas width="640" height="640"></canvas><cc-scanner name="code"></cc-scanner>');
    await page.evaluate(() => {
      globalThis.heard = [];
      document.addEventListener('cc-symbols', (event) => globalThis.heard.push(new TextDecoder().decode((event as CustomEvent).detail.answer.symbols[0].bytes)));
    });
    await holdUp('somebody else’s text');
    await page.evaluate(() => { const canvas = document.querySelector('canvas')!;
      Object.assign(document.querySelector('cc-scanner')!, { source: canvas.captureStream() });
      setInterval(() => canvas.getContext('2d')!.fillRect(0, 0, 1, 1), 100);   // as a page does that paints
    });
    await expect.poll(() => page.evaluate(() => globalThis.heard[0]), kReadTimeout).toBe('somebody else’s text');
    expect(await page.evaluate(() => {
      const scanner = document.querySelector('cc-scanner') as HTMLElement & { source: MediaStream };
      const stream = scanner.source;
      scanner.remove();
      return stream.getTracks().map(({ readyState }) => readyState);
    })).toEqual(['live']);
  });

  it('works on without the city from what it kept, and knows after a new start what it has seen', async () => {
    const own = await CityServer.start();
    const other = await Phone.of(own, 'Wang Xiaoming');
    await other.fetchPasses('transit', 3);
    site.policy = `${kWasm}; connect-src 'self' ${own.origin}; img-src 'self' data:`;
    const body = `<cc-code></cc-code><canvas width="640" height="640"></canvas><cc-scanner id="gate" city="${own.origin}" scene="transit"></cc-scanner><cc-verdict for="gate" silent></cc-verdict>`;
    await open(body);
    const first = await other.code('transit');
    await holdUp(first);
    await expect.poll(verdictWord, kReadTimeout).toBe('Valid');
    await own.stop();
    await page.reload();
    await holdUp(await other.code('transit'));
    await expect.poll(verdictWord, kReadTimeout).toBe('Valid');
    await page.reload();
    await holdUp(first);
    await expect.poll(verdictWord, kReadTimeout).toBe('Not valid');
    await own.end();
  });

  it.each([['en', 'How was the service?'], ['zh-CN', '这次服务怎么样？'], ['zh-Hant', '這次服務怎麼樣？'], ['id', 'Bagaimana layanannya?'], ['fr-CA', 'How was the service?']])('says it in the page’s language: %s', async (lang, sentence) => {
    await open('<cc-rating></cc-rating>', { lang });
    const legend = page.locator('cc-rating legend').first();
    await legend.waitFor();
    expect(await legend.innerText()).toContain(sentence);
    expect(await page.locator('cc-rating').getAttribute('lang')).toBe(lang === 'fr-CA' ? 'en' : lang);
    expect(await page.evaluate(() => document.documentElement.lang)).toBe(lang);
    expect(await page.evaluate(() => localStorage.length)).toBe(0);
    const axe = await new AxeBuilder({ page: page as never }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']).analyze();
    expect(axe.violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)])).toEqual([]);
  });

  it('follows the page’s language when it changes', async () => {
    await open('<cc-rating></cc-rating>');
    await page.getByText('Very satisfied').waitFor();
    await page.evaluate(() => { document.documentElement.lang = 'id'; });
    await page.getByText('Sangat puas', { exact: true }).waitFor();
    await expect.poll(() => page.locator('cc-rating').getAttribute('lang')).toBe('id');
  });

  it('loads only what one element needs', async () => {
    await open('<cc-rating></cc-rating>', { script: '/citycode/cc-rating.js' });
    await page.getByText('Very satisfied').waitFor();
    expect(site.asked.filter((path) => path.startsWith('/citycode/')).sort()).toEqual([
      '/citycode/cc-rating.js', '/citycode/shared-base.js', '/citycode/shared-cc-rating.js', '/citycode/words/en-common.js', '/citycode/words/en-rating.js']);
  });
});

withChromium('an element', () => {
  it('takes properties that were set before it was defined, and shows what stands between its tags until then', async () => {
    await open('<cc-code><span>Please wait</span></cc-code><cc-rating></cc-rating>', { script: '' });
    await page.evaluate(() => {
      Object.assign(document.querySelector('cc-code')!, { text: 'set before' });
      Object.assign(document.querySelector('cc-rating')!, { opinion: { level: 2, indicators: {}, reasons: [], text: '' } });
    });
    expect(await page.getByText('Please wait').isVisible()).toBe(true);
    await page.addScriptTag({ type: 'module', url: '/citycode/index.js' });
    await page.locator('cc-code [part=symbol]').waitFor();
    expect(await page.getByText('Please wait').isVisible()).toBe(false);
    expect(await page.getByRole('radio', { name: /Dissatisfied/u }).first().isChecked()).toBe(true);
  });

  it('stays the first one’s when another version defines it too', async () => {
    await open('<cc-code text="first"></cc-code><cc-rating></cc-rating>');
    await page.locator('cc-code [part=symbol]').waitFor();
    await page.evaluate(() => { globalThis.heard = [customElements.get('cc-code')]; });
    await page.addScriptTag({ type: 'module', url: '/newer-version/index.js' });
    expect(site.asked).not.toContain('/newer-version/words/en-common.js');   // what is defined needs no words
    expect(await page.evaluate(() => {
      document.body.append(Object.assign(document.createElement('cc-code'), { id: 'second', text: 'second' }));
      return customElements.get('cc-code') === globalThis.heard[0];
    })).toBe(true);
    await page.locator('#second [part=symbol]').waitFor();
    expect(problems).toEqual([]);
  });

  it('works twice, moved, cloned, and where the page has another base address', async () => {
    await open(`<div id="from"><cc-code id="one" text="one"></cc-code></div><div id="to"></div><form id="f"><cc-rating name="a"></cc-rating><cc-rating name="b"></cc-rating></form>`,
      { head: '<base href="/somewhere/else/">', path: '/deep/page.html' });
    await page.locator('#one [part=symbol]').waitFor();
    await page.evaluate(() => {
      const one = document.getElementById('one')!;
      document.getElementById('to')!.append(one);
      const copy = one.cloneNode(true) as HTMLElement;
      copy.id = 'copy';
      document.body.append(copy);
    });
    await page.locator('#to #one [part=symbol]').waitFor();
    await page.locator('#copy [part=symbol]').waitFor();
    await choose(5);
    await choose(1, 1);
    expect(await page.evaluate(() => [...new FormData(document.querySelector('form')!)])).toEqual([['a', '5'], ['b', '1']]);
    expect(problems).toEqual([]);
  });

  it('takes part in a form: required, reset, disabled', async () => {
    await open(`<form>${scannerTag('name="code" required keep="memory"')}<cc-rating name="rating" required></cc-rating></form>`);
    await page.getByText('Very satisfied').waitFor();
    const validity = (): Promise<unknown> => page.evaluate(() => [...document.querySelectorAll('cc-scanner, cc-rating')].map((each) => (each as unknown as HTMLInputElement).checkValidity()));
    expect(await validity()).toEqual([false, false]);
    await choose(5);
    expect(await validity()).toEqual([false, true]);
    await page.evaluate(() => document.querySelector('form')!.reset());
    expect(await validity()).toEqual([false, false]);
    await page.evaluate(() => document.querySelector('cc-scanner')!.setAttribute('disabled', ''));
    await expect.poll(() => page.evaluate(() => (document.querySelector('cc-scanner')!.shadowRoot!.querySelector('video')!.srcObject))).toBe(null);
    expect(await validity()).toEqual([true, false]);
  });

  it('is off for as long as the fieldset around it is', async () => {
    await open(`<form><fieldset>${scannerTag('name="code" keep="memory"')}<cc-rating name="rating"></cc-rating></fieldset></form>`);
    const isLooking = (): Promise<boolean> => page.evaluate(() => document.querySelector('cc-scanner')!.shadowRoot!.querySelector('video')!.srcObject !== null);
    const level = page.locator('cc-rating input[name=level]').first();
    await expect.poll(isLooking).toBe(true);
    await page.evaluate(() => { document.querySelector('fieldset')!.disabled = true; });
    await expect.poll(isLooking).toBe(false);
    expect(await level.isDisabled()).toBe(true);
    await page.evaluate(() => { document.querySelector('fieldset')!.disabled = false; });
    await expect.poll(isLooking).toBe(true);
    expect(await level.isDisabled()).toBe(false);
    expect(await page.locator('cc-rating').getAttribute('disabled')).toBe(null);
  });

  it('works where the page wants trusted types', async () => {
    site.policy = `${site.policy}; require-trusted-types-for 'script'; trusted-types citycode lit-html`;
    await open(`<cc-code></cc-code><canvas width="640" height="640"></canvas>${scannerTag('keep="memory"')}<cc-rating></cc-rating><cc-verdict for="gate" silent></cc-verdict>`);
    await holdUp(await phone.code('transit'));
    await expect.poll(verdictWord, kReadTimeout).toBe('Valid');
    expect(problems).toEqual([]);
  });

  it('leaves no camera on when it is taken away while the question is open, 50 times', async () => {
    await open('<p>no scanner yet</p>');
    const live = await page.evaluate(async () => {
      const media = navigator.mediaDevices;
      const ask = media.getUserMedia.bind(media);
      const tracks: MediaStreamTrack[] = [];
      let answer = (): void => undefined;
      let asked = (): void => undefined;
      media.getUserMedia = async (constraints) => {
        asked();
        await new Promise<void>((resolve) => { answer = resolve; });
        const stream = await ask(constraints);
        tracks.push(...stream.getTracks());
        return stream;
      };
      await customElements.whenDefined('cc-scanner');
      for (let round = 0; round < 50; round += 1) {
        const scanner = document.createElement('cc-scanner');
        const isAsked = new Promise<void>((resolve) => { asked = resolve; });
        document.body.append(scanner);
        await isAsked;
        scanner.remove();
        if (round % 2) document.body.append(scanner);   // moved: taken away and put back
        answer();
        const given = tracks.length;
        while (tracks.length === given) await new Promise((resolve) => { setTimeout(resolve, 5); });
        scanner.remove();
        answer();   // the second question of one that was moved
      }
      await new Promise((resolve) => { setTimeout(resolve, 1000); });
      return [tracks.length >= 50, tracks.filter(({ readyState }) => readyState === 'live').length];
    });
    expect(live).toEqual([true, 0]);
  });

  it('says in a frame without a camera that there is none, and still reads a picture', async () => {
    site.pages.set('/frame', html('<cc-scanner></cc-scanner>'));
    await open('');
    await page.evaluate((src) => { document.body.append(Object.assign(document.createElement('iframe'), { src, width: 500, height: 600, allow: "camera 'none'" })); }, `${site.origin}/frame`);
    const frame = page.frameLocator('iframe');
    await frame.getByText('The camera is not allowed for this page.').waitFor();
    await frame.locator('input[type=file]').setInputFiles({ name: 'x.svg', mimeType: 'image/svg+xml', buffer: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>') });
    await frame.getByText('No code was found in this picture.').waitFor(kReadTimeout);
  });
});

withChromium('without its module', () => {
  const cases: readonly (readonly [string, string, typeof site.moduleAnswer])[] = [
    ['forbidden by the policy', "script-src 'self'", (body) => ({ type: 'application/wasm', body })],
    ['cut off', kWasm, (body) => ({ type: 'application/wasm', body: body.subarray(0, 100_000) })],
    ['a page in its place', kWasm, () => ({ type: 'text/html', body: '<!doctype html><p>hello' })],
    ['a page with the module’s type', kWasm, () => ({ type: 'application/wasm', body: '<!doctype html><p>hello' })],
    ['empty', kWasm, () => ({ type: 'application/wasm', body: '' })],
  ];
  it.each(cases)('%s: a code and a scanner say so, and a rating works', async (_, scripts, answer) => {
    site.policy = `${scripts}; connect-src 'self' ${city.origin}; img-src 'self' data:`;
    site.moduleAnswer = answer;
    site.pages.set('/hear.js', "globalThis.heard = []; document.addEventListener('cc-fault', ({ target, detail }) => heard.push([target.localName, detail.fault]));");
    await open(`<cc-code text="x">no code here</cc-code>${scannerTag('keep="memory"')}<form><cc-rating name="rating"></cc-rating></form>`, { head: '<script src="/hear.js"></script>' });
    await expect.poll(() => page.evaluate(() => [...globalThis.heard].sort()), kReadTimeout).toEqual([['cc-code', 'env/module-not-loaded'], ['cc-scanner', 'env/module-not-loaded']]);
    expect(await shownFault('cc-scanner')).toBe('env/module-not-loaded');
    expect(await shownFault('cc-code')).toBe('env/module-not-loaded');
    await choose(5);
    expect(await page.evaluate(() => [...new FormData(document.querySelector('form')!)])).toEqual([['rating', '5']]);
  });

  it('works with a module of a wrong type', async () => {
    site.moduleAnswer = (body) => ({ type: 'application/octet-stream', body });
    await open('<cc-code text="x"></cc-code>');
    await page.locator('cc-code [part=symbol]').waitFor();
  });

  it('draws a code that never changes once the module comes', async () => {
    const whole = site.moduleAnswer;
    site.moduleAnswer = () => ({ type: 'application/wasm', body: '' });
    await open('<cc-code text="x"></cc-code>');
    await expect.poll(() => shownFault('cc-code'), kReadTimeout).toBe('env/module-not-loaded');
    site.moduleAnswer = whole;
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await page.locator('cc-code [part=symbol]').waitFor();
    expect(await shownFault('cc-code')).toBe(null);
  });

  it('says so where there is no WebAssembly', async () => {
    await page.addInitScript(() => { globalThis.heard = []; document.addEventListener('cc-fault', (event) => globalThis.heard.push((event as CustomEvent).detail.fault)); });
    await page.route('**/draw-worker.js', async (route) => {
      const worker = await readFile(join(project.installed, 'dist/draw-worker.js'), 'utf8');
      await route.fulfill({ contentType: 'text/javascript', body: `delete globalThis.WebAssembly;\n${worker}` });
    });
    await open('<cc-code text="x"></cc-code>');
    await expect.poll(() => page.evaluate(() => globalThis.heard), kReadTimeout).toEqual(['env/module-not-loaded']);
  });
});

withChromium('what the page got wrong', () => {
  it.each([
    ['no address', 'city="not an address" scene="transit"', 'start/bad-option'],
    ['no scene of this city', 'scene="space-travel"', 'scope/unknown'],
    ['a key that is none', 'scene="transit" root-key="AAAA"', 'start/bad-option'],
  ])('is said by the scanner: %s; and it works when it is mended', async (_, attributes, fault) => {
    const named = attributes.includes('city=') ? attributes : `city="${city.origin}" ${attributes}`;
    await open(`<cc-code></cc-code><canvas width="640" height="640"></canvas><cc-scanner id="gate" ${named} keep="memory"></cc-scanner><cc-verdict for="gate" silent></cc-verdict>`);
    await expect.poll(() => shownFault('cc-scanner'), kReadTimeout).toBe(fault);
    await page.evaluate((origin) => {
      const scanner = document.querySelector('cc-scanner')!;
      scanner.setAttribute('city', origin);
      scanner.setAttribute('scene', 'transit');
      scanner.removeAttribute('root-key');
    }, city.origin);
    await holdUp(await phone.code('transit'));
    await expect.poll(verdictWord, kReadTimeout).toBe('Valid');
    expect(await shownFault('cc-scanner')).toBe(null);
  });

  it('goes on in memory where the browser keeps nothing', async () => {
    await page.addInitScript(() => { indexedDB.open = () => { throw new DOMException('full', 'QuotaExceededError'); }; });
    await open(`<cc-code></cc-code><canvas width="640" height="640"></canvas>${scannerTag()}<cc-verdict for="gate" silent></cc-verdict>`);
    await holdUp(await phone.code('transit'));
    await expect.poll(verdictWord, kReadTimeout).toBe('Valid');
    expect(await page.evaluate(() => (document.querySelector('cc-scanner') as unknown as { state: { keeps: boolean } }).state.keeps)).toBe(false);
  });
});

withChromium('the package', () => {
  it('has built files, source maps, types and a manifest, and no sources', async () => {
    const files = (await readdir(project.installed, { recursive: true })).filter((name) => !name.startsWith('dist/core')).sort();
    expect(files.filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))).toEqual([]);
    for (const script of files.filter((name) => /dist\/(shared|draw|read).*\.js$/u.test(name))) expect(files).toContain(`${script}.map`);
    expect(files).toEqual(expect.arrayContaining(['README.md', 'dist/custom-elements.json', 'dist/reference.html', 'dist/react.d.ts', 'dist/index.d.ts', 'dist/citycode-holder.wasm', 'dist/citycode-verifier.wasm']));
    const { modules } = JSON.parse(await readFile(join(project.installed, 'dist/custom-elements.json'), 'utf8')) as { modules: { declarations: { tagName: string; attributes: { name: string }[] }[] }[] };
    const scanner = modules.flatMap(({ declarations }) => declarations).find(({ tagName }) => tagName === 'cc-scanner')!;
    expect(scanner.attributes.map(({ name }) => name)).toEqual(expect.arrayContaining(['city', 'scene', 'venue', 'root-key', 'keep', 'name', 'required', 'disabled', 'scheme']));
  });

  it('has a reference page whose examples work', async () => {
    await page.goto(`${site.origin}/citycode/reference.html`);
    await page.locator('#code [part=symbol]').waitFor();
    await page.getByRole('button', { name: 'Scan the canvas' }).click();
    await expect.poll(() => page.locator('#scanned').textContent(), kReadTimeout).toBe('https://city.example');
    for (const [name, word] of [['valid', 'Valid'], ['invalid', 'Not valid'], ['undecided', 'Cannot decide']] as const) {
      await page.getByRole('button', { name, exact: true }).click();
      await expect.poll(verdictWord).toBe(word);
    }
    await choose(4);
    await page.getByRole('button', { name: 'Send' }).click();
    expect(await page.locator('#rating-sent').textContent()).toBe('rating=4');
    const axe = await new AxeBuilder({ page: page as never }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']).analyze();
    expect(axe.violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)])).toEqual([]);
    expect(problems.filter((problem) => !problem.includes('favicon') && !problem.includes('404'))).toEqual([]);
  });
});
