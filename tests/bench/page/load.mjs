// Runs in Chromium: our own loader, from its call to a core that has passed its self-test. src/start.mjs reads the time.
import { loadCoreForBrowser } from '/wasm/dist/hosts/browser.js';

globalThis.timeLoad = async (variant) => {
  const start = performance.now();
  await loadCoreForBrowser(variant);
  return performance.now() - start;
};
globalThis.ready = true;
