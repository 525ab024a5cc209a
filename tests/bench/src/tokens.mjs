// How long a phone's part of an anonymous token takes: in Chromium, as fast as this machine is and slowed down four times as a cheap phone
// would be, and in Node beside @noble/curves. The server's part is @noble/curves' too, so every answer is somebody else's.
import { randomBytes } from 'node:crypto';
import { loadCoreForNode } from '@citycode/wasm/node';
import { ristretto255_oprf } from '@noble/curves/ed25519.js';
import { launchChromium, servePages } from '../lib/chromium.mjs';
import { inTurn, quick, report, say } from '../lib/measure.mjs';

const kSlowdown = 4;
const info = new TextEncoder().encode('tax-office, tax-return, 2026-W48');   // about as long as a rated service
const poprf = ristretto255_oprf.poprf(info);
const keys = poprf.generateKeyPair();
const core = await loadCoreForNode();
const hexOf = (bytes) => Buffer.from(bytes).toString('hex');

/** What a phone drew, and an honest server's answer to it. */
function makeToken() {
  const pending = { input: Uint8Array.from(randomBytes(32)), random: Uint8Array.from(randomBytes(64)) };
  const { evaluated: [evaluated], proof } = poprf.blindEvaluateBatch(keys.secretKey, [core.tokens.blindToken(pending).ok]);
  return { pending, evaluated, proof };
}

const asText = ({ pending, evaluated, proof }) => ({
  input: hexOf(pending.input), random: hexOf(pending.random), info: hexOf(info), evaluated: hexOf(evaluated), proof: hexOf(proof), publicKey: hexOf(keys.publicKey),
});

async function inChromium(rounds) {
  const samples = { plain: [], slowed: [] };
  const { server, origin } = await servePages();
  let browser;
  try {
    browser = await launchChromium();
    const page = await (await browser.newContext()).newPage();
    page.on('pageerror', (error) => say(`tokens: the page says ${error.message}`));
    await page.goto(`${origin}/tests/bench/page/tokens.html`);
    await page.waitForFunction(() => globalThis.ready === true);
    const devtools = await page.context().newCDPSession(page);
    for (let round = -2; round < rounds; round++) {   // the first two warm up
      for (const [name, rate] of [['plain', 1], ['slowed', kSlowdown]]) {
        await devtools.send('Emulation.setCPUThrottlingRate', { rate });
        const ms = await page.evaluate((token) => globalThis.timeToken(token), asText(makeToken()));
        if (round >= 0) samples[name].push(ms);
      }
    }
  } finally {
    await browser?.close();
    server.close();
  }
  return samples;
}

function byOurs({ pending, evaluated, proof }) {
  if (!core.tokens.blindToken(pending).ok) throw new Error('an input is refused');
  if (!core.tokens.finalizeTokens([pending], info, { evaluated: [evaluated], proof }, keys.publicKey).ok) throw new Error('an honest answer is refused');
}

/** Its blinding draws its own randomness, so it answers itself: the evaluation is not timed. */
function preparedForNoble() {
  const input = randomBytes(32);
  const blinded = poprf.blind(input, keys.publicKey);
  return { input, blinded, answer: poprf.blindEvaluate(keys.secretKey, blinded.blinded) };
}
function byNoble({ input, blinded, answer }) {
  poprf.blind(input, keys.publicKey);
  poprf.finalize(input, blinded.blind, answer.evaluated, blinded.blinded, answer.proof, blinded.tweakedKey);
}

const rounds = quick ? 15 : 60;
const ours = Array.from({ length: rounds + 2 }, makeToken), nobles = Array.from({ length: rounds + 2 }, preparedForNoble);
let [atOurs, atNobles] = [0, 0];
const ways = { ours: () => byOurs(ours[atOurs++]), noble: () => byNoble(nobles[atNobles++]) };
await inTurn(ways, { rounds: 2 });   // warms up
const ms = await inTurn(ways, { rounds });
const chromium = await inChromium(rounds);

report('tokens', {
  token_in_chromium_ms: chromium.plain,
  token_in_chromium_slowed_four_times_ms: chromium.slowed,
  token_ms: ms.ours,
  token_to_noble_ratio: ms.ours.map((value, i) => value / ms.noble[i]),
}, {
  peers: { 'noble-curves': { token_ms: ms.noble } },
  notes: 'A token: an input blinded, the proof of the answer verified against the listed key, and the answer unblinded. Slowed: Emulation.setCPUThrottlingRate 4 of Chromium.',
});
