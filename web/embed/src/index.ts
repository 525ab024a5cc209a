/** Defines all five elements. A page that uses one imports that one's script alone. */
export { CcCode } from './cc-code.js';
export { CcRating } from './cc-rating.js';
export { CcScanner } from './cc-scanner.js';
export { CcSignIn } from './cc-sign-in.js';
export { CcVerdict } from './cc-verdict.js';
