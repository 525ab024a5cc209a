#include "places/portal_answer.h"

#include <algorithm>

#include "encoding/cbor.h"
#include "pass/sealed.h"

namespace citycode {
namespace {

constexpr std::int64_t kRequestKey = 1, kCodeKey = 2, kReturnKey = 3;

static_assert(kPortalAnswerBytes == kSealBytes + kPortalAnswerPlainBytes);

bool fits(const PortalAnswer& answer, const PortalRequest& request) {
  return answer.returnCode.has_value() == !request.question.returnAddress.empty();
}

Result<PortalAnswer> decodePlain(ByteView plain, ByteView request) {
  cbor::Reader reader(plain);
  CC_TRY(map, cbor::MapReader::open(reader));
  PortalAnswer answer;
  bool isForRequest = false;
  for (;;) {
    CC_TRY(key, map.nextKey());
    if (!key) break;
    if (*key == kRequestKey) {
      CC_TRY(digest, reader.takeBytes());
      isForRequest = constantTimeEqual(digest, sha256(request));
    } else if (*key == kCodeKey) {
      CC_TRY(code, reader.takeText());
      if (code.empty() || code.size() > kMaxCodeTextChars) return Fault::PortalAnswerBroken;
      answer.code = code;
    } else if (*key == kReturnKey) {
      CC_TRY(returned, reader.takeBytes());
      ReturnCode& code = answer.returnCode.emplace();
      if (returned.size() != code.size()) return Fault::PortalAnswerBroken;
      std::copy(returned.begin(), returned.end(), code.begin());
    } else {
      return Fault::PortalAnswerBroken;
    }
  }
  const ByteView rest = reader.rest();
  if (!isForRequest || !std::all_of(rest.begin(), rest.end(), [](std::uint8_t byte) { return byte == 0; })) return Fault::PortalAnswerBroken;
  return answer;
}

}  // namespace

Result<Bytes> sealPortalAnswer(ByteView request, const PortalAnswer& answer, ByteView ephemeralSeed) {
  CC_TRY(asked, readUnverifiedPortalRequest(request));
  if (!fits(answer, asked)) return Fault::PortalAnswerBroken;
  if (answer.code.size() > kMaxCodeTextChars) return Fault::CodeTooLong;
  cbor::Writer writer;
  writer.putMap(1 + (answer.refused() ? 0 : 1) + (answer.returnCode ? 1 : 0));
  writer.putInt(kRequestKey).putBytes(sha256(request));
  if (!answer.refused()) writer.putInt(kCodeKey).putText(answer.code);
  if (answer.returnCode) writer.putInt(kReturnKey).putBytes(*answer.returnCode);
  Bytes plain = std::move(writer).bytes();
  plain.resize(kPortalAnswerPlainBytes);
  auto sealed = sealBytes(plain, asked.portal.sealingKey, ephemeralSeed);
  wipe(plain);
  return sealed;
}

Result<PortalAnswer> openPortalAnswer(ByteView sealed, ByteView request, const SceneKey& portalKey) {
  constexpr Fault kBroken = Fault::PortalAnswerBroken;
  const auto asked = readUnverifiedPortalRequest(request);
  auto plain = sealed.size() == kPortalAnswerBytes ? openSealedBytes(sealed, portalKey) : std::nullopt;
  if (!asked || !plain) return kBroken;
  auto answer = decodePlain(*plain, request);
  wipe(*plain);
  if (!answer || !fits(*answer, *asked)) return kBroken;
  return answer;
}

}  // namespace citycode
