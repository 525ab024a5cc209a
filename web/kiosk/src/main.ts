import { runCoreIn } from '@citycode/client/worker-core';
import { boot } from '@citycode/elements/boot';
import '@citycode/elements/tokens.css';
import '@citycode/elements/base.css';
import workerUrl from '@citycode/wasm/worker/holder?worker&url';

runCoreIn(workerUrl);   // signs, where the browser itself cannot
await boot('city-kiosk', ['rating'], () => import('./city-kiosk.js'));
