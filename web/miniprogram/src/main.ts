/** What the package's own files call: app.js `start`, and each page its name. */
import { useCity, type City } from './city.js';
import { launched } from './held.js';
import { canRunCore, runCoreHere } from './core.js';
import { listenToApp } from './host.js';
import type { Query } from './links.js';

export { asked } from './pages/asked.js';
export { code } from './pages/code.js';
export { more } from './pages/more.js';
export { rate } from './pages/rate.js';
export { scan } from './pages/scan.js';

export function start(city: City): void {
  useCity(city);
  listenToApp();
  if (canRunCore()) runCoreHere();   // it starts when it is asked
  App({
    onShow({ query, scene }: { readonly query: Query; readonly scene: number }) { launched(query, scene); },
  } as never);
}
