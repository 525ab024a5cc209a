import { runCoreIn } from '@citycode/client/worker-core';
import { registerServiceWorker, speakOffline } from '@citycode/client/service-worker';
import { boot } from '@citycode/elements/boot';
import { onLanguageChange } from '@citycode/elements/words';
import '@citycode/elements/tokens.css';
import '@citycode/elements/base.css';
import workerUrl from '@citycode/wasm/worker/holder?worker&url';

runCoreIn(import.meta.env.PROD ? `/app${workerUrl}` : workerUrl);
if (import.meta.env.PROD) {
  void registerServiceWorker('/app/sw.js', '/app/');
  onLanguageChange((language) => { void speakOffline(language); });
}
await boot('city-app', ['holder'], () => import('./city-app.js'), ['signin']);
