#include "lists/code_sequence.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "citycode/crypto.h"
#include "encoding/base45.h"
#include "encoding/cbor.h"

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
  const auto isOf = [&](const Gathered& list) { return list.parts.size() == part.total && sameBytes(list.digest, part.digest); };
  const auto known = std::find_if(lists_.begin(), lists_.end(), isOf);
  const bool isThere = known != lists_.end() && !known->parts[part.index].empty();
  if (isThere && !sameBytes(known->parts[part.index], part.chunk)) return Fault::TrustPartsMixed;
  const bool isNew = known == lists_.end();
  if (isNew ? !lists_[0].parts.empty() : known != lists_.begin()) std::swap(lists_[0], lists_[1]);
  Gathered& list = lists_[0];
  if (isNew) list = {copyOf(part.digest), std::vector<Bytes>(part.total), 0};
  if (isThere) return Done{};
  list.parts[part.index] = copyOf(part.chunk);
  ++list.have;
  if (!list.isComplete() || list.keepsItsPromise()) return Done{};
  list = {};
  return Fault::TrustBadList;
}

Bytes CodeSequence::whole() const {
  assert(isComplete());
  return latest().whole();
}

Bytes CodeSequence::Gathered::whole() const {
  Bytes list;
  for (const Bytes& part : parts) list.insert(list.end(), part.begin(), part.end());
  return list;
}

// All parts but the last have one size: a list is split in one way only. The digest covers the rest.
bool CodeSequence::Gathered::keepsItsPromise() const {
  const std::size_t size = parts.front().size();
  const bool evenly = std::all_of(parts.begin(), parts.end() - 1, [&](const Bytes& part) { return part.size() == size; });
  return evenly && parts.back().size() <= size && sameBytes(digestOf(whole()), digest);
}

}  // namespace citycode
