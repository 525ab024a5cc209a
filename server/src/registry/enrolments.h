// One-use codes, and how a key becomes a person's phone or a venue's scanner by one. Each function runs inside the caller's unit of
// work.
#pragma once

#include "registry/terminals.h"

namespace citycode::server {

struct EnrolmentCode {
  Sha256 codeHash{};   // the code itself is never stored
  Identifier personId{};
  std::int64_t expiresUnixMs = 0;
};

struct TerminalCode {
  Sha256 codeHash{};
  Posting posting;
  std::int64_t expiresUnixMs = 0;
};

struct Enrolment {
  Sha256 codeHash{};
  DeviceId deviceId{};
  PublicKey deviceKey{};
  std::int64_t nowUnixMs = 0;
};

namespace enrolments {

Result<Done> addCode(Session& session, const EnrolmentCode& code);
Result<Done> addCode(Session& session, const TerminalCode& code);

/// Marks the code used and remembers the device. The device that used a code gets the same answer again.
/// Faults: enrol/unknown-code, enrol/expired-code, enrol/used-code; enrol/wrong-kind for a terminal's code; enrol/bad-key when the
/// key belongs to somebody else, to a terminal or a portal, or was revoked.
Result<Device> enrolDevice(Session& session, const Enrolment& enrolment);
/// As `enrolDevice`, for a terminal. One that is enrolled already moves to the venue and scenes of the new code.
/// Faults: as `enrolDevice`; enrol/wrong-kind for a phone's code, enrol/bad-key for a phone's key, one that was revoked too, or a portal's.
Result<Terminal> enrolTerminal(Session& session, const Enrolment& enrolment);

Result<bool> wasDeviceEnrolled(Session& session, const Sha256& codeHash, const DeviceId& id);
Result<bool> wasTerminalEnrolled(Session& session, const Sha256& codeHash, const DeviceId& id);

/// Codes end no later than then: a clock that was ahead has given longer ones.
Result<Done> shortenCodes(Session& session, std::int64_t endUnixMs);
Result<Done> deleteCodesExpiredBefore(Session& session, std::int64_t unixMs);

}  // namespace enrolments
}  // namespace citycode::server
