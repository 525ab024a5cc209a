/** Emscripten's output, copied beside the compiled TypeScript by scripts/build.mjs. */
import type { CreateModule } from './module.js';

declare const createCitycode: CreateModule;
export default createCitycode;
