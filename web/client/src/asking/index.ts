/** When a page asks the city, in one place (docs/adr/0042). */
export { Asking, PATIENCE_MS, type How, type Init, type Reader } from './asking.js';
export { isHidden, pageParts, type AskingParts } from './parts.js';
export { Rounds, type Round } from './rounds.js';
export { pressed } from './pressed.js';
