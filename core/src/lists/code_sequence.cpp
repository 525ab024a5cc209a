#include "citycode/code_sequence.h"

#include <algorithm>
#include <cassert>

#include "citycode/base45.h"
#include "citycode/cbor.h"
#include "citycode/crypto.h"

namespace citycode {
namespace {

struct Part {
  std::uint64_t kind = 0;
  std::size_t total = 0;
  std::size_t index = 0;
  ByteView digest;
  ByteView chunk;
};

constexpr std::size_t kPartElements = 5;

Bytes digestOf(ByteView list) {
  const Sha256 whole = sha256(list);
  return {whole.begin(), whole.begin() + kSequenceDigestBytes};
}

std::string writePart(const Part& part) {
  cbor::Writer writer;
  writer.putArray(kPartElements).putUint(part.kind).putUint(part.total).putUint(part.index);
  writer.putBytes(part.digest).putBytes(part.chunk);
  return std::string(kSequencePrefix) + encodeBase45(writer.bytes());
}

Result<Part> readPart(ByteView bytes) {
  cbor::Reader reader(bytes);
  CC_TRY(elements, reader.takeArray());
  if (elements != kPartElements) return Fault::TrustBadList;
  CC_TRY(kind, reader.takeUint());
  CC_TRY(total, reader.takeUint());
  CC_TRY(index, reader.takeUint());
  CC_TRY(digest, reader.takeBytes());
  CC_TRY(chunk, reader.takeBytes());
  CC_CHECK(reader.expectEnd());
  const bool fits = total >= 1 && total <= kMaxSequenceParts && index < total &&
                    digest.size() == kSequenceDigestBytes && !chunk.empty() && chunk.size() <= kMaxPartBytes;
  if (!fits) return Fault::TrustBadList;
  return Part{kind, static_cast<std::size_t>(total), static_cast<std::size_t>(index), digest, chunk};
}

}  // namespace

Result<std::vector<std::string>> splitIntoCodes(ByteView list, ListKind kind, std::size_t partBytes) {
  if (list.empty() || partBytes < kMinPartBytes || partBytes > kMaxPartBytes) return Fault::RequestMalformed;
  const std::size_t total = (list.size() - 1) / partBytes + 1;
  if (total > kMaxSequenceParts) return Fault::SymbolTooLong;
  const Bytes digest = digestOf(list);
  std::vector<std::string> texts;
  for (std::size_t index = 0; index < total; ++index) {
    const std::size_t from = index * partBytes;
    const ByteView chunk = list.subspan(from, std::min(partBytes, list.size() - from));
    texts.push_back(writePart({static_cast<std::uint64_t>(kind), total, index, digest, chunk}));
  }
  return texts;
}

Result<Done> CodeSequence::add(std::string_view untrustedText) {
  if (!untrustedText.starts_with(kSequencePrefix)) return Fault::CodeNotCityCode;
  if (untrustedText.size() > kMaxSequenceTextChars) return Fault::CodeTooLong;
  CC_TRY(bytes, decodeBase45(untrustedText.substr(kSequencePrefix.size())));
  CC_TRY(part, readPart(bytes));
  if (part.kind != static_cast<std::uint64_t>(kind_)) return Fault::TrustPartsMixed;
  if (parts_.empty()) {
    parts_.resize(part.total);
    digest_ = copyOf(part.digest);
  }
  if (part.total != parts_.size() || !sameBytes(part.digest, digest_)) return Fault::TrustPartsMixed;
  Bytes& place = parts_[part.index];
  if (!place.empty()) return sameBytes(place, part.chunk) ? Result<Done>(Done{}) : Fault::TrustPartsMixed;
  place = copyOf(part.chunk);
  ++have_;
  if (!isComplete() || keepsItsPromise()) return Done{};
  forget();
  return Fault::TrustBadList;
}

Bytes CodeSequence::whole() const {
  assert(isComplete());
  Bytes list;
  for (const Bytes& part : parts_) list.insert(list.end(), part.begin(), part.end());
  return list;
}

// All parts but the last have one size: a list is split in one way only. The digest covers the rest.
bool CodeSequence::keepsItsPromise() const {
  const std::size_t size = parts_.front().size();
  const bool evenly = std::all_of(parts_.begin(), parts_.end() - 1, [&](const Bytes& part) { return part.size() == size; });
  return evenly && parts_.back().size() <= size && sameBytes(digestOf(whole()), digest_);
}

void CodeSequence::forget() {
  parts_.clear();
  digest_.clear();
  have_ = 0;
}

}  // namespace citycode
