#include "city/trust_list_keeper.h"

#include <algorithm>

#include "citycode/trust_list.h"
#include "encoding/pass_mark.h"
#include "http/conditional.h"
#include "lists/trust_payload.h"

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

// Signed by a clock that was ahead: every right clock refuses it, so a list of a higher version takes its place.
bool isFromFuture(const StoredTrustList& list, std::int64_t nowUnixSeconds) {
  return list.issuedUnixSeconds > nowUnixSeconds + kDateAheadSeconds;
}

bool isOneOf(const std::vector<PublicKey>& keys, const PublicKey& key) {
  return std::find(keys.begin(), keys.end(), key) != keys.end();
}

// A key that this server has: listed from `firstNotBefore` on, and anew before it ends. Dates that a clock gave which was
// ahead are brought back.
Issuer listedIssuer(const PublicKey& key, const TrustList* stored, const std::vector<ScopePolicy>& scopes,
                    std::int64_t firstNotBefore, std::int64_t nowUnixSeconds) {
  Issuer issuer{key, firstNotBefore, nowUnixSeconds + kIssuerLifeSeconds, idsOf(scopes), {Right::Places, Right::Cards}};
  if (const Issuer* known = findIssuer(stored, key)) {
    issuer.notBeforeUnixSeconds = std::min(known->notBeforeUnixSeconds, firstNotBefore);
    if (known->expiresUnixSeconds - nowUnixSeconds > kIssuerRenewSeconds)
      issuer.expiresUnixSeconds = std::min(known->expiresUnixSeconds, issuer.expiresUnixSeconds);
  }
  return issuer;
}

// A key that was in use before: what it signed until now stays good, what it signs from now on is not.
Issuer retiredIssuer(Issuer issuer, std::int64_t nowUnixSeconds) {
  issuer.notBeforeUnixSeconds = std::min(issuer.notBeforeUnixSeconds, nowUnixSeconds);
  const std::int64_t end = std::max(nowUnixSeconds, issuer.notBeforeUnixSeconds + 1);
  issuer.expiresUnixSeconds = std::min(issuer.expiresUnixSeconds, end);
  return issuer;
}

}  // namespace

TrustList TrustListKeeper::wanted(const TrustList* stored, std::int64_t nowUnixSeconds) const {
  TrustList list;
  list.cityName = cityName_;
  list.scopes = standardScopes();
  list.nextRootKey = rotation_.nextRoot;
  list.tokenKeys = ratingKeys_.listedAt(nowUnixSeconds);
  const PublicKey& current = keys_.issuer().publicKey();
  list.issuers.push_back(listedIssuer(current, stored, list.scopes, nowUnixSeconds - kSecondsPerDay, nowUnixSeconds));
  // Passes begin on a mark of the past. A key that was announced a moment ago and is in use already (--at-once) signs such too.
  Issuer& inUse = list.issuers.back();
  inUse.notBeforeUnixSeconds = std::min(inUse.notBeforeUnixSeconds, passMarkOf(nowUnixSeconds) - kPassMarkSeconds);
  if (rotation_.nextIssuer)
    list.issuers.push_back(listedIssuer(*rotation_.nextIssuer, stored, list.scopes, nowUnixSeconds, nowUnixSeconds));
  if (stored == nullptr) return list;
  for (const Issuer& before : stored->issuers) {
    if (findIssuer(&list, before.key) || isOneOf(rotation_.revokedIssuers, before.key)) continue;
    Issuer retired = retiredIssuer(before, nowUnixSeconds);
    if (nowUnixSeconds - retired.expiresUnixSeconds < kRetiredIssuerSeconds) list.issuers.push_back(std::move(retired));
  }
  return list;
}

Result<TrustList> TrustListKeeper::readStored(const StoredTrustList& stored, bool& isCurrent) const {
  auto list = readTrustList(stored.bytes, keys_.root().publicKey(), 0, 0);
  isCurrent = list && list->version == stored.version;   // a restore raises the row's alone: what was signed before goes out no more
  for (const PublicKey& former : rotation_.formerRoots) {
    if (list) break;
    list = readTrustList(stored.bytes, former, 0, 0);
  }
  return list;
}

Result<Done> TrustListKeeper::refresh() {
  CC_TRY(stored, store_.read([](Session& session) { return trust_lists::newest(session); }));
  const std::int64_t now = clock_.nowUnixSeconds();
  // A list that an unknown root signed cannot be read: its version still counts.
  bool isCurrent = false;
  auto readable = stored ? readStored(*stored, isCurrent) : Result<TrustList>(Fault::TrustMissing);
  const TrustList* old = readable ? &*readable : nullptr;

  TrustList list = wanted(old, now);
  const bool fromFuture = stored && isFromFuture(*stored, now);
  const bool sameContent = isCurrent && !fromFuture && contentOf(*old) == contentOf(list);
  if (sameContent && now - old->issuedUnixSeconds < kResignAfterSeconds) return publish(*old, std::move(stored->bytes));

  list.version = sameContent ? old->version : (stored ? stored->version + 1 : 1);
  list.issuedUnixSeconds = stored && !fromFuture ? std::max(now, stored->issuedUnixSeconds) : now;   // a small step back
  Bytes bytes = writeTrustList(keys_.root(), list);
  const StoredTrustList mine{list.version, list.issuedUnixSeconds, bytes};
  const auto saved = store_.write([&](Session& session) { return trust_lists::save(session, mine); });
  // A full disk must not make verifiers undecided. What only has another time may go out without being remembered; of a
  // new version only one may ever exist, so until it is remembered the one before stays.
  if (saved && !*saved) return publishStored();   // another server of the city was faster
  if (saved || sameContent) return publish(list, std::move(bytes));
  if (!current() && isCurrent) CC_CHECK(publish(*old, std::move(stored->bytes)));
  return saved.fault();
}

Result<Done> TrustListKeeper::publishStored() {
  CC_TRY(stored, store_.read([](Session& session) { return trust_lists::newest(session); }));
  bool isCurrent = false;
  auto list = stored ? readStored(*stored, isCurrent) : Result<TrustList>(Fault::TrustMissing);
  if (!list || !isCurrent) return Fault::StoreUnavailable;   // it signs with another root: the next refresh looks again
  return publish(*list, std::move(stored->bytes));
}

Result<std::map<PublicKey, std::string>> TrustListKeeper::formerLists() {
  std::map<PublicKey, std::string> lists;
  if (rotation_.formerRoots.empty()) return lists;
  CC_TRY(history, store_.read([](Session& session) { return trust_lists::history(session); }));
  // The newest first, and the first of a root counts; one from the future only where that root signed no other.
  const std::int64_t now = clock_.nowUnixSeconds();
  std::stable_partition(history.begin(), history.end(), [&](const auto& stored) { return !isFromFuture(stored, now); });
  for (const StoredTrustList& stored : history)
    for (const PublicKey& root : rotation_.formerRoots)
      if (!lists.contains(root) && readTrustList(stored.bytes, root, 0, 0)) lists.emplace(root, textOf(stored.bytes));
  return lists;
}

Result<Done> TrustListKeeper::publish(const TrustList& list, Bytes bytes) {
  CC_TRY(former, formerLists());
  auto published = std::make_shared<Published>();
  published->list = list;
  published->etag = etagOf(bytes);
  published->bytes.assign(textOf(bytes));
  published->formerLists = std::move(former);
  current_.store(std::move(published));
  return Done{};
}

}  // namespace citycode::server
