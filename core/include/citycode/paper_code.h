// The paper code: a card for people without a phone, as MOSIP's Claim 169 QR code specification has it.
//
//   text = base45( zlib( 18([ {1: -8, 4: kid}, {}, payload, signature ]) ) )
//   payload {1: iss, 4: exp, 5: nbf, 6: iat, 169: {1: masked document number, 4: name, 16: photo,
//            17: photo format, 22: kind of document}, 65535: {"status_list": {"idx": n, "uri": text}}}
//
// A copy of a card reads like the card: what ties it to a person is the face. No health status is ever in it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "citycode/crypto.h"
#include "citycode/foreign_cose.h"
#include "citycode/limits.h"
#include "citycode/person.h"
#include "citycode/result.h"
#include "citycode/verify.h"

namespace citycode {

struct StatusReference {
  std::uint32_t index = 0;
  std::string uri;      // where the signed list is
};

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

/// What an issuer writes beside the person.
struct PaperCard {
  std::string issuer;                        // iss: the city's address, at most 128 bytes
  std::int64_t notBeforeUnixSeconds = 0;     // nbf
  std::int64_t issuedUnixSeconds = 0;        // iat
  std::optional<std::int64_t> expiresUnixSeconds;   // exp, at most kPaperLifeSeconds after nbf; nothing: just that
  std::optional<Photo> photo;
  StatusReference status;                    // the address at most 128 bytes
};

/// The card's text: name and masked number as in a pass, the kind of document, no birth date, no status of any kind.
/// Faults: paper/too-large for a photo over kMaxPaperPhotoBytes; paper/bad-value for a photo that is not of the format
/// it says, addresses over their limits, an empty name or a life that no verifier accepts.
Result<std::string> writePaperCode(const SigningKey& issuer, const PersonRecord& person, const PaperCard& card);

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

/// A code of either kind, by its look.
Verdict verifyAnyCode(std::string_view untrustedText, const VerifyRequest& request, const TrustList* trust,
                      ReplayMemory& replay);

}  // namespace citycode
