import { fetchCoreFrom } from '@citycode/client/core';
import { registerServiceWorker } from '@citycode/client/service-worker';
import { boot } from '@citycode/elements/boot';
import '@citycode/elements/tokens.css';
import '@citycode/elements/base.css';

if (import.meta.env.PROD) {
  fetchCoreFrom('/app');
  void registerServiceWorker('/app/sw.js', '/app/');
}
await boot('city-app', ['holder'], () => import('./city-app.js'));
