#include "lists/trust_anchors.h"

#include <algorithm>
#include <tuple>

#include "encoding/cbor.h"

namespace citycode {
namespace {

constexpr std::int64_t kRoot = 1, kNextRoot = 2, kVersion = 3, kIssuedAt = 4;
constexpr std::uint64_t kLargest = 0xffffffff;   // as in a list

auto place(const TrustAnchors& anchors) { return std::tuple(anchors.version, anchors.issuedUnixSeconds); }

Result<PublicKey> takeKey(cbor::Reader& reader) {
  CC_TRY(bytes, reader.takeBytes());
  if (bytes.size() != kPublicKeyBytes) return Fault::RequestMalformed;
  PublicKey key;
  std::copy(bytes.begin(), bytes.end(), key.begin());
  return key;
}

Result<TrustAnchors> readAnchors(ByteView bytes) {
  cbor::Reader reader(bytes);
  CC_TRY(map, cbor::MapReader::open(reader));
  TrustAnchors anchors;
  bool hasRoot = false;
  for (;;) {
    CC_TRY(key, map.nextKey());
    if (!key) break;
    if (*key == kRoot) {
      CC_TRY(root, takeKey(reader));
      anchors.root = root;
      hasRoot = true;
    } else if (*key == kNextRoot) {
      CC_TRY(nextRoot, takeKey(reader));
      anchors.nextRoot = nextRoot;
    } else if (*key == kVersion || *key == kIssuedAt) {
      CC_TRY(value, reader.takeUint());
      if (value > kLargest) return Fault::RequestMalformed;
      if (*key == kVersion) anchors.version = value;
      else anchors.issuedUnixSeconds = static_cast<std::int64_t>(value);
    } else {
      return Fault::RequestMalformed;
    }
  }
  CC_CHECK(reader.expectEnd());
  if (!hasRoot) return Fault::RequestMalformed;
  return anchors;
}

/// Where a list of this version must begin when the next root signed it: nothing of the same version.
std::uint64_t floorForNextRoot(const TrustAnchors& anchors) { return anchors.version + 1; }

}  // namespace

bool isNewer(const TrustAnchors& a, const TrustAnchors& b) { return place(a) > place(b); }

Bytes encodeTrustAnchors(const TrustAnchors& anchors) {
  cbor::Writer writer;
  writer.putMap(anchors.nextRoot ? 4 : 3);
  writer.putInt(kRoot).putBytes(anchors.root);
  if (anchors.nextRoot) writer.putInt(kNextRoot).putBytes(*anchors.nextRoot);
  writer.putInt(kVersion).putUint(anchors.version);
  writer.putInt(kIssuedAt).putInt(anchors.issuedUnixSeconds);
  return std::move(writer).bytes();
}

Result<TrustAnchors> decodeTrustAnchors(ByteView bytes) {
  if (bytes.size() == kPublicKeyBytes) {   // shorter than any map of ours
    TrustAnchors anchors;
    std::copy(bytes.begin(), bytes.end(), anchors.root.begin());
    return anchors;
  }
  auto anchors = readAnchors(bytes);
  if (!anchors) return Fault::RequestMalformed;   // the host's storage, not a list, is damaged
  return anchors;
}

Result<AdoptedTrust> adoptTrustList(ByteView bytes, const TrustAnchors& anchors,
                                    std::optional<std::int64_t> nowUnixSeconds) {
  PublicKey root = anchors.root;
  auto list = readTrustList(bytes, root, anchors.version, anchors.issuedUnixSeconds);
  if (!list && list.fault() == Fault::TrustBadSignature && anchors.nextRoot) {
    root = *anchors.nextRoot;
    list = readTrustList(bytes, root, floorForNextRoot(anchors), 0);
  }
  if (!list) return list.fault();

  TrustAnchors adopted{root, list->nextRootKey, list->version, list->issuedUnixSeconds};
  const bool isTheSame = place(adopted) == place(anchors);
  if (nowUnixSeconds && !isTheSame && list->issuedUnixSeconds - *nowUnixSeconds > kListAheadSeconds)
    return Fault::TrustFromFuture;
  return AdoptedTrust{*std::move(list), adopted};
}

}  // namespace citycode
