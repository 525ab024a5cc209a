#include "city/key_desk.h"

#include <algorithm>

#include "city/trust_lists.h"
#include "citycode/trust_list.h"

namespace citycode::server {
namespace {

StartFailure refused(std::string sentence) { return {Fault::StartBadOption, std::move(sentence)}; }

/// Nothing when none was published that this root signed.
Started<std::optional<TrustList>> publishedList(Store& store, const PublicKey& root, const std::string& place) {
  const auto stored = store.read([](Session& session) { return trust_lists::newest(session); });
  if (!stored) return storageFailure(stored.fault(), place);
  if (!stored->has_value()) return std::optional<TrustList>();
  auto list = readTrustList((*stored)->bytes, root, 0, 0);
  return list ? std::optional<TrustList>(*std::move(list)) : std::optional<TrustList>();
}

bool namesForLongEnough(const TrustList& list, const PublicKey& next, std::int64_t nowUnixSeconds) {
  return std::any_of(list.issuers.begin(), list.issuers.end(), [&](const Issuer& entry) {
    return entry.key == next && nowUnixSeconds - entry.notBeforeUnixSeconds >= kIssuerKnownSeconds;
  });
}

}  // namespace

Started<PublicKey> KeyDesk::announceNextRoot(const std::optional<PublicKey>& given) const {
  if (!given) return keys.makeNext(KeyKind::Root);
  auto made = keys.next(KeyKind::Root);
  if (!made) return made.failure();
  if (made->has_value())
    return refused("Another next root key was made here before: remove " + keys.place() + "/next-root.seed if it is not wanted.");
  if (auto announced = keys.announceRoot(*given); !announced) return announced.failure();
  return *given;
}

Started<PublicKey> KeyDesk::switchRoot(Store& store) const {
  auto root = keys.inUse(KeyKind::Root);
  if (!root) return root.failure();
  auto next = keys.next(KeyKind::Root);
  if (!next) return next.failure();
  if (!next->has_value())
    return refused("There is no next root key in " + keys.place() +
                   ": run announce-next-root first, or bring next-root.seed from where it is kept.");
  auto list = publishedList(store, *root, keys.place());
  if (!list) return list.failure();
  if (!list->has_value() || (*list)->nextRootKey != **next)
    return refused("The published trust list does not name this next root key yet: start the server once, then switch.");
  if (auto kept = keys.rememberFormerRoot(*root); !kept) return kept.failure();
  if (auto replaced = keys.putNextInUse(KeyKind::Root, *root); !replaced) return replaced.failure();
  return **next;
}

Started<PublicKey> KeyDesk::switchIssuer(Store& store, const Clock& clock, bool atOnce) const {
  auto root = keys.inUse(KeyKind::Root);
  if (!root) return root.failure();
  auto issuer = keys.inUse(KeyKind::Issuer);
  if (!issuer) return issuer.failure();
  auto next = keys.next(KeyKind::Issuer);
  if (!next) return next.failure();
  if (!next->has_value()) return refused("There is no next issuer key: run announce-next-issuer first.");
  if (!atOnce) {
    auto list = publishedList(store, *root, keys.place());
    if (!list) return list.failure();
    if (!list->has_value() || !namesForLongEnough(**list, **next, clock.nowUnixSeconds()))
      return refused("Verifiers may not know the next issuer key yet: it has to stand in the published list for 7 days"
                     " (--at-once only when the key in use was stolen or lost).");
  } else if (auto revoked = keys.revokeIssuer(*issuer); !revoked) {
    return revoked.failure();
  }
  if (auto replaced = keys.putNextInUse(KeyKind::Issuer, *issuer); !replaced) return replaced.failure();
  return **next;
}

}  // namespace citycode::server
