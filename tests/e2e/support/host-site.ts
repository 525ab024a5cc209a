/** The site of an office, on another origin than the city's and under a policy of its own, with the city's frame on it. */
import { generateKeyPairSync } from 'node:crypto';
import type { FrameLocator, Locator, Page } from '@playwright/test';
import type { CityServer } from '../../support/city-server.ts';
import { Site } from '../../embed/site.ts';

export interface Told {
  readonly origin: string;
  readonly data: { readonly citycode?: unknown; readonly type?: string } & Record<string, unknown>;
}

/** Everything that reaches the page: messages as they come, and the element's events. */
const kEars = `
  globalThis.told = [];
  globalThis.heard = [];
  addEventListener('message', ({ origin, data }) => told.push({ origin, data }));
  for (const type of ['ready', 'opened', 'checked', 'refused']) addEventListener('citycode-' + type, ({ detail }) => heard.push([type, detail]));
  globalThis.frameWindow = () => document.querySelector('citycode-frame').shadowRoot.querySelector('iframe').contentWindow;`;

declare global {
  // eslint-disable-next-line no-var
  var told: Told[];
  // eslint-disable-next-line no-var
  var heard: [string, Record<string, unknown>][];
  // eslint-disable-next-line no-var
  var frameWindow: () => Window;
}

export class HostSite {
  private constructor(private readonly site: Site, readonly city: string) {}

  /** To a browser the city is of another site too: 127.0.0.1, and this one localhost. */
  static async open(city: CityServer): Promise<HostSite> {
    const origin = city.origin.replace('localhost', '127.0.0.1');
    const site = await Site.open({});
    site.policy = `script-src 'self' ${origin}; frame-src 'self' ${origin} http://127.0.0.1:*; style-src 'none'`;
    site.pages.set('/ears.js', kEars);
    site.pages.set('/favicon.ico', '');
    return new HostSite(site, origin);
  }

  get origin(): string {
    return this.site.origin.replace('127.0.0.1', 'localhost');
  }

  async register(city: CityServer, id: string): Promise<void> {
    const { x } = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' });
    await city.atTheCounter('add-portal', '--id', id, '--key', x!, '--portal-origin', this.origin, '--office', 'tax-office');
  }

  write(path: string, html: string): void {
    this.site.pages.set(path, html);
  }

  /** A page with the element, as docs/embed.md says. */
  async show(page: Page, element: string, { lang = 'en' } = {}): Promise<void> {
    this.write('/', `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><title>Tax office</title><script src="/ears.js"></script>
      <script src="${this.city}/embed/v1.js" async></script></head><body><main><h1>Tax office</h1>${element}</main></body></html>`);
    await page.goto(`${this.origin}/`);
  }

  close(): void {
    this.site.close();
  }
}

export const frameOn = (page: Page): FrameLocator => page.frameLocator('citycode-frame iframe');
export const elementOn = (page: Page): Locator => page.locator('citycode-frame');
export const told = (page: Page): Promise<Told[]> => page.evaluate(() => globalThis.told);
export const heard = (page: Page): Promise<[string, Record<string, unknown>][]> => page.evaluate(() => globalThis.heard);
