import { runCoreIn } from '@citycode/client/worker-core';
import { registerServiceWorker, speakOffline } from '@citycode/client/service-worker';
import { boot } from '@citycode/elements/boot';
import { onLanguageChange } from '@citycode/elements/words';
import '@citycode/elements/tokens.css';
import '@citycode/elements/base.css';
import workerUrl from '@citycode/wasm/worker/rating?worker&url';

runCoreIn(import.meta.env.PROD ? `/rate${workerUrl}` : workerUrl);
if (import.meta.env.PROD) {
  void registerServiceWorker('/rate/sw.js', '/rate/');
  onLanguageChange((language) => { void speakOffline(language); });
}
await boot('city-rate', ['holder', 'rating'], () => import('./city-rate.js'), ['cases']);
