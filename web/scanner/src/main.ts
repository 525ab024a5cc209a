import { boot, fetchCoreFrom, registerServiceWorker } from '@citycode/elements';
import '@citycode/elements/tokens.css';
import '@citycode/elements/base.css';

if (import.meta.env.PROD) {
  fetchCoreFrom('/console');
  void registerServiceWorker('/console/sw.js', '/console/');
}
await boot('city-scanner', () => import('./city-scanner.js'));
