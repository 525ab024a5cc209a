import { runCoreIn } from '@citycode/client/worker-core';
import { boot } from '@citycode/elements/boot';
import '@citycode/elements/tokens.css';
import '@citycode/elements/base.css';
import ratingWorkerUrl from '@citycode/wasm/worker/rating?worker&url';
import verifierWorkerUrl from '@citycode/wasm/worker/verifier?worker&url';
import { site } from './site.js';
import { kindIn } from './vocabulary.js';

const kind = site && kindIn(location.hash);
runCoreIn(kind === 'verify' ? verifierWorkerUrl : ratingWorkerUrl);

if (kind === 'code') await boot('frame-code', ['frame'], () => import('./frame-code.js'));
else if (kind === 'rate') await boot('frame-rate', ['frame', 'rating'], () => import('./frame-rate.js'));
else if (kind === 'verify') await boot('frame-verify', ['frame', 'staff'], () => import('./frame-verify.js'));
else await boot('frame-alone', ['frame'], () => import('./frame-alone.js'));

const drawn = document.body.lastElementChild!;
if (drawn.localName === 'main') site?.refuse('env/module-not-loaded');   // boot could draw nothing but that
else if (kind) site!.begin(drawn);
else site?.refuse('request/malformed');
