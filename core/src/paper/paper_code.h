// Printed cards, read and verified; citycode/paper_card.h has what a city writes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "citycode/crypto.h"
#include "citycode/limits.h"
#include "citycode/paper_card.h"
#include "citycode/result.h"
#include "signing/foreign_cose.h"
#include "verdict/verify.h"

namespace citycode {

/// What a card says, unverified. Members are empty when the card has none.
struct PaperClaims {
  std::string issuer;
  std::optional<std::int64_t> notBeforeUnixSeconds;   // nbf, or iat where there is no nbf
  std::optional<std::int64_t> expiresUnixSeconds;
  std::string id;
  std::string name;
  std::string documentKind;      // ours: a HolderClass by its name
  std::optional<Photo> photo;    // field 16 and 17, or the first picture of field 62
  std::optional<StatusReference> status;
  std::size_t unknownFields = 0;   // of Claim 169: not read, and said so
};

/// Whether a text has the look of a Claim 169 code: base45 of a zlib stream with a 32 KB window. Cheap, and no promise.
bool looksLikePaperCode(std::string_view text);

/// Text to envelope, nothing believed. Faults: code/too-long, code/bad-base45, paper/bad-compression, paper/too-large,
/// cbor/*, cose/bad-structure, paper/encrypted, paper/other-algorithm (for a message without a signature).
struct DecodedPaper {
  Bytes bytes;                   // owns what `message` points into
  foreign::CoseMessage message;

  DecodedPaper() = default;
  DecodedPaper(DecodedPaper&&) = default;             // a moved vector keeps its buffer
  DecodedPaper& operator=(DecodedPaper&&) = default;
  DecodedPaper(const DecodedPaper&) = delete;
  DecodedPaper& operator=(const DecodedPaper&) = delete;
};
Result<DecodedPaper> decodePaperCode(std::string_view untrustedText);

/// Faults: cbor/*, cose/bad-structure, paper/no-identity, paper/bad-value.
Result<PaperClaims> decodePaperClaims(ByteView payload);

/// The rules of a paper code, giving the same verdict as a rolling one. The checks that need a phone (holder-signature,
/// presentation-time, audience, replay) are skipped; a verifier that asked with a nonce gets audience/wrong-nonce.
/// Never Valid: a card that nobody signed, or in a scene whose policy does not take paper.
Verdict verifyPaperCode(std::string_view untrustedText, const VerifyRequest& request, const TrustList* trust);

}  // namespace citycode
