/** Emscripten's output, copied beside the compiled TypeScript by scripts/build.mjs. */
import type { VerifierCVerb } from './c-verbs.js';
import type { CreateModule } from './hosts/host.js';

declare const createCitycode: CreateModule<VerifierCVerb>;
export default createCitycode;
