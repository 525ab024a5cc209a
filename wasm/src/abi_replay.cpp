// The verbs that let the replay memory out and in again: between terminals of a venue, and over a reload.
#include "abi_internal.h"
#include "citycode/pass.h"
#include "citycode_abi.h"
#include "encoding/cbor.h"
#include "verdict/replay.h"
#include "verdict/report.h"

namespace citycode {
namespace {

Result<std::string_view> borrowedVenue(const std::uint8_t* venue, std::size_t size) {
  CC_TRY(text, borrowedText(venue, size));
  if (text.empty() || text.size() > kMaxAudienceBytes || !cbor::isUtf8(bytesOf(text))) return Fault::RequestMalformed;
  return text;
}

PublicKey keyAt(ByteView keys, std::size_t number) {
  PublicKey key;
  std::copy_n(keys.begin() + static_cast<std::ptrdiff_t>(number * kPublicKeyBytes), kPublicKeyBytes, key.begin());
  return key;
}

Bytes packed(const std::vector<Bytes>& payloads) {
  Bytes bytes;
  appendU32(bytes, static_cast<std::uint32_t>(payloads.size()));
  for (const Bytes& payload : payloads) {
    appendU32(bytes, static_cast<std::uint32_t>(payload.size()));
    bytes.insert(bytes.end(), payload.begin(), payload.end());
    while (bytes.size() % 4 != 0) bytes.push_back(0);
  }
  return bytes;
}

Result<Bytes> mergeShare(OpenVerifier& verifier, ByteView share, std::string_view venue, ByteView keys, std::int64_t nowUnixSeconds) {
  const std::size_t count = keys.size() / kPublicKeyBytes;
  if (keys.size() != count * kPublicKeyBytes || count > kMaxSharingTerminals) return Fault::RequestMalformed;
  std::vector<PublicKey> terminals;
  for (std::size_t i = 0; i < count; ++i) terminals.push_back(keyAt(keys, i));
  CC_TRY(merged, verifier.mergeShare(share, venue, terminals, nowUnixSeconds));
  return ownedBytes(mergedJson(merged));
}

}  // namespace
}  // namespace citycode

using namespace citycode;

int32_t cc_share_replay(int32_t verifier, const uint8_t* venue, size_t venue_size, double since, double now) {
  return answerOf(verifier, [=](OpenVerifier& of) -> Result<Bytes> {
    CC_TRY(venueId, borrowedVenue(venue, venue_size));
    CC_TRY(sinceSeconds, wholeSeconds(since));
    CC_TRY(nowSeconds, wholeSeconds(now));
    return packed(of.replay.share(venueId, sinceSeconds, nowSeconds));
  });
}

int32_t cc_sign_share(const uint8_t* payload, size_t payload_size, const uint8_t* terminal, const uint8_t* signature) {
  return answerWith([=]() -> Result<Bytes> {
    if (!terminal) return Fault::RequestMalformed;
    CC_TRY(bytes, borrowed(payload, payload_size));
    const PublicKey key = keyAt(ByteView(terminal, kPublicKeyBytes), 0);
    if (!signature) return shareToBeSigned(bytes, key);
    Signature made;
    std::copy_n(signature, made.size(), made.begin());
    return writeShare(bytes, key, made);
  });
}

int32_t cc_merge_replay(int32_t verifier, const uint8_t* share, size_t share_size, const uint8_t* venue, size_t venue_size,
                        const uint8_t* terminals, size_t terminals_size, double now) {
  return answerOf(verifier, [=](OpenVerifier& of) -> Result<Bytes> {
    CC_TRY(shareBytes, borrowed(share, share_size));
    CC_TRY(venueId, borrowedVenue(venue, venue_size));
    CC_TRY(keys, borrowed(terminals, terminals_size));
    CC_TRY(seconds, wholeSeconds(now));
    return mergeShare(of, shareBytes, venueId, keys, seconds);
  });
}

int32_t cc_save_replay(int32_t verifier, double now) {
  return answerOf(verifier, [=](OpenVerifier& of) -> Result<Bytes> {
    CC_TRY(seconds, wholeSeconds(now));
    return of.save(seconds);
  });
}

int32_t cc_load_replay(int32_t verifier, const uint8_t* saved, size_t saved_size, double now) {
  return answerOf(verifier, [=](OpenVerifier& of) -> Result<Bytes> {
    CC_TRY(bytes, borrowed(saved, saved_size));
    CC_TRY(seconds, wholeSeconds(now));
    CC_TRY(loaded, of.load(bytes, seconds));
    return ownedBytes(mergedJson(loaded));
  });
}
