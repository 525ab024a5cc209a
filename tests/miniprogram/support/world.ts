/** What stands around the phone: codes on paper and screens, a verifier of the city's, a gate with the web scanner. */
import { Page } from '../../engines/support/page.ts';
import { cameraIsCanvas, holdBeforeCamera } from '../../engines/support/camera.ts';
import { kEngines } from '../../engines/support/engines.ts';
import { stopClockAt } from '../../engines/support/in-page.ts';
import type { Engine } from '../../engines/support/tab.ts';
import type { CityServer } from '../../support/city-server.ts';
import { wrapDate } from '../../support/test-clock.ts';
import { wordsOf } from '../../support/words.ts';
import { loadCoreForNode } from '@citycode/wasm/node';
import type { Verdict } from '@citycode/wasm/types';
import sharp from 'sharp';
import type { Pixels } from './screen.ts';

const { fetch } = globalThis;   // the simulator puts timers of its own in Node's place
const words = wordsOf('en');
const core = await loadCoreForNode();

/** A camera's frame of 1280x720 that sees this text as a QR code. */
export function frameOf(text: string): Pixels {
  const [widthPx, heightPx] = [1280, 720];
  const { sidePx, rgba } = core.holder.drawPixels(text, 'M', 8).ok!;
  const frame = new Uint8ClampedArray(widthPx * heightPx * 4).fill(200);
  const [left, top] = [Math.floor((widthPx - sidePx) / 2), Math.floor((heightPx - sidePx) / 2)];
  for (let y = 0; y < sidePx; y++) frame.set(rgba.subarray(y * sidePx * 4, (y + 1) * sidePx * 4), ((top + y) * widthPx + left) * 4);
  return { widthPx, heightPx, rgba: frame };
}

/** The text that stands on a screen; null while there is none. */
export function textOn({ widthPx, heightPx, rgba }: Pixels): string | null {
  const found = core.reader.scanFrame(rgba, { widthPx, heightPx, format: 'rgba', effort: 'picture' });
  return found.ok?.[0] ? Buffer.from(found.ok[0].bytes).toString() : null;
}

async function post<T>(city: CityServer, path: string, body: unknown): Promise<T> {
  const answer = await fetch(city.origin + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json() as Promise<T>;
}

/** A site that asks, as its own server does it. */
export class Site {
  private constructor(private readonly city: CityServer, private readonly session: string, readonly address: string) {}

  static async asking(city: CityServer): Promise<Site> {
    const { session, address } = await post<{ session: string; address: string }>(city, '/v1/demo/sign-ins', { language: 'en', returns: false });
    return new Site(city, session, city.origin + address);
  }

  state(): Promise<{ readonly state: string; readonly fault?: string; readonly result?: { readonly pass: string; readonly attributes: Record<string, unknown> } }> {
    return post(this.city, '/v1/demo/sign-ins/state', { session: this.session });
  }
}

/** The address of the slip of a service that ended, for anybody. */
export async function slipOf(city: CityServer): Promise<string> {
  const { link, address } = await post<{ link?: string; address?: string }>(city, '/v1/demo/portal-services', { case: Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64url'), pass: null });
  return new URL((link ?? address)!, city.origin).href;
}

export const figuresOf = async (city: CityServer): Promise<{ readonly hidden: number }> => (await fetch(`${city.origin}/v1/open/figures`)).json() as Promise<{ hidden: number }>;

/** By the city's own list; sealed scenes stay closed to it. */
export async function verdictOn(city: CityServer, text: string, scopeName: string, more: { readonly nowUnixSeconds?: number; readonly venueId?: string } = {}): Promise<Verdict> {
  const list = new Uint8Array(await (await fetch(`${city.origin}/v1/trust-list`)).arrayBuffer());
  const { rootKey } = (await (await fetch(`${city.origin}/v1/city`)).json()) as { rootKey: string };
  const verifier = (await loadCoreForNode()).verifier;
  const now = more.nowUnixSeconds ?? Math.floor((performance.timeOrigin + performance.now()) / 1000);
  const loaded = verifier.loadTrustList(list, Uint8Array.from(Buffer.from(rootKey, 'base64url')), now);
  if (!loaded.ok) throw new Error(loaded.fault);
  return verifier.verifyCode(text, { nowUnixSeconds: now, scopeName, ...(more.venueId && { venueId: more.venueId }) }).ok!;
}

/** Staff with the web scanner in Chromium, at bus and metro. */
export class Gate {
  private constructor(private readonly engine: Engine, private readonly page: Page) {}

  static async open(city: CityServer): Promise<Gate> {
    const engine = kEngines[0]!();
    const page = await Page.open(engine, wrapDate, cameraIsCanvas);
    await page.tab.goto(`${city.origin}/console/#demo`);
    await page.press({ role: 'radio', name: words.scenes.transit! });
    await page.press({ role: 'button', name: words.console.start });
    return new Gate(engine, page);
  }

  /** Holds a phone's screen before it, as it was at that moment; what the scanner says. */
  async see({ widthPx, heightPx, rgba }: Pixels, takenUnixSeconds: number): Promise<string> {
    await this.page.tab.evaluate(stopClockAt, takenUnixSeconds + 2);
    const picture = await sharp(rgba, { raw: { width: widthPx, height: heightPx, channels: 4 } }).resize(420).png().toBuffer();
    await holdBeforeCamera(this.page, picture);
    const { valid, invalid, undecided } = words.verdict;
    return this.page.waitFor('a verdict', async () => {
      const said = await this.page.words('cc-verdict', 'h2');
      return [valid, invalid, undecided].find((each) => said?.includes(each));
    });
  }

  close(): Promise<void> {
    return this.engine.close();
  }
}
