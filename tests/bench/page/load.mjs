// Runs in Chromium: our own loader, from its call to a core that has passed its self-test. src/start.mjs reads the time.
import { browserHost } from '/wasm/dist/hosts/browser.js';
import { holderBrowserHost } from '/wasm/dist/hosts/holder-browser.js';
import { startBinding } from '/wasm/dist/hosts/host.js';
import { verifierBrowserHost } from '/wasm/dist/hosts/verifier-browser.js';

const hosts = { whole: browserHost, holder: holderBrowserHost, verifier: verifierBrowserHost };

globalThis.timeLoad = async ([module, variant]) => {
  const start = performance.now();
  await startBinding(hosts[module], variant);
  return performance.now() - start;
};
globalThis.ready = true;
