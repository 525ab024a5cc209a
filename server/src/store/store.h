// What the city remembers, in the words of the city. Domains know this interface and no database.
//
// Every call is one transaction: it has happened completely and is on the disk, or it has not happened.
// Faults of the ground are store/*; any call may return them, and the next call may succeed again.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/identifier.h"
#include "citycode/bytes.h"
#include "citycode/crypto.h"
#include "citycode/person.h"
#include "citycode/result.h"

namespace citycode::server {

using DeviceId = Sha256;   // SHA-256 of the device key

struct Person {
  Identifier id{};
  PersonRecord record;
};

struct EnrolmentCode {
  Sha256 codeHash{};   // the code itself is never stored
  Identifier personId{};
  std::int64_t expiresUnixMs = 0;
};

struct Enrolment {
  Sha256 codeHash{};
  DeviceId deviceId{};
  PublicKey deviceKey{};
  std::int64_t nowUnixMs = 0;
};

struct Device {
  DeviceId id{};
  PublicKey key{};
  Person person;
};

struct WantedPass {
  PublicKey key{};
  std::uint32_t scopeId = 0;
};

struct PassBatch {
  DeviceId deviceId{};
  std::int64_t utcDay = 0;           // whose list of status indices is used; days since 1970
  std::int64_t quotaUtcDay = 0;      // whose quota is used
  std::int64_t expiresUnixMs = 0;
  std::uint32_t quota = 0;           // passes a device and day
  std::vector<WantedPass> passes;
  std::uint32_t counterLimit = 0;    // status indices a day
  std::function<std::uint32_t(std::uint32_t counter)> statusIndexOf;
};

struct StoredTrustList {
  std::uint64_t version = 0;
  std::int64_t issuedUnixSeconds = 0;
  Bytes bytes;   // as signed
};

class Store {
 public:
  virtual ~Store() = default;

  /// Reads something. Fault: store/*.
  virtual Result<Done> check() = 0;

  /// Does nothing for an id that is there already.
  virtual Result<Done> addPeople(const std::vector<Person>& people) = 0;
  /// Nothing when unknown.
  virtual Result<std::optional<Person>> findPerson(const Identifier& id) = 0;

  virtual Result<Done> addEnrolmentCode(const EnrolmentCode& code) = 0;
  /// Marks the code used and remembers the device. The device that used a code gets the same answer
  /// again. Faults: enrol/unknown-code, enrol/expired-code, enrol/used-code; enrol/bad-key when the key
  /// belongs to somebody else.
  virtual Result<Device> enrol(const Enrolment& enrolment) = 0;
  virtual Result<bool> wasEnrolled(const Sha256& codeHash, const DeviceId& deviceId) = 0;
  virtual Result<std::optional<Device>> findDevice(const DeviceId& id) = 0;

  /// Reserves a status index for every pass and remembers all of them; returns the indices in order.
  /// Faults: issue/quota-reached; enrol/bad-key when a key was given before.
  virtual Result<std::vector<std::uint32_t>> registerPasses(const PassBatch& batch) = 0;

  virtual Result<std::optional<StoredTrustList>> loadTrustList() = 0;
  /// All versions that were ever published, the newest first.
  virtual Result<std::vector<StoredTrustList>> trustListHistory() = 0;
  /// Keeps the newer one: an older version, or an older time of the same version, changes nothing.
  virtual Result<Done> saveTrustList(const StoredTrustList& list) = 0;

  /// Deletes passes and codes that expired before then.
  virtual Result<Done> forgetExpiredBefore(std::int64_t unixMs) = 0;
};

}  // namespace citycode::server
