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

/** Has the words of this language kept, so that the page has them without a network too. Does nothing where no service worker is. */
export async function speakOffline(language: string): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  const { active } = await navigator.serviceWorker.ready;   // once it has everything else
  active?.postMessage({ language: language.toLowerCase() });
}
