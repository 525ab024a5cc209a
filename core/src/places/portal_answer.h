// A phone's answer to a portal's request, sealed so that the relay that carries it learns nothing of it: neither what was said, nor
// whether anything was.
//
//   crypto_box_seal (pass/sealed.h) to the portal's sealing key, of the deterministic map and zeros to kPortalAnswerPlainBytes:
//   {1: SHA-256 of the request, 2: the code's text (absent: refused), 3: return code (where the request has a return address)}
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "citycode/bytes.h"
#include "citycode/pass.h"
#include "citycode/result.h"
#include "places/portal_request.h"

namespace citycode {

using ReturnCode = std::array<std::uint8_t, kReturnCodeBytes>;

struct PortalAnswer {
  std::string code;                       // a presentation, untrusted; empty: the person refused
  std::optional<ReturnCode> returnCode;   // random: only the browser that the phone sent back has it

  bool refused() const { return code.empty(); }
};

/// `request` is the one that is answered, as verified. `ephemeralSeed` as for sealAttributes.
/// Faults: portal/answer-broken for a return code too many or too few, code/too-long; portal/bad-request for what is no request.
Result<Bytes> sealPortalAnswer(ByteView request, const PortalAnswer& answer, ByteView ephemeralSeed);

/// At the portal. `request` is the portal's own. Fault: portal/answer-broken for whatever was not sealed to this key or not for this
/// request, and for whatever no phone writes.
Result<PortalAnswer> openPortalAnswer(ByteView sealed, ByteView request, const SceneKey& portalKey);

}  // namespace citycode
