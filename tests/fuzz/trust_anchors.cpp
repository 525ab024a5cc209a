// What a verifier keeps of its trust, as bytes from a browser's storage, and a list that is offered to it.
#include "lists/trust_anchors.h"

#include "../core/test_city.h"
#include "fuzz.h"
#include "signing/cose.h"

void citycode::fuzz::oneInput(ByteView bytes) {
  static const SigningKey root = test::keyFrom(1), nextRoot = test::keyFrom(2), stranger = test::keyFrom(99);
  Input input(bytes);
  const ByteView kept = input.part();
  const auto stored = decodeTrustAnchors(kept);
  if (!stored) CC_HOLDS(stored.fault() == Fault::RequestMalformed);
  TrustAnchors anchors = stored ? *stored : TrustAnchors{};
  if (stored) {
    const Bytes written = encodeTrustAnchors(anchors);
    const auto again = decodeTrustAnchors(written);
    CC_HOLDS(again && encodeTrustAnchors(*again) == written);
    CC_HOLDS(anchors.version <= 0xffffffff && anchors.issuedUnixSeconds >= 0);
  }

  const std::uint8_t how = input.byte();
  anchors.root = root.publicKey();
  if (how & 1) anchors.nextRoot = nextRoot.publicKey();
  const std::optional<std::int64_t> now = how & 2 ? std::optional<std::int64_t>(test::kNow) : std::nullopt;
  CC_HOLDS(!adoptTrustList(cose::signSign1(SignedKind::TrustList, stranger, input.rest(), true), anchors, now));
  for (const SigningKey* signer : {&root, &nextRoot}) {
    const Bytes list = cose::signSign1(SignedKind::TrustList, *signer, input.rest(), true);
    const auto adopted = adoptTrustList(list, anchors, now);
    if (!adopted) continue;
    CC_HOLDS(!isNewer(anchors, adopted->anchors));                                        // never back
    CC_HOLDS(signer == &root || (anchors.nextRoot && adopted->list.version > anchors.version));
    CC_HOLDS(adopted->anchors.root == signer->publicKey());
    CC_HOLDS(adopted->anchors.nextRoot == adopted->list.nextRootKey);
    CC_HOLDS(adoptTrustList(list, adopted->anchors, now));                                // the same again is no news
    if (signer == &nextRoot) CC_HOLDS(!adoptTrustList(cose::signSign1(SignedKind::TrustList, root, input.rest(), true), adopted->anchors, now) ||
                                      adopted->anchors.nextRoot == root.publicKey());     // a former root is silent
  }
}
