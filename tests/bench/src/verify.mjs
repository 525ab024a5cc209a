// How long a whole code takes to verify: against two bare Ed25519 in the same module, and against the same work
// with npm's libsodium-wrappers and with this host's WebCrypto.
import { createHash } from 'node:crypto';
import { loadCoreForNode } from '@citycode/wasm/node';
import sodium from 'libsodium-wrappers';
import { issuerKeyOf, makeCode, request, rootKey, slotUnixSeconds, statusList, trustList } from '../lib/city.mjs';
import { inTurn, median, quick, report, say } from '../lib/measure.mjs';
import { makePeerVerifier } from '../lib/peer-verify.mjs';

await sodium.ready;
const core = await loadCoreForNode();
core.verifier.loadTrustList(trustList, rootKey);
core.verifier.loadStatusList(statusList, slotUnixSeconds);

const rounds = quick ? 15 : 60;
const inner = 20;
// A code is Valid once only: ours gets a new one each time, and so does everybody else.
const codes = Array.from({ length: (rounds + 2) * inner }, (_, serial) => makeCode(core, serial));
say(`verify: ${codes.length} codes of ${codes[0].text.length} characters`);

const issuerKey = issuerKeyOf(core);
const kid = createHash('sha256').update(issuerKey).digest();
const kidNumber = (kid[0] << 24) | (kid[1] << 16) | (kid[2] << 8) | kid[3];
const rawKeys = new Map([[kidNumber, issuerKey]]);

const importKey = (raw) => crypto.subtle.importKey('raw', raw, 'Ed25519', true, ['verify']);
const issuerCryptoKey = await importKey(issuerKey);   // a verifier imports an issuer's key once, a holder's each time
const cryptoKeys = new Map([[kidNumber, issuerCryptoKey]]);
const bySodium = (signature, message, key) => sodium.crypto_sign_verify_detached(signature, message, key);
const byWebCrypto = async (signature, message, key) =>
  crypto.subtle.verify('Ed25519', key === issuerCryptoKey ? key : await importKey(key), signature, message);

const bySodiumHash = (bytes) => sodium.crypto_generichash(16, bytes);
const byWebCryptoHash = async (bytes) => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
const peers = {
  libsodium: makePeerVerifier({ issuerKeys: rawKeys, verify: bySodium, digest: bySodiumHash }),
  libsodiumLax: makePeerVerifier({ issuerKeys: rawKeys, verify: bySodium, digest: bySodiumHash, lax: true }),
  webcrypto: makePeerVerifier({ issuerKeys: cryptoKeys, verify: byWebCrypto, digest: byWebCryptoHash }),
};

const mustBe = (expected, actual, who) => { if (actual !== expected) throw new Error(`${who} gave ${actual}`); };
const next = { whole: 0, bare: 0, libsodium: 0, libsodiumLax: 0, webcrypto: 0 };
const take = (name) => codes[next[name]++];
const byPeer = (name) => async () => mustBe('valid', (await peers[name](take(name).text, request)).outcome, name);
const ways = {
  whole: () => mustBe('valid', core.verifier.verifyCode(take('whole').text, request).ok.outcome, 'the core'),
  bare: () => {
    for (const { key, message, signature } of take('bare').signatures)
      mustBe(true, core.holder.verifySignature(key, message, signature), 'the bare verification');
  },
  libsodium: byPeer('libsodium'),
  libsodiumLax: byPeer('libsodiumLax'),
  webcrypto: byPeer('webcrypto'),
};
await inTurn(ways, { rounds: 2, inner });   // warms up
const ms = await inTurn(ways, { rounds, inner });

// Each round holds all side by side: the ratio of a round is freer of noise than that of two medians.
const ratios = (a, b) => ms[a].map((value, i) => value / ms[b][i]);
report('verify', {
  code_verify_ms: ms.whole,
  two_bare_ed25519_ms: ms.bare,
  verify_to_bare_ratio: ratios('whole', 'bare'),
  verify_to_libsodium_wrappers_ratio: ratios('whole', 'libsodium'),
  verify_to_lax_libsodium_wrappers_ratio: ratios('whole', 'libsodiumLax'),
  verify_to_webcrypto_ratio: ratios('whole', 'webcrypto'),
}, {
  peers: {
    libsodium_wrappers: { code_verify_ms: median(ms.libsodium) },
    lax_libsodium_wrappers: { code_verify_ms: median(ms.libsodiumLax) },
    webcrypto: { code_verify_ms: median(ms.webcrypto) },
  },
  notes: 'Ours looks the pass up in a status list too. Peers do the same work in JavaScript with cbor-x (tests/bench/lib/peer-verify.mjs): base45, deterministic CBOR, COSE, two '
    + 'verifications, the same checks, a replay memory. The lax one leaves out deterministic CBOR and the memory.',
});
