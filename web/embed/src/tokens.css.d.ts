/** Written by scripts/tokens.mjs while the package is built, from web/elements/src/tokens.css. */
declare const tokens: string;
export default tokens;
