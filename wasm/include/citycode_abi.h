// The door between C++ and JavaScript: a plain C ABI over the core, the same in the native build
// (where tests run every vector through it) and in WebAssembly.
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
//   - One module is one verifier: it holds one trust list, one replay memory and one sight. Not
//     thread-safe: one worker, one module.
#pragma once

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// major * 10000 + minor * 100 + patch. Any time.
int32_t cc_version(void);

/// Starts the crypto library, then signs, verifies, refuses a flipped bit, draws a symbol and reads it
/// back. 0 when all is well. Call it once, before any other verb.
int32_t cc_self_test(void);

/// NULL when memory is out. Freed with cc_free; cc_free wipes nothing: wipe secrets before.
void* cc_alloc(size_t size);
void cc_free(void* pointer);

const uint8_t* cc_answer_data(void);
size_t cc_answer_size(void);

/// Verifies and adopts a trust list (docs/format.md). `anchors` is what the answer before said, which the host keeps
/// and never reads, or a bare root key of 32 bytes to pin. What this module has adopted counts when it is newer: an
/// older list is trust/rolled-back and the loaded one stays. `now` may be NaN when the host has no clock; with one, a
/// new list of the future is trust/from-future.
/// Answer: JSON {"version","issuedUnixSeconds","cityName","rootKey":hex of the root that signed it,
/// "nextRootKey":hex or empty,"anchors":hex,"scopes":[{"id","name","attributes":[names],"windowSeconds","freshSeconds","tooOldSeconds"}]}.
int32_t cc_load_trust_list(const uint8_t* list, size_t list_size, const uint8_t* anchors, size_t anchors_size,
                           double now);

/// Verifies one code text. `nonce` may be NULL (size 0). Always answers 0 with a verdict, unless the
/// request itself is malformed. Answer: JSON
/// {"outcome":"valid|invalid|undecided","fault":id|null,"scope":name,"attributes":{name: value},
///  "expiresUnixSeconds":n,"shownSecondsAgo":n|null,"seenSecondsAgo":n|null,"trustAgeSeconds":n|null,
///  "trustFreshness":"unknown|fresh|stale|too-old",
///  "checks":[{"check":name,"state":"passed|failed|skipped|undecided","fault":id|null} x 10]}.
/// Bytes attributes are lower-case hex.
int32_t cc_verify_code(const uint8_t* text, size_t text_size, double now,
                       const uint8_t* scope, size_t scope_size, const uint8_t* venue, size_t venue_size,
                       const uint8_t* nonce, size_t nonce_size);

/// Looks for QR symbols. `format`: 0 luminance (`stride` bytes a row), 1 RGBA (stride ignored).
/// `effort`: 0 a frame of a moving picture, 1 a still picture. At most `max_symbols` (1 to 16).
/// Answer: bytes, little-endian: u32 count, then for each: i32 corners[8] (x, y clockwise from the
/// symbol's top left, px), u32 version, u32 size, size bytes padded with zeros to a multiple of 4.
int32_t cc_scan_frame(const uint8_t* pixels, int32_t width, int32_t height, int32_t stride, int32_t format,
                      int32_t effort, int32_t max_symbols);

/// Draws text as a QR symbol. `level` 0 L, 1 M, 2 Q, 3 H. `form`: 0 matrix (answer: u32 side, u32 version,
/// side*side bytes, 1 dark), 1 SVG path (answer: u32 side with quiet zone, u32 version, then the path's text),
/// 2 RGBA (answer: u32 side px, u32 version, then pixels; `pixels_per_module` 1 to 64).
int32_t cc_draw_code(const uint8_t* text, size_t text_size, int32_t level, int32_t form, int32_t pixels_per_module);

/// Reads one of the phone's own passes, unverified. Answer: JSON {"scopeId","notBeforeUnixSeconds",
/// "expiresUnixSeconds","holderKey":hex,"attributes":{name: value}}.
int32_t cc_read_pass(const uint8_t* pass, size_t pass_size);

/// With `signature` NULL: the answer is the Sig_structure bytes that the pass key has to sign. With 64
/// signature bytes: the answer is the code's text. `issued` must be a slot start (a multiple of 5 s).
int32_t cc_write_presentation(const uint8_t* pass, size_t pass_size, const uint8_t* audience, size_t audience_size,
                              double issued, const uint8_t* nonce, size_t nonce_size, const uint8_t* signature);

/// Ed25519, for hosts whose WebCrypto has none. Answer: 32 bytes public key, then 64 bytes signature over
/// `message` (which may be empty). The caller wipes `seed` (32 bytes).
int32_t cc_sign(const uint8_t* seed, const uint8_t* message, size_t message_size);

/// A bare Ed25519 verification. 0 or 1 + signature/holder-mismatch. `key` 32 bytes, `signature` 64.
int32_t cc_verify_signature(const uint8_t* key, const uint8_t* message, size_t message_size, const uint8_t* signature);

/// A signed list as texts for QR codes (docs/format.md). `kind`: 1 trust list, 2 status list; `part_bytes` 32 to 700.
/// Answer: the texts, with line feeds between them.
int32_t cc_split_list(const uint8_t* list, size_t list_size, int32_t kind, int32_t part_bytes);

/// Takes one part of a list of that kind; a module reads one list at a time, and `begin` other than 0, or another
/// kind, forgets the one before. Answer: u32 parts in all, u32 parts here, then the list when all are here: nothing
/// of it is verified yet.
int32_t cc_join_list_part(const uint8_t* text, size_t text_size, int32_t kind, int32_t begin);

/// A venue's record (docs/format.md), verified against the loaded trust list. Answer: JSON {"venueId","name":
/// {language: text},"address","scopes":[names that the list has],"expiresUnixSeconds"}.
int32_t cc_read_venue(const uint8_t* record, size_t record_size, double now);

/// A portal's request, verified against the loaded trust list. Answer: JSON {"portalId","name":{language: text},
/// "origin","scope":name,"attributes":[names],"purpose","audience","nonce":hex,"expiresUnixSeconds"}; audience and
/// nonce are what the presentation that answers it must carry.
int32_t cc_read_portal_request(const uint8_t* request, size_t request_size, double now);

#ifdef __cplusplus
}
#endif
