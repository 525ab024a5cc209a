// Verdicts and lists as JSON text for hosts, the same bytes natively and in WebAssembly.
#pragma once

#include <string>

#include "citycode/log_checkpoint.h"
#include "citycode/pass.h"
#include "citycode/revocation.h"
#include "citycode/replay.h"
#include "citycode/trust_list.h"
#include "citycode/verdict.h"

namespace citycode {

/// Shapes: wasm/include/citycode_abi.h.
std::string verdictJson(const Verdict& verdict);
std::string trustListJson(const TrustList& list);
std::string passClaimsJson(const PassClaims& claims);
std::string adoptedStatusJson(const StatusLists::Adopted& adopted);
std::string checkpointJson(const VerifiedCheckpoint& verified);
std::string mergedJson(const ReplayMemory::Merged& merged);

}  // namespace citycode
