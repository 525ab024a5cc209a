import { ownScript } from '@citycode/wasm/client/own-script';

/** Makes a page work without a network. `path` and `scope` are paths of this origin. Never throws. */
export async function registerServiceWorker(path: string, scope: string): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  try {
    await navigator.serviceWorker.register(ownScript(path), { scope });
  } catch {
    // The page works without it, online only.
  }
}
