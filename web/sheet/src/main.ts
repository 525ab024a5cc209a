import { runCoreIn } from '@citycode/client/worker-core';
import { boot } from '@citycode/elements/boot';
import '@citycode/elements/tokens.css';
import '@citycode/elements/base.css';
import workerUrl from '@citycode/wasm/worker/holder?worker&url';

runCoreIn(workerUrl);

// A card that the counter makes, or the sheet of a venue.
if (location.hash.startsWith('#card')) await boot('card-sheet', ['holder'], () => import('./card-sheet.js'));
else await boot('venue-sheet', ['sites', 'staff'], () => import('./venue-sheet.js'));
