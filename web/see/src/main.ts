import { runCoreIn } from '@citycode/client/worker-core';
import { boot } from '@citycode/elements/boot';
import '@citycode/elements/tokens.css';
import '@citycode/elements/base.css';
import workerUrl from '@citycode/wasm/worker?worker&url';

// The phone's. The scanner has a core of its own (scanner-core.ts), as a device of its own would: of the same files, which a page with both loads once.
runCoreIn(workerUrl);
await boot('see-at-once', ['sites', 'staff'], () => import('./see-at-once.js'));
