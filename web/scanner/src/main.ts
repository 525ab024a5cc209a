import { runCoreIn } from '@citycode/client/worker-core';
import { registerServiceWorker, speakOffline } from '@citycode/client/service-worker';
import { boot } from '@citycode/elements/boot';
import { onLanguageChange } from '@citycode/elements/words';
import '@citycode/elements/tokens.css';
import '@citycode/elements/base.css';
import workerUrl from '@citycode/wasm/worker/verifier?worker&url';

runCoreIn(import.meta.env.PROD ? `/console${workerUrl}` : workerUrl);
if (import.meta.env.PROD) {
  void registerServiceWorker('/console/sw.js', '/console/');
  onLanguageChange((language) => { void speakOffline(language); });
}
await boot('city-scanner', ['terminal', 'staff'], () => import('./city-scanner.js'), ['service', 'lists']);
