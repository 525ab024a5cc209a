// Lists as sequences of QR codes. See abi.cpp for what all verbs have in common.
#include "abi_internal.h"
#include "citycode_abi.h"
#include "lists/code_sequence.h"

namespace citycode {
namespace {

Result<ListKind> listKind(std::int32_t kind) {
  switch (kind) {
    case 1: return ListKind::TrustList;
    case 2: return ListKind::StatusList;
    default: return Fault::RequestMalformed;
  }
}

Result<Bytes> splitList(ByteView list, std::int32_t kind, std::int32_t partBytes) {
  CC_TRY(carried, listKind(kind));
  if (partBytes < 0) return Fault::RequestMalformed;
  CC_TRY(texts, splitIntoCodes(list, carried, static_cast<std::size_t>(partBytes)));
  std::string lines;
  for (const std::string& text : texts) lines += (lines.empty() ? "" : "\n") + text;
  return ownedBytes(lines);
}

Result<Bytes> joinListPart(CodeSequence& parts, std::string_view text, std::int32_t kind, std::int32_t begin) {
  CC_TRY(carried, listKind(kind));
  if (begin != 0 || carried != parts.kind()) parts = CodeSequence(carried);
  CC_CHECK(parts.add(text));
  Bytes bytes;
  appendU32(bytes, static_cast<std::uint32_t>(parts.total()));
  appendU32(bytes, static_cast<std::uint32_t>(parts.have()));
  if (!parts.isComplete()) return bytes;
  const Bytes whole = parts.whole();
  bytes.insert(bytes.end(), whole.begin(), whole.end());
  return bytes;
}

}  // namespace
}  // namespace citycode

using namespace citycode;

int32_t cc_split_list(const uint8_t* list, size_t list_size, int32_t kind, int32_t part_bytes) {
  return answerWith([=]() -> Result<Bytes> {
    CC_TRY(view, borrowed(list, list_size));
    return splitList(view, kind, part_bytes);
  });
}

int32_t cc_join_list_part(int32_t verifier, const uint8_t* text, size_t text_size, int32_t kind, int32_t begin) {
  return answerOf(verifier, [=](OpenVerifier& of) -> Result<Bytes> {
    CC_TRY(view, borrowedText(text, text_size));
    return joinListPart(of.parts, view, kind, begin);
  });
}
