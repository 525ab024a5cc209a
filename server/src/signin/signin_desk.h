// The relay: keeps what portals ask until one phone has opened and answered it, and the answer until its portal takes it. It can read
// neither the answer nor whether the person agreed (places/portal_answer.h). No HTTP and no command line here.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "callers/used_requests.h"
#include "citycode/trust_list.h"
#include "places/portal_code.h"
#include "registry/portals.h"
#include "signin/change_counts.h"
#include "signin/portal_requests.h"
#include "store/store.h"

namespace citycode::server {

/// What a phone gets that opens a request: nobody else can answer it.
inline constexpr std::size_t kTicketBytes = 16;
using PortalTicket = std::array<std::uint8_t, kTicketBytes>;

/// Of one portal at once: 100 people a second need 20 s each to sign in.
inline constexpr std::int64_t kMaxRequestsOfPortal = 2000;
/// An answer that came in the last moment can be taken for so long afterwards, by a portal that has to ask again.
inline constexpr std::int64_t kAnswerKeptSeconds = 60;
/// What was asked and taken is remembered for so long after it could be of use: a request lives 5 minutes.
inline constexpr std::int64_t kUsedForRelaySeconds = kSecondsPerHour;

struct AskedRequest {
  PortalRequestId id{};
  std::int64_t expiresUnixSeconds = 0;
};

struct OpenedRequest {
  Bytes request;
  PortalTicket ticket{};
};

struct PhoneAnswer {
  PortalRequestId id{};
  PortalTicket ticket{};
  Bytes sealed;   // kPortalAnswerBytes
};

/// How far a request was when its portal last heard of it.
enum class KnownState : std::uint8_t { Waiting, Opened };

enum class SigninState : std::uint8_t { Opened, Answered, Ended };

struct ChangedRequest {
  PortalRequestId id{};
  SigninState state = SigninState::Ended;
  Bytes answer{};   // when it is answered
};

struct SigninDesk {
  Store& store;
  ChangeCounts& changes;
  Clock clock;

  /// Faults: portal/not-registered for what the portal's registration does not say, request/replayed for a request that was here,
  /// request/too-many, store/*; those of verifyPortalRequest.
  Result<AskedRequest> ask(const Portal& portal, ByteView request, const TrustList& list) const;

  /// Once: whoever opens it first has the ticket. Faults: portal/unknown, portal/bad-code, portal/old-code, portal/opened, store/*.
  Result<OpenedRequest> open(const PortalCode& code) const;

  /// Once; the same again changes nothing. Faults: portal/unknown, portal/opened for another ticket or another answer, store/*.
  Result<Done> answer(const PhoneAnswer& answer) const;

  /// Those that are farther than `known`, in that order; what is not this portal's has ended. An answer is given once: it leaves the
  /// records in the unit of work in which `request`, the caller's, is used up.
  /// Faults: request/replayed, store/*.
  Result<std::vector<ChangedRequest>> take(std::string_view portalId, const std::map<PortalRequestId, KnownState>& known, const UsedRequest& request) const;

  /// Fault: store/*.
  Result<Done> cancel(std::string_view portalId, const PortalRequestId& id) const;
};

}  // namespace citycode::server
