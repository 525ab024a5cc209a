/** Emscripten's output, copied beside the compiled TypeScript by scripts/build.mjs. */
import type { CreateModule } from './hosts/host.js';

declare const createCitycode: CreateModule;
export default createCitycode;
