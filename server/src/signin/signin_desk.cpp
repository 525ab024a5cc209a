#include "signin/signin_desk.h"

#include <algorithm>

#include <sodium.h>

#include "signing/http_signature.h"

namespace citycode::server {
namespace {

template <class Value>
bool has(const std::vector<Value>& values, const Value& value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

/// A record of the city's says what was true when it was signed; what counts is what is registered now.
bool isAsRegistered(const PortalRequest& request, const Portal& portal, const TrustList& list) {
  const PortalRecord& record = request.portal;
  const PortalQuestion& question = request.question;
  const ScopePolicy* scope = list.findScope(question.scopeId);
  return portal.signIn && scope != nullptr && record.portalId == portal.id && record.portalKey == portal.key && record.origin == portal.origin &&
         record.sealingKey == portal.signIn->sealingKey && has(portal.signIn->scenes, scope->name) &&
         (question.returnAddress.empty() || has(portal.signIn->returnAddresses, question.returnAddress));
}

std::int64_t forgetUnixMs(std::int64_t usableUntilUnixMs) { return usableUntilUnixMs + kUsedForRelaySeconds * kMillisecondsPerSecond; }

/// What is farther than its portal knows; answers are still to be taken.
std::vector<ChangedRequest> changedOf(const std::vector<RequestState>& states, const std::map<PortalRequestId, KnownState>& known) {
  std::map<PortalRequestId, const RequestState*> here;
  for (const RequestState& state : states) here.emplace(state.id, &state);
  std::vector<ChangedRequest> changed;
  for (const auto& [id, knownState] : known) {
    const auto found = here.find(id);
    if (found == here.end()) changed.push_back({id, SigninState::Ended});
    else if (found->second->isAnswered) changed.push_back({id, SigninState::Answered});
    else if (found->second->isOpened && knownState == KnownState::Waiting) changed.push_back({id, SigninState::Opened});
  }
  return changed;
}

}  // namespace

Result<AskedRequest> SigninDesk::ask(const Portal& portal, ByteView request, const TrustList& list) const {
  const std::int64_t nowMs = clock.nowUnixMs();
  CC_TRY(verified, verifyPortalRequest(request, &list, nowMs / kMillisecondsPerSecond));
  if (!isAsRegistered(verified, portal, list)) return Fault::PortalNotRegistered;
  const PortalRequestId id = portalRequestIdOf(request);
  const std::int64_t expires = verified.question.expiresUnixSeconds;
  const KeptRequest kept{id, portal.id, copyOf(request), nowMs, expires * kMillisecondsPerSecond};
  const UsedRequest used{sha256(portal.key), encodeBase64Url(id), forgetUnixMs(kept.expiresUnixMs)};
  CC_CHECK(store.write([&](Session& session) -> Result<Done> {
    CC_CHECK(used_requests::add(session, used));   // also of one that was taken, or cancelled
    CC_TRY(count, portal_requests::countOf(session, portal.id, nowMs));
    if (count >= kMaxRequestsOfPortal) return Fault::RequestTooMany;
    CC_TRY(isNew, portal_requests::add(session, kept));
    if (!isNew) return Fault::RequestReplayed;
    // Added already, so that nobody changes the portal from here on: it may have been, since it was admitted.
    CC_TRY(registered, portals::find(session, portal.id));
    if (registered != portal) return Fault::PortalNotRegistered;
    return Done{};
  }));
  return AskedRequest{id, expires};
}

Result<OpenedRequest> SigninDesk::open(const PortalCode& code) const {
  const std::int64_t nowMs = clock.nowUnixMs();
  CC_TRY(kept, store.read([&](Session& session) { return portal_requests::find(session, code.id, nowMs); }));
  if (!kept) return Fault::PortalUnknown;
  CC_TRY(request, readUnverifiedPortalRequest(kept->request));   // verified when it was taken
  CC_CHECK(checkPortalCode(code, request.question.anchor, (nowMs - kept->takenUnixMs) / kMillisecondsPerSecond));
  OpenedRequest opened{std::move(kept->request), {}};
  randombytes_buf(opened.ticket.data(), opened.ticket.size());
  const Sha256 ticketDigest = sha256(opened.ticket);
  CC_TRY(isFirst, store.write([&](Session& session) { return portal_requests::open(session, code.id, ticketDigest); }));
  if (!isFirst) return Fault::PortalOpened;
  changes.add(kept->portalId);
  return opened;
}

Result<Done> SigninDesk::answer(const PhoneAnswer& answer) const {
  const std::int64_t nowMs = clock.nowUnixMs();
  const Sha256 ticketDigest = sha256(answer.ticket);
  CC_TRY(portalId, store.write([&](Session& session) -> Result<std::string> {
    CC_TRY(kept, portal_requests::find(session, answer.id, nowMs));
    if (!kept) return Fault::PortalUnknown;
    CC_TRY(isTaken, portal_requests::answer(session, answer.id, ticketDigest, answer.sealed));
    if (!isTaken) return Fault::PortalOpened;
    return std::move(kept->portalId);
  }));
  changes.add(portalId);
  return Done{};
}

Result<std::vector<ChangedRequest>> SigninDesk::take(std::string_view portalId, const std::map<PortalRequestId, KnownState>& known,
                                                     const UsedRequest& request) const {
  std::vector<PortalRequestId> ids;
  for (const auto& [id, state] : known) ids.push_back(id);
  CC_TRY(states, store.read([&](Session& session) { return portal_requests::statesOf(session, portalId, ids, clock.nowUnixMs()); }));
  const std::vector<ChangedRequest> changed = changedOf(states, known);
  const auto isAnswered = [](const ChangedRequest& each) { return each.state == SigninState::Answered; };
  if (std::none_of(changed.begin(), changed.end(), isAnswered)) return changed;
  return store.write([&](Session& session) -> Result<std::vector<ChangedRequest>> {
    CC_CHECK(used_requests::add(session, request));
    std::vector<ChangedRequest> given = changed;
    for (ChangedRequest& each : given) {
      if (each.state != SigninState::Answered) continue;
      CC_TRY(answer, portal_requests::takeAnswer(session, portalId, each.id));
      if (answer) each.answer = *std::move(answer);
      else each.state = SigninState::Ended;   // another poll of this portal was faster
    }
    return given;
  });
}

Result<Done> SigninDesk::cancel(std::string_view portalId, const PortalRequestId& id) const {
  CC_CHECK(store.write([&](Session& session) { return portal_requests::remove(session, portalId, id); }));
  changes.add(portalId);
  return Done{};
}

}  // namespace citycode::server
