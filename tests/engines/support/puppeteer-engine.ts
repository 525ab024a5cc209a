/** Chromium over its DevTools protocol and Firefox over WebDriver BiDi. */
import { existsSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import puppeteer, { type Browser, type LaunchOptions, type Page } from 'puppeteer-core';
import { isNoteOfRequest, kWindowSizePx, tellOfPolicy, type Engine, type Tab } from './tab.ts';

class PuppeteerTab implements Tab {
  readonly #complaints: string[] = [];

  constructor(private readonly browser: Browser, private readonly page: Page) {
    page.on('pageerror', (cause) => this.#complaints.push(`uncaught: ${cause instanceof Error ? cause.message : String(cause)}`));
    page.on('console', (message) => {
      if (message.type() === 'error' && !isNoteOfRequest(message.text())) this.#complaints.push(message.text());
    });
  }

  version(): Promise<string> {
    return this.browser.version();
  }

  async goto(url: string): Promise<void> {
    await this.page.goto(url);
  }

  async reload(): Promise<void> {
    await this.page.reload();
  }

  evaluate<Args extends unknown[], Result>(ask: (...args: Args) => Result | Promise<Result>, ...args: Args): Promise<Result> {
    return this.page.evaluate(ask as (...args: unknown[]) => unknown, ...args) as Promise<Result>;
  }

  async pressAt(x: number, y: number): Promise<void> {
    await this.page.mouse.click(x, y);
  }

  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text);
  }

  picture(): Promise<Uint8Array> {
    return this.page.screenshot({ type: 'png', captureBeyondViewport: false });
  }

  /** Every process of the browser stands still: it leads a group of its own. */
  async sleep(ms: number): Promise<void> {
    const group = -this.browser.process()!.pid!;
    process.kill(group, 'SIGSTOP');
    await setTimeout(ms).finally(() => process.kill(group, 'SIGCONT'));
  }

  async complaints(): Promise<readonly string[]> {
    await this.page.evaluate(() => undefined);   // what was said before this answer has come before it
    return this.#complaints;
  }
}

export class PuppeteerEngine implements Engine {
  readonly #open: Promise<Browser>[] = [];
  readonly #options: LaunchOptions & { readonly executablePath: string };

  constructor(readonly name: string, private readonly variable: string, options: LaunchOptions & { readonly executablePath: string }) {
    this.#options = { headless: true, defaultViewport: { ...kWindowSizePx, deviceScaleFactor: 1 }, ...options };
  }

  async open(before: readonly (() => void)[]): Promise<Tab> {
    const path = this.#options.executablePath;
    if (!existsSync(path)) throw new Error(`${this.name} is not at ${path}: run scripts/setup test, or name it in ${this.variable}`);
    const launched = puppeteer.launch(this.#options);
    this.#open.push(launched);
    const browser = await launched;
    const page = await browser.newPage();
    for (const run of [tellOfPolicy, ...before]) await page.evaluateOnNewDocument(run);
    return new PuppeteerTab(browser, page);
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.#open.map(async (browser) => (await browser).close()));
  }
}
