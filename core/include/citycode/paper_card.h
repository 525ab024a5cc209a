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

#include "citycode/attribute.h"
#include "citycode/crypto.h"
#include "citycode/person.h"
#include "citycode/result.h"

namespace citycode {

struct StatusReference {
  std::uint32_t index = 0;   // a place in the issuer's list of cards (kPaperStatusDay)
  std::string uri;           // where the signed list is
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

}  // namespace citycode
