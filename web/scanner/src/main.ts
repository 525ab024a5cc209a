import { fetchCoreFrom } from '@citycode/client/core';
import { registerServiceWorker } from '@citycode/client/service-worker';
import { boot } from '@citycode/elements/boot';
import '@citycode/elements/tokens.css';
import '@citycode/elements/base.css';

if (import.meta.env.PROD) {
  fetchCoreFrom('/console');
  void registerServiceWorker('/console/sw.js', '/console/');
}
await boot('city-scanner', ['staff'], () => import('./city-scanner.js'));
