/** What no page may do, watched in every test: break its own policy, ask another origin, put a person into an address. */
import type { BrowserContext, Page } from '@playwright/test';

/** The browser's own notes: of every request that failed (many tests take the office away), and at a plain address. */
const kBrowsersNotes = ['Failed to load resource', 'The Cross-Origin-Opener-Policy header has been ignored'];

/** Where a page may take bytes from besides its own origin. */
const kOwnSchemes = new Set(['data:', 'blob:', 'chrome-error:']);

export class Watch {
  readonly complaints: string[] = [];
  private readonly secrets: string[] = [];

  constructor(context: BrowserContext, private readonly allowedOrigin: () => string) {
    context.on('request', (request) => this.checkAddress(request.url()));
    context.on('page', (page) => this.follow(page));
    context.on('serviceworker', (worker) => this.checkAddress(worker.url()));
  }

  /** From now on no address may hold one of these. */
  keepOutOfAddresses(...secrets: readonly string[]): void {
    this.secrets.push(...secrets.filter((secret) => secret.length > 1));
  }

  private follow(page: Page): void {
    page.on('pageerror', (error) => this.complaints.push(`uncaught: ${error.stack ?? error.message}`));
    page.on('console', (message) => {
      const text = message.text();
      if (message.type() === 'error' && !kBrowsersNotes.some((note) => text.startsWith(note))) this.complaints.push(text);
      else if (/content security policy|trusted ?type/i.test(text)) this.complaints.push(text);
    });
    page.on('framenavigated', (frame) => this.checkAddress(frame.url().split('#')[0]!));
  }

  private checkAddress(url: string): void {
    if (url === 'about:blank') return;
    const address = new URL(url);
    if (address.origin !== this.allowedOrigin() && !kOwnSchemes.has(address.protocol)) this.complaints.push(`request to ${url}`);
    const readable = decodeURIComponent(url);
    for (const secret of this.secrets) if (readable.includes(secret)) this.complaints.push(`an address holds what it must not: ${url}`);
  }
}
