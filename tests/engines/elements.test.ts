// The packed elements on a page of another origin than the city's, in plain HTML, under the policy that their README asks for, in each engine.
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Site } from '../embed/site.ts';
import { CityServer } from '../support/city-server.ts';
import { wordsOf } from '../support/words.ts';
import { Phone } from '../verify/phone.ts';
import { Project } from '../verify/project.ts';
import { kEngines } from './support/engines.ts';
import { attributeOf } from './support/in-page.ts';
import { Page } from './support/page.ts';

const words = wordsOf('en');
/** What a busy machine needs for one look; a code lasts longer. */
const kLookMs = 15_000;
const kLooks = 5;
const code = { role: 'img', name: words.code.imageName('Metro') } as const;
/** So large that its pixels are whole ones, and the scanner as large as a phone shows it. */
const kCss = 'body { margin: 0 } cc-code { width: 400px } cc-scanner { height: 500px } cc-verdict { height: 400px }';
const pageOf = (city: CityServer): string => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Somebody else</title>
  <link rel="stylesheet" href="/page.css"><script type="module" src="/citycode/index.js"></script></head><body>
  <cc-code scene="Metro" text="before the first"></cc-code>
  <form><cc-scanner id="gate" city="${city.origin}" scene="transit" keep="memory" name="code"></cc-scanner><cc-rating name="rating" required></cc-rating></form>
  <cc-verdict for="gate" silent></cc-verdict></body></html>`;

/** Runs in the page: what it shows its scanner is a photograph, on a canvas or in a stream of one. */
async function holdUp(kind: 'canvas' | 'stream', pngBase64: string): Promise<void> {
  const picture = await openPicture(pngBase64);
  const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 640 });
  const context = canvas.getContext('2d')!;
  const draw = (): void => {
    context.fillStyle = '#fff';
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(picture, Math.round((canvas.width - picture.width) / 2), Math.round((canvas.height - picture.height) / 2));
  };
  draw();
  if (kind === 'stream') setInterval(draw, 33);
  Object.assign(document.querySelector('cc-scanner')!, { source: kind === 'canvas' ? canvas : canvas.captureStream(30) });
}

describe.each(kEngines.map((make) => make()))('elements in $name', (engine) => {
  let city: CityServer;
  let phone: Phone;
  let project: Project;
  let site: Site;
  let page: Page;

  beforeAll(async () => {
    [city, project, page] = await Promise.all([CityServer.start(), Project.withPacked('embed'), Page.open(engine)]);
    phone = await Phone.of(city, 'Wang Xiaoming');
    await phone.fetchPasses('transit', 2 * kLooks);
    site = await Site.open({ '/citycode/': join(project.installed, 'dist') });
    site.pages.set('/page.css', kCss);
    site.pages.set('/', pageOf(city));
    site.policy = `script-src 'self' 'wasm-unsafe-eval'; connect-src 'self' ${city.origin}; img-src 'self' blob: data:`;
    await page.tab.goto(`${site.origin}/`);
  });
  afterAll(async () => {
    await engine.close();
    site?.close();
    await Promise.all([city?.end(), project?.remove()]);
  });

  const drawing = (): Promise<string | null> => page.tab.evaluate(attributeOf, '[part=symbol] path', 'd');

  /** `<cc-code>` draws it, a photograph of that is what the scanner sees. */
  async function show(text: string, kind: 'canvas' | 'stream'): Promise<void> {
    await page.find(code);
    const before = await drawing();
    await page.tab.evaluate((shown: string) => { document.querySelector('cc-code')!.setAttribute('text', shown); }, text);
    await page.waitFor('another drawing', async () => await drawing() !== before);
    await page.tab.evaluate(holdUp, kind, (await page.pictureOf(code)).toString('base64'));
  }
  const verdict = (): Promise<string | null> => page.words('cc-verdict', '[part=word]');
  const formHas = (): Promise<unknown> => page.tab.evaluate(() => [...new FormData(document.querySelector('form')!)]);

  /** Whoever holds a code up and sees that nothing happens does it again: WebKitGTK's way from a canvas to a video was seen to stand still for a minute. */
  async function showUntilValid(kind: 'canvas' | 'stream'): Promise<string> {
    for (let looks = 1; ; looks += 1) {
      const isJudged = await verdict() !== null;
      const text = await phone.code('transit');
      await show(text, kind);
      if (isJudged) await page.press({ role: 'button', name: words.verdict.clearNow });
      try {
        await page.waitFor(`"${words.verdict.valid}"`, async () => (await verdict())?.includes(words.verdict.valid), kLookMs);
        return text;
      } catch (cause) {
        if (looks === kLooks) throw cause;
      }
    }
  }

  it('draw a code, read it off a canvas and say that it is valid', async () => {
    const text = await showUntilValid('canvas');
    expect(await formHas()).toEqual([['code', text]]);
  });

  it('look on when the verdict is cleared, and say that this code was seen before', async () => {
    await page.press({ role: 'button', name: words.verdict.clearNow });
    await page.expectWords(words.verdict.invalid, 'cc-verdict', '[part=word]');
  });

  it('read a code off a stream that the page brings', async () => {
    const text = await showUntilValid('stream');
    expect(await formHas()).toEqual([['code', text]]);
  });

  it('give what a person presses in a rating to the form', async () => {
    await page.press({ role: 'radio', name: `5 ${words.rating.levels['very-satisfied']}` });
    await page.waitFor('rating in the form', async () => JSON.stringify(await formHas()).includes('["rating","5"]'));
  });

  it('have complained of nothing', async () => {
    expect(await page.tab.complaints()).toEqual([]);
  });
});
