/** A page in Node: the real classes with everything but their pixels, in a world whose clock jumps. */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { vi } from 'vitest';
import { askThrough } from '@citycode/elements/api';
import { Asking } from '@citycode/elements/asking';
import { LitElement } from 'lit';
import type { Device } from '../../web/elements/test/support/world.js';

/** Pages decide in their methods; what they draw is the business of tests/e2e. */
export function withoutPixels(): void {
  const page = LitElement.prototype as unknown as { createRenderRoot: () => unknown; scheduleUpdate: () => void };
  page.createRenderRoot = () => ({ querySelector: () => null });
  page.scheduleUpdate = () => undefined;
}

export class Screen extends EventTarget {
  visibilityState: 'visible' | 'hidden' = 'visible';
  readonly documentElement = {};
  get hidden(): boolean { return this.visibilityState === 'hidden'; }
}

/** What a browser has and Node has not. */
export function stubBrowser(device: Device, { hash = '' } = {}): Screen {
  const screen = new Screen();
  vi.stubGlobal('document', screen);
  vi.stubGlobal('indexedDB', new IDBFactory());
  vi.stubGlobal('window', new EventTarget());
  vi.stubGlobal('location', { origin: 'http://localhost', hash, pathname: '/', search: '', reload: () => undefined, assign: () => undefined });
  vi.stubGlobal('history', { state: null, replaceState: () => undefined, pushState: () => undefined });
  vi.stubGlobal('isSecureContext', true);
  vi.stubGlobal('navigator', { onLine: true, languages: ['en'] });
  vi.spyOn(Date, 'now').mockImplementation(() => device.world.nowMs);
  askThrough(new Asking(device.parts()));
  return screen;
}
