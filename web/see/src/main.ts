import { runCoreIn } from '@citycode/client/core';
import { boot } from '@citycode/elements/boot';
import '@citycode/elements/tokens.css';
import '@citycode/elements/base.css';
import phoneWorkerUrl from '@citycode/wasm/worker/holder?worker&url';

// The phone's. The scanner has a core of its own (scanner-core.ts), as a device of its own would.
runCoreIn(phoneWorkerUrl);
await boot('see-at-once', ['sites', 'staff'], () => import('./see-at-once.js'));
