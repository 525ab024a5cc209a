/** A page's core, in a worker. */
import { ownScript } from '@citycode/wasm/client/own-script';
import { runCoreBy } from './core.js';

/**
 * Says where the worker of this page's role is, before the core is asked for: below "/app/" for a page whose service worker has
 * that scope. Browsers let a service worker answer for a worker only when the worker's own address lies in its scope, and without
 * a network nobody else could. build.mjs puts a copy there.
 */
export function runCoreIn(address: string): void {
  runCoreBy(() => new Worker(ownScript(address), { type: 'module' }));
}
