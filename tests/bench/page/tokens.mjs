// A phone's part of an anonymous token, in a page: the module is loaded once, then each call blinds an input, and finalizes an answer.
import { loadCoreForBrowser } from '/wasm/dist/hosts/browser.js';

const bytesOf = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
const core = await loadCoreForBrowser();

/** Milliseconds of one token: blinded anew, its proof verified, and unblinded. All is as hexadecimal digits but the milliseconds. */
globalThis.timeToken = ({ input, random, info, evaluated, proof, publicKey }) => {
  const pending = { input: bytesOf(input), random: bytesOf(random) };
  const [bound, answer, key] = [bytesOf(info), { evaluated: [bytesOf(evaluated)], proof: bytesOf(proof) }, bytesOf(publicKey)];
  const start = performance.now();
  const blinded = core.tokens.blindToken(pending);
  const outputs = core.tokens.finalizeTokens([pending], bound, answer, key);
  const ms = performance.now() - start;
  if (!blinded.ok || !outputs.ok) throw new Error(`an honest answer is refused: ${blinded.fault ?? outputs.fault}`);
  return ms;
};
globalThis.ready = true;
