// A signed list as a sequence of QR codes, for a terminal that never has a network: another one shows them.
//
//   "CCL1:" + base45 of [kind, total, index, digest, chunk]
//
// digest is the first 16 bytes of SHA-256 of the whole list. Nothing here is believed: when all parts are there, the
// list goes where every list goes, and its signature decides. Parts come in any order and more than once.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "citycode/bytes.h"
#include "citycode/limits.h"
#include "citycode/result.h"
#include "lists/status_sets.h"

namespace citycode {

/// What the carrier carries.
enum class ListKind : std::uint8_t { TrustList = 1, StatusList = 2 };

/// The longest part is a text of 1,200 characters, 30 bytes of which are not the chunk's; a symbol has room for more
/// (kMaxSymbolChars), but is read less well.
/// Of what we write; a reader takes chunks of 1 byte.
inline constexpr std::size_t kMinPartBytes = 32;

/// The texts of all parts, each with `partBytes` of the list but the last, which has the rest.
/// Faults: request/malformed for an empty list or a size outside the limits; symbol/too-long when it takes more than
/// kMaxSequenceParts.
Result<std::vector<std::string>> splitIntoCodes(ByteView list, ListKind kind, std::size_t partBytes);

/// Collects the parts of one list, and of one more: a part of another list, whoever shows it, must not stop the first.
/// Holds at most two times kMaxSequenceParts * kMaxPartBytes bytes.
class CodeSequence {
 public:
  explicit CodeSequence(ListKind kind) : kind_(kind) {}

  /// Takes one part. A part of a third list begins that one, in the place of the list that had no part for longer. Of
  /// another kind, or with other bytes than came at its place before, it changes nothing: trust/parts-mixed. When the last
  /// missing part came and the whole is not what its parts promise, that list is forgotten: trust/bad-list.
  /// Faults: code/*, cbor/*, trust/bad-list, trust/parts-mixed.
  Result<Done> add(std::string_view untrustedText);

  ListKind kind() const { return kind_; }
  // Of the list whose part came last.
  std::size_t total() const { return latest().parts.size(); }   // 0 before the first part
  std::size_t have() const { return latest().have; }
  bool isComplete() const { return latest().isComplete(); }

  /// The list's bytes, as untrusted as before. Only when complete.
  Bytes whole() const;

 private:
  struct Gathered {
    Bytes digest;
    std::vector<Bytes> parts;   // an empty one is missing
    std::size_t have = 0;

    bool isComplete() const { return have > 0 && have == parts.size(); }
    Bytes whole() const;
    bool keepsItsPromise() const;
  };
  const Gathered& latest() const { return lists_[0]; }

  ListKind kind_;
  std::array<Gathered, 2> lists_;   // the one whose part came last, and the one before
};

}  // namespace citycode
