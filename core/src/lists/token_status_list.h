// The IETF Token Status List (draft-ietf-oauth-status-list): a status of 1, 2, 4 or 8 bits for every index, packed with
// zlib. Our own status lists are exported in this form for other verifiers, and theirs can be read.
//
//   status list        {"bits": n, "lst": zlib}
//   token (CWT)        {2: sub, 4: exp, 6: iat, 65534: ttl, 65533: status list}, type 16 "application/statuslist+cwt"
//   referenced token   {…, 65535: {"status_list": {"idx": n, "uri": text}}}
//
// The draft does not ask for deterministic CBOR, and its examples are not: here the order of keys is free. Keys are
// unique, and what is not ours to understand is skipped only where it is deterministic.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "citycode/bytes.h"
#include "citycode/crypto.h"
#include "citycode/result.h"
#include "lists/revoked_set.h"

namespace citycode {

/// Unpacked; 2^27 statuses of one bit. Our own day has 2^24.
inline constexpr std::size_t kMaxTokenStatusBytes = 16 * 1024 * 1024;
inline constexpr std::size_t kMaxTokenStatusUriBytes = 1024;

/// Status 0 is valid, 1 revoked (section 7.1 of the draft), others are the issuer's.
class TokenStatusList {
 public:
  /// `packed` is `lst` as bytes; in JSON it is base64url. `bits` 1, 2, 4 or 8. Fault: revocation/bad-list.
  static Result<TokenStatusList> unpack(std::uint64_t bits, ByteView packed);
  /// {"bits": n, "lst": bytes} and nothing behind it. Faults: revocation/bad-list, cbor/*.
  static Result<TokenStatusList> decode(ByteView cbor);
  /// One bit for each index below 2^universeBits, which must fit into kMaxTokenStatusBytes.
  /// Fault: revocation/bad-list when it does not, or an index lies beyond.
  static Result<TokenStatusList> of(const RevokedSet& revoked, int universeBits);

  Bytes pack() const;
  /// {"bits": n, "lst": bytes}
  Bytes encode() const;

  std::size_t size() const { return statuses_.size() * 8 / static_cast<std::size_t>(bits_); }
  int bits() const { return bits_; }
  /// Nothing for an index beyond the end: such a token must be refused.
  std::optional<std::uint8_t> at(std::uint64_t index) const;
  /// All whose status is not 0. Fault: revocation/bad-list when they do not fit.
  Result<RevokedSet> notValid() const;

 private:
  template <class Use>
  void forEachNotValid(Use use) const;

  int bits_ = 1;
  Bytes statuses_;   // entry i begins at bit (i * bits) mod 8 of its byte, counted from the lowest
};

/// A Status List Token in a CWT.
struct TokenStatusCwt {
  std::int64_t algorithm = 0;               // RFC 9053; -8 EdDSA can be verified here
  Bytes kid;                                // of either header; empty when there is none
  std::string subject;                      // the address that referenced tokens name
  std::int64_t issuedUnixSeconds = 0;
  std::optional<std::int64_t> expiresUnixSeconds;
  std::optional<std::int64_t> ttlSeconds;
  TokenStatusList list;
};

/// Syntax only, nothing verified. Faults: revocation/bad-list, cose/bad-structure, cbor/*.
Result<TokenStatusCwt> decodeTokenStatusCwt(ByteView bytes);
/// EdDSA only. Faults: also cose/unsupported-algorithm, revocation/bad-signature.
Result<TokenStatusCwt> readTokenStatusCwt(ByteView bytes, ByteView issuerKey);
/// Signs with EdDSA; algorithm and kid are the key's own.
Bytes writeTokenStatusCwt(const SigningKey& issuer, const TokenStatusCwt& token);

struct TokenStatusReference {
  std::uint64_t index = 0;
  std::string uri;
};
/// The status claim of somebody's CWT, unverified. Faults: revocation/bad-list (it has none), cose/*, cbor/*.
Result<TokenStatusReference> readTokenStatusReference(ByteView cwt);

}  // namespace citycode
