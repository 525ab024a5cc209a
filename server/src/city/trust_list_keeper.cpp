#include "city/trust_list_keeper.h"

#include <algorithm>

#include "citycode/paper_code.h"
#include "citycode/person.h"
#include "http/conditional.h"

namespace citycode::server {
namespace {

std::vector<std::uint32_t> idsOf(const std::vector<ScopePolicy>& scopes) {
  std::vector<std::uint32_t> ids;
  for (const ScopePolicy& scope : scopes) ids.push_back(scope.id);
  return ids;
}

// Everything but version and time.
Bytes contentOf(TrustList list) {
  list.version = 0;
  list.issuedUnixSeconds = 0;
  return encodeTrustList(list);
}

const Issuer* findIssuer(const TrustList* list, const PublicKey& key) {
  if (list == nullptr) return nullptr;
  const auto found = std::find_if(list->issuers.begin(), list->issuers.end(), [&](const Issuer& i) { return i.key == key; });
  return found == list->issuers.end() ? nullptr : &*found;
}

}  // namespace

TrustList TrustListKeeper::wanted(const TrustList* stored, std::int64_t nowUnixSeconds) const {
  TrustList list;
  list.cityName = cityName_;
  list.scopes = standardScopes();
  Issuer issuer{keys_.issuer().publicKey(), nowUnixSeconds - kSecondsPerDay, nowUnixSeconds + kIssuerLifeSeconds, idsOf(list.scopes)};
  issuer.scopeIds.push_back(kPaperScopeId);
  if (const Issuer* known = findIssuer(stored, issuer.key)) {
    issuer.notBeforeUnixSeconds = known->notBeforeUnixSeconds;
    if (known->expiresUnixSeconds - nowUnixSeconds > kIssuerRenewSeconds) issuer.expiresUnixSeconds = known->expiresUnixSeconds;
  }
  list.issuers.push_back(std::move(issuer));
  return list;
}

Result<Done> TrustListKeeper::refresh() {
  CC_TRY(stored, store_.loadTrustList());
  const std::int64_t now = clock_.nowUnixSeconds();
  // A list that another root signed cannot be read: its version still counts.
  auto readable = stored ? readTrustList(stored->bytes, keys_.root().publicKey(), 0, 0) : Result<TrustList>(Fault::TrustMissing);
  const TrustList* old = readable ? &*readable : nullptr;

  TrustList list = wanted(old, now);
  const bool sameContent = old != nullptr && contentOf(*old) == contentOf(list);
  if (sameContent && now - old->issuedUnixSeconds < kResignAfterSeconds) return publish(*old, std::move(stored->bytes));

  list.version = sameContent ? old->version : (stored ? stored->version + 1 : 1);
  list.issuedUnixSeconds = stored ? std::max(now, stored->issuedUnixSeconds) : now;   // a clock that was set back
  Bytes bytes = writeTrustList(keys_.root(), list);
  CC_CHECK(store_.saveTrustList({list.version, list.issuedUnixSeconds, bytes}));
  return publish(list, std::move(bytes));
}

Result<Done> TrustListKeeper::publish(const TrustList& list, Bytes bytes) {
  auto published = std::make_shared<Published>();
  published->list = list;
  published->etag = etagOf(bytes);
  published->bytes.assign(textOf(bytes));
  current_.store(std::move(published));
  return Done{};
}

}  // namespace citycode::server
