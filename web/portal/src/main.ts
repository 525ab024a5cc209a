import { runCoreIn } from '@citycode/client/worker-core';
import { boot } from '@citycode/elements/boot';
import '@citycode/elements/tokens.css';
import '@citycode/elements/base.css';
import workerUrl from '@citycode/wasm/worker/holder?worker&url';

runCoreIn(workerUrl);
await boot('demo-portal', ['signin', 'sites'], () => import('./demo-portal.js'));
