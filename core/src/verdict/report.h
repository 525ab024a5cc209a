// Verdicts and lists as JSON text for hosts, the same bytes natively and in WebAssembly.
#pragma once

#include <optional>
#include <string>

#include "citycode/pass.h"
#include "citycode/verdict.h"
#include "lists/trust_anchors.h"
#include "log/log_checkpoint.h"
#include "places/portal_answer.h"
#include "places/portal_code.h"
#include "places/portal_request.h"
#include "places/venue_record.h"
#include "rating/service_ticket.h"
#include "verdict/replay.h"
#include "verdict/revocation.h"

namespace citycode {

/// Shapes: wasm/include/citycode_abi.h.
std::string verdictJson(const Verdict& verdict);
std::string trustListJson(const TrustList& list, const TrustAnchors& anchors);
std::string passClaimsJson(const PassClaims& claims);
std::string adoptedStatusJson(const StatusLists::Adopted& adopted);
std::string checkpointJson(const VerifiedCheckpoint& verified);
std::string mergedJson(const ReplayMemory::Merged& merged);
std::string venueRecordJson(const VenueRecord& venue, const TrustList& list);
std::string serviceTicketJson(const ServiceTicket& ticket, const TrustList& list);
/// `bytes` are the request's own.
std::string portalRequestJson(ByteView bytes, const PortalRequest& request, const TrustList& list);
std::string portalAnswerJson(const PortalAnswer& answer, const std::optional<Verdict>& verdict);

}  // namespace citycode
