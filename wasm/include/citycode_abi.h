// What JavaScript calls: a plain C ABI over the core, the same in the native build
// (where tests run every vector through it) and in WebAssembly: there all verbs in the whole module, and in the module of a role
// those that verbs.def gives to it (docs/adr/0078).
//
// Conventions
//   - Pointers are into the module's memory; the caller allocates with cc_alloc and frees with cc_free.
//   - Text is UTF-8 with an explicit length; no terminators.
//   - Every verb that answers returns 0 for an answer or 1 + fault index (the position in faults.def)
//     for a refusal. The answer's bytes are then at cc_answer_data() .. + cc_answer_size() and live until
//     the next call. A refusal leaves the answer empty.
//   - Times are Unix seconds UTC as double, so that JavaScript needs no BigInt; whole seconds are exact
//     to 2^53. NaN or beyond +-2^53 is request/malformed.
//   - No exception leaves. Out of memory or a broken contract is internal/bug.
//   - What is remembered between calls belongs to a verifier: a trust list, status lists, a terminal's scene keys, a replay
//     memory, a sight, a list that comes as codes, a checkpoint. Verifiers know nothing of one another. The verbs that work on
//     one take its handle first; a handle under which none is open is request/malformed, and nothing happens.
//   - Not thread-safe: one thread calls a module, whichever verifier it is about.
#pragma once

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// major * 10000 + minor * 100 + patch. Any time.
int32_t cc_version(void);

/// Starts the crypto library, then signs, verifies and refuses a flipped bit. 0 when all is well. Call it once, before
/// any other verb. The same in every module. (The first cc_scan_frame also draws a symbol and reads it back, and is internal/bug when that fails.)
int32_t cc_self_test(void);

/// How many verifiers are open at most, so that a host that forgets to close them hears of it before memory is out: status lists
/// of one may take 48 MiB, and a module has 256.
#define CC_MAX_VERIFIERS 16

/// A new verifier that knows nothing: its handle, from 1 on. A handle is given once: a closed one never means another verifier.
/// 0 when CC_MAX_VERIFIERS are open or memory is out.
int32_t cc_verifier_open(void);

/// Ends a verifier: its keys are wiped and its memory is free again. 0 or 1 + request/malformed when none is open under this handle.
int32_t cc_verifier_close(int32_t verifier);

/// NULL when memory is out. Freed with cc_free; cc_free wipes nothing: wipe secrets before.
void* cc_alloc(size_t size);
void cc_free(void* pointer);

const uint8_t* cc_answer_data(void);
size_t cc_answer_size(void);

/// Verifies and adopts a trust list (docs/format.md). `anchors` is what the answer before said, which the host keeps
/// and never reads, or a bare root key of 32 bytes to pin. What this verifier has adopted counts when it is newer: an
/// older list is trust/rolled-back and the loaded one stays. `now` may be NaN when the host has no clock; with one, a
/// new list of the future is trust/from-future.
/// Answer: JSON {"version","issuedUnixSeconds","cityName","rootKey":hex of the root that signed it,
/// "nextRootKey":hex or empty,"anchors":hex,"scopes":[{"id","name","attributes":[names],
/// "windowSeconds","freshSeconds","tooOldSeconds","acceptsPaper","statusFreshSeconds","statusTooOldSeconds","sealed","servesPeople"}]}.
int32_t cc_load_trust_list(int32_t verifier, const uint8_t* list, size_t list_size, const uint8_t* anchors, size_t anchors_size,
                           double now);

/// Verifies a status list or a delta (docs/format.md) with the issuers of the loaded trust list, and adopts it. An older
/// one than is held is revocation/rolled-back and the one that is held stays. `now` as in cc_verify_code.
/// Answer: JSON {"form":"full|delta","issuerKey":hex,"day","version","issuedUnixSeconds","expiresUnixSeconds","revoked"},
/// the last five of the list that results. Faults: trust/missing, revocation/*, cbor/*, cose/*.
int32_t cc_load_status_list(int32_t verifier, const uint8_t* list, size_t list_size, double now);

/// Verifies one code text, a phone's ("CC1:") or a paper card's (docs/format.md). `nonce` may be NULL (size 0).
/// Always answers 0 with a verdict, unless the
/// request itself is malformed. Answer: JSON
/// {"outcome":"valid|invalid|undecided","fault":id|null,"scope":name,"attributes":{name: value},
///  "kind":"rolling|paper","photo":{"format":"jpeg|jpeg2000|avif|webp","base64":text}|null,
///  "passDigest":hex|null (SHA-256 of the pass, of a valid rolling code),
///  "expiresUnixSeconds":n,"shownSecondsAgo":n|null,"seenSecondsAgo":n|null,"trustAgeSeconds":n|null,
///  "trustFreshness":"unknown|fresh|stale|too-old","statusAgeSeconds":n|null,
///  "statusFreshness":"unknown|fresh|stale|too-old" (unknown: no status list was asked),
///  "checks":[{"check":name,"state":"passed|failed|skipped|undecided","fault":id|null}, each of checks.def in its order]}.
/// Bytes attributes are lower-case hex.
int32_t cc_verify_code(int32_t verifier, const uint8_t* text, size_t text_size, double now,
                       const uint8_t* scope, size_t scope_size, const uint8_t* venue, size_t venue_size,
                       const uint8_t* nonce, size_t nonce_size);

/// How far this device's clock is ahead of the city's, in seconds, as an answer of the city showed it; 0 when nothing is
/// known. cc_verify_code then refuses nobody only because of that: time/clock-ahead, undecided. Up to the next call.
/// 0 or 1 + request/malformed.
int32_t cc_tell_clock_ahead(int32_t verifier, double seconds);
/// What the city's server said its time is, asked by this host over TLS a moment ago, and this host's clock at that moment.
/// A clock that went back (time/clock-went-back) is believed again when the two agree. 0 or 1 + request/malformed.
int32_t cc_confirm_time(int32_t verifier, double server, double now);

/// Holds the key of one sealed scene for one UTC day (days since 1970), in a place that wipes itself. `secret` is 32
/// bytes, which the caller wipes. A second key for the same scene and day takes the place of the first; at most 96
/// are held. 0 or 1 + scope/bad-scene-key.
int32_t cc_load_scene_key(int32_t verifier, double scope_id, double utc_day, const uint8_t* secret);

/// Wipes all keys that cc_load_scene_key has brought. 0 for every open verifier.
int32_t cc_forget_scene_keys(int32_t verifier);

/// Looks for QR symbols. `format`: 0 luminance (`stride` bytes a row), 1 RGBA (stride ignored; not premultiplied, laid on
/// white), 2 the same with a fourth byte that says nothing.
/// `effort`: 0 a frame of a moving picture, 1 a still picture. At most `max_symbols` (1 to 16).
/// `left` to `bottom` is the part of the picture that a person sees, in its pixels; four zeros: all of it. What does not lie
/// wholly in it is not answered. `taken_ms` is when the picture was taken, on any clock that only goes forward; NaN: unknown.
/// With `max_symbols` 1 any one symbol, by the shortest way: for lists as codes, not for a verdict. With more, all that are
/// seen, the one that a verdict is about first, and nothing when none of them counts; image/two-codes when two persons' codes are seen, one of them perhaps across
/// the edge of the part (docs/adr/0045).
/// Answer: bytes, little-endian: u32 count, then for each: i32 corners[8] (x, y clockwise from the
/// symbol's top left, px), u32 version, u32 size, size bytes padded with zeros to a multiple of 4.
int32_t cc_scan_frame(int32_t verifier, const uint8_t* pixels, int32_t width, int32_t height, int32_t stride, int32_t format,
                      int32_t effort, int32_t max_symbols, int32_t left, int32_t top, int32_t right, int32_t bottom,
                      double taken_ms);

/// Draws text as a QR symbol. `level` 0 L, 1 M, 2 Q, 3 H. `form`: 0 matrix (answer: u32 side, u32 version,
/// side*side bytes, 1 dark), 1 SVG path (answer: u32 side with quiet zone, u32 version, then the path's text),
/// 2 RGBA (answer: u32 side px, u32 version, then pixels; `pixels_per_module` 1 to 64).
int32_t cc_draw_code(const uint8_t* text, size_t text_size, int32_t level, int32_t form, int32_t pixels_per_module);

/// Reads one of the phone's own passes, unverified. Answer: JSON {"scopeId","notBeforeUnixSeconds",
/// "expiresUnixSeconds","holderKey":hex,"sealed":bool,"attributes":{name: value}}; sealed ones are not read here.
int32_t cc_read_pass(const uint8_t* pass, size_t pass_size);

/// With `signature` NULL: the answer is the Sig_structure bytes that the pass key has to sign. With 64
/// signature bytes: the answer is the code's text. `issued` must be a slot start (a multiple of 5 s).
int32_t cc_write_presentation(const uint8_t* pass, size_t pass_size, const uint8_t* audience, size_t audience_size,
                              double issued, const uint8_t* nonce, size_t nonce_size, const uint8_t* signature);

/// Ed25519, for hosts whose WebCrypto has none. Answer: 32 bytes public key, then 64 bytes signature over
/// `message` (which may be empty). The caller wipes `seed` (32 bytes).
int32_t cc_sign(const uint8_t* seed, const uint8_t* message, size_t message_size);

/// For hosts without WebCrypto. Answer: SHA-256 (FIPS 180-4), 32 bytes.
int32_t cc_hash(const uint8_t* bytes, size_t bytes_size);

/// Seals a key's seed, for hosts that can keep bytes but no keys. `wrapping_key` and `seed` are 32 random bytes, which the caller wipes,
/// `nonce` 24 random bytes, others for each seed. Answer: the public key (32), then the sealed seed (72): nonce (24), the seed encrypted with
/// XChaCha20-Poly1305 (32), tag (16), with the public key as associated data.
int32_t cc_seal_seed(const uint8_t* wrapping_key, const uint8_t* seed, const uint8_t* nonce);

/// Ed25519 over `message` (which may be empty) with a seed that cc_seal_seed has sealed: the clear seed does not leave the module.
/// Answer: 64 bytes. Fault: key/seal-broken for whatever was not sealed by this wrapping key (32) beside this public key (32).
int32_t cc_sign_sealed(const uint8_t* wrapping_key, const uint8_t* public_key, const uint8_t* sealed_seed, size_t sealed_seed_size,
                       const uint8_t* message, size_t message_size);

/// A bare Ed25519 verification. 0 or 1 + signature/holder-mismatch. `key` 32 bytes, `signature` 64.
int32_t cc_verify_signature(const uint8_t* key, const uint8_t* message, size_t message_size, const uint8_t* signature);

// ---- Lists as codes, venues and portals (docs/format.md) ---------------------------------------------------------

/// A signed list as texts for QR codes (docs/format.md). `kind`: 1 trust list, 2 status list; `part_bytes` 32 to 700.
/// Answer: the texts, with line feeds between them.
int32_t cc_split_list(const uint8_t* list, size_t list_size, int32_t kind, int32_t part_bytes);

/// Takes one part of a list of that kind; a verifier reads one list at a time, and `begin` other than 0, or another
/// kind, forgets the one before. Answer: u32 parts in all, u32 parts here, then the list when all are here: nothing
/// of it is verified yet.
int32_t cc_join_list_part(int32_t verifier, const uint8_t* text, size_t text_size, int32_t kind, int32_t begin);

/// A venue's record (docs/format.md), verified against the loaded trust list. Answer: JSON {"venueId","name":
/// {language: text},"address","scopes":[names that the list has],"expiresUnixSeconds"}.
int32_t cc_read_venue(int32_t verifier, const uint8_t* record, size_t record_size, double now);

/// A portal's request, verified against the loaded trust list, as the relay gave it for a living code whose id is `id` (16
/// bytes). Fault: portal/bad-request, also for another request than that. Answer: JSON {"id":hex,"portalId","name":{language: text},
/// "origin","scope":name,"required":[names],"optional":[names],"purpose","audience","nonce":hex,"returnAddress",
/// "expiresUnixSeconds"}; audience and nonce are what the presentation that answers it must carry, id is what a living code
/// names it by, returnAddress is empty when the answer is for another screen.
int32_t cc_read_portal_request(int32_t verifier, const uint8_t* request, size_t request_size, const uint8_t* id, size_t id_size, double now);

/// The phone's answer to a request that it has verified, sealed to the portal: 728 bytes, whatever it says. `code` is what
/// cc_write_presentation gave; empty when the person refused. `return_code` is 16 random bytes where the request has a
/// return address, else empty. `seed` is 32 random bytes, which the caller wipes.
/// Faults: portal/bad-request, portal/answer-broken, code/too-long.
int32_t cc_seal_portal_answer(const uint8_t* request, size_t request_size, const uint8_t* code, size_t code_size,
                              const uint8_t* return_code, size_t return_code_size, const uint8_t* seed);

// ---- At a portal's server (docs/format.md, "The portal request") --------------------------------------------------

/// Holds the portal's own secret (X25519, 32 bytes, which the caller wipes) in a place that wipes itself, in place of the one
/// before. Fault: scope/bad-scene-key.
int32_t cc_load_portal_key(int32_t verifier, const uint8_t* secret);

/// A request under the portal's `record`. `scene` is a name of the loaded trust list; `required` and `optional` are names of
/// its attributes with spaces between them; `nonce` and `anchor` (cc_portal_anchor) are 16 bytes; `return_address` may be empty.
/// With `signature` NULL: the answer is the Sig_structure bytes that the portal's key has to sign. With 64 signature bytes:
/// the answer is the request. Faults: trust/missing, scope/unknown, portal/bad-request.
int32_t cc_write_portal_request(int32_t verifier, const uint8_t* record, size_t record_size, const uint8_t* scene, size_t scene_size,
                                const uint8_t* purpose, size_t purpose_size, const uint8_t* required, size_t required_size,
                                const uint8_t* optional, size_t optional_size, const uint8_t* nonce, size_t nonce_size,
                                const uint8_t* anchor, size_t anchor_size, const uint8_t* return_address,
                                size_t return_address_size, double issued, double expires, const uint8_t* signature);

/// What a request states of its living codes. `secret` is 16 random bytes. Answer: 16 bytes.
int32_t cc_portal_anchor(const uint8_t* secret, size_t secret_size);

/// The living code of one second (0 to 300) since the relay took the request: what stands behind "#portal=". Answer: text.
int32_t cc_write_portal_code(const uint8_t* request, size_t request_size, const uint8_t* secret, size_t secret_size, double second);

/// An answer that the relay brought, to this portal's own request. Answer: JSON {"refused":bool,"returnCode":hex|null,
/// "verdict":object|null}, the verdict as of cc_verify_code, with no more attributes than were asked for.
/// Faults: trust/missing, portal/answer-broken, scope/unknown, portal/bad-request; portal/incomplete when what is required lacks.
int32_t cc_judge_portal_answer(int32_t verifier, const uint8_t* request, size_t request_size, const uint8_t* answer,
                               size_t answer_size, double now);

// ---- Ratings of services (docs/format.md) ------------------------------------------------------------------------

/// A service's ticket, verified against the loaded trust list. Answer: JSON {"ticketId":hex,"officeId","officeName":{language: text},
/// "itemId","itemName":{language: text},"channel":name,"way":"on-site|online|telephone","passDigest":hex|null,"service":hex,
/// "endedUnixSeconds","expiresUnixSeconds","ratingKey":hex|null}; service is what a token is bound to, ratingKey the key of its week on
/// the list. Faults: ticket/*, trust/*, time/clock-behind-list.
int32_t cc_read_ticket(int32_t verifier, const uint8_t* ticket, size_t ticket_size, double now);

/// A rating's bytes for the city. `service` is as cc_read_ticket gave it, `input` and `output` the token, `indicators` pairs of bytes
/// (number, level) by rising number, `reasons` numbers by rising number, `reply_digest` NULL or 32 bytes: exactly at the levels that
/// open a case. Faults: rating/bad-rating, rating/bad-text.
int32_t cc_write_rating(const uint8_t* service, size_t service_size, const uint8_t* input, const uint8_t* output, double level,
                        const uint8_t* indicators, size_t indicators_size, const uint8_t* reasons, size_t reasons_size,
                        const uint8_t* text, size_t text_size, const uint8_t* reply_digest);

/// What may be published of a text: without numbers of documents, telephones and cards, and addresses of mail. Answer: the text, the same
/// where there are none. Fault: rating/bad-text for what is not UTF-8.
int32_t cc_screen_text(const uint8_t* text, size_t text_size);

// ---- Anonymous tokens: RFC 9497, POPRF with ristretto255 and SHA-512 (docs/format.md) ----------------------------

/// Blinds one token's input (at most 64 bytes, 32 random ones as a rule). `random` is 64 bytes of fresh randomness, the
/// blind: the phone keeps it until the token is finalized and wipes it then. Answer: 32 bytes for the server.
int32_t cc_blind_token(const uint8_t* input, size_t input_size, const uint8_t* random);

/// Finalizes the 1 to 64 tokens of one request, all bound to `info` (at most 64 bytes). `inputs` are as many inputs of one size, one after another; `randoms`
/// the blinds of 64 bytes, `evaluated` the server's answers of 32 bytes, `proof` its proof of 64 bytes; `public_key` (32
/// bytes) is from the trust list. All outputs or none: token/bad-proof when the server used another key or bound them to
/// something else.
/// Answer: 64 bytes for each token. They are as good as money: the host wipes its copies when they are redeemed.
int32_t cc_finalize_tokens(const uint8_t* info, size_t info_size, const uint8_t* inputs, size_t inputs_size,
                           const uint8_t* randoms, size_t randoms_size, const uint8_t* evaluated, size_t evaluated_size,
                           const uint8_t* proof, const uint8_t* public_key);

// ---- The public log: RFC 9162 proofs, C2SP checkpoints ----------------------------------------------------------

/// Verifies a checkpoint and adopts it. `log_key` is the log's verifier key as text, `witnesses` those of the witnesses,
/// one a line; `needed` of them must have signed. The checkpoint that is already loaded is the floor: `proof` (hashes of
/// 32 bytes) shows that the offered one continues it. A smaller one is log/rolled-back, a fork log/bad-proof; the loaded
/// one stays then. A host keeps the note and loads it first at its next start.
/// Answer: JSON {"origin","size","root":hex,"witnesses":[{"name","atUnixSeconds"}]}.
int32_t cc_load_checkpoint(int32_t verifier, const uint8_t* note, size_t note_size, const uint8_t* log_key, size_t log_key_size,
                           const uint8_t* witnesses, size_t witnesses_size, int32_t needed, double now,
                           const uint8_t* proof, size_t proof_size);

/// Is `entry` entry number `index` of the log whose checkpoint is loaded? 0 or log/bad-proof; log/bad-checkpoint when
/// none is loaded. `proof` are hashes of 32 bytes.
int32_t cc_verify_inclusion(int32_t verifier, const uint8_t* entry, size_t entry_size, double index, const uint8_t* proof,
                            size_t proof_size);

// ---- The replay memory: shared between the terminals of a venue, kept over a reload ------------------------------

/// What this terminal itself saw from `since` on, for the venue's other terminals. Answer, little-endian: u32 count, then for each
/// payload: u32 size, the bytes padded with zeros to a multiple of 4. Each payload becomes a share by cc_sign_share.
int32_t cc_share_replay(int32_t verifier, const uint8_t* venue, size_t venue_size, double since, double now);

/// With `signature` NULL: the answer is the Sig_structure bytes that the terminal's key has to sign. With 64 signature
/// bytes: the answer is the share. `terminal` is the terminal's public key, 32 bytes.
int32_t cc_sign_share(const uint8_t* payload, size_t payload_size, const uint8_t* terminal, const uint8_t* signature);

/// Takes a share in. `terminals` are the public keys that are believed, 32 bytes each, at most 256. A loaded trust list
/// says how long a pass may live (trust/missing without). A refusal changes nothing: replay/bad-share (also of a share
/// that is more than an hour old), or replay/memory-full, also where its terminal has its share of the room already; then it is
/// offered again later. Answer: JSON {"added","renewed","ignored"}.
int32_t cc_merge_replay(int32_t verifier, const uint8_t* share, size_t share_size, const uint8_t* venue, size_t venue_size,
                        const uint8_t* terminals, size_t terminals_size, double now);

/// The whole memory for this terminal's own next start, with the latest time at which it worked, and back. Of the answer of cc_load_replay: see cc_merge_replay.
int32_t cc_save_replay(int32_t verifier, double now);
int32_t cc_load_replay(int32_t verifier, const uint8_t* saved, size_t saved_size, double now);

#ifdef __cplusplus
}
#endif
