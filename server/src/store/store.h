// What the city remembers, in the words of the city. Domains know this interface and no database.
//
// Every call is one transaction: it has happened completely and is on the disk, or it has not happened.
// Faults of the storage are store/*; any call may return them, and the next call may succeed again.
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

/// Where a terminal stands.
struct Venue {
  std::string id;     // isVenueId (citycode/pass.h)
  std::string name;   // for people
};

struct TerminalCode {
  Sha256 codeHash{};
  Venue venue;
  std::vector<std::string> scopes;   // names of scenes
  std::int64_t expiresUnixMs = 0;
};

struct Terminal {
  DeviceId id{};
  PublicKey key{};
  Venue venue;
  std::vector<std::string> scopes;
};

struct Device {
  DeviceId id{};
  PublicKey key{};
  Person person;
};

/// A signed request that changes or reveals something: its bytes are good for once.
struct UsedRequest {
  DeviceId deviceId{};
  std::string nonce;                 // as it is written in the request
  std::int64_t deleteUnixMs = 0;
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

/// A card belongs to a person, not to the phone that it was asked for with. Its number is its place in the status list of
/// the cards; no other card ever has it.
struct PaperCardRecord {
  std::uint32_t number = 0;
  Identifier personId{};
  std::int64_t issuedUnixMs = 0;
  std::int64_t expiresUnixMs = 0;
  std::int64_t revokedUnixMs = 0;   // 0: it was not
};

struct WantedPaperCard {
  std::optional<DeviceId> askedBy;   // must not have been revoked meanwhile; not kept
  Identifier personId{};
  std::int64_t quotaUtcDay = 0;
  std::int64_t issuedUnixMs = 0;
  std::int64_t expiresUnixMs = 0;
  std::uint32_t quota = 0;           // cards a person and day
  std::uint32_t counterLimit = 0;    // numbers there are
  std::function<std::uint32_t(std::uint32_t counter)> statusIndexOf;
  std::optional<std::uint32_t> replaces;   // this person's card, which is revoked with it
  std::vector<PublicKey> issuerKeys;       // as in DeviceRevocation
};

struct StoredTrustList {
  std::uint64_t version = 0;
  std::int64_t issuedUnixSeconds = 0;
  Bytes bytes;   // as signed
};

/// Why passes or cards were revoked. Stored as a number: a number keeps its meaning.
enum class RevocationReason : std::uint8_t { Removed = 1, Lost = 2, Stolen = 3, Compromised = 4, Error = 5, Replaced = 6 };

struct DeviceRevocation {
  std::vector<DeviceId> devices;
  std::vector<PublicKey> issuerKeys;   // whose status lists name the passes; no index of a day is given twice, whoever signs
  RevocationReason reason = RevocationReason::Removed;
  std::int64_t nowUnixMs = 0;
  std::optional<Identifier> cardsOf{};   // whose paper cards are revoked with them, in the same step
};

struct CardRevocation {
  Identifier personId{};
  std::optional<std::uint32_t> number;   // nothing: all cards of this person
  std::vector<PublicKey> issuerKeys;     // as in DeviceRevocation
  RevocationReason reason = RevocationReason::Lost;
  std::int64_t nowUnixMs = 0;
};

struct RevokedCount {
  std::uint32_t devices = 0;   // that were not revoked before
  std::uint32_t passes = 0;    // of theirs that had not expired
  std::optional<std::uint32_t> cards{};   // that were not revoked before; nothing when they were not to be
};

struct CorrectedDates {
  std::int64_t nowUnixMs = 0;
  std::int64_t codesEndUnixMs = 0;
  std::vector<PublicKey> issuerKeys;   // as in DeviceRevocation
};

/// Where the status list of one day stands. The version rises in the transaction that revokes.
struct StatusDay {
  std::int64_t utcDay = 0;
  std::uint64_t version = 0;
  std::int64_t issuedUnixSeconds = 0;   // when it was last signed; 0: never
};

struct RevokedIndex {
  std::uint32_t index = 0;
  std::uint64_t version = 0;   // the first list that names it
};

class Store {
 public:
  virtual ~Store() = default;

  /// Reads something. Fault: store/*.
  virtual Result<Done> check() = 0;

  /// Why nothing could be written when it was last tried; nothing while writing works.
  virtual std::optional<Fault> cannotWrite() = 0;
  /// Writes without changing anything, so that `cannotWrite` speaks of now. Fault: store/*.
  virtual Result<Done> tryToWrite() = 0;

  /// Does nothing for an id that is there already.
  virtual Result<Done> addPeople(const std::vector<Person>& people) = 0;
  /// Nothing when unknown.
  virtual Result<std::optional<Person>> findPerson(const Identifier& id) = 0;

  virtual Result<Done> addEnrolmentCode(const EnrolmentCode& code) = 0;
  /// Marks the code used and remembers the device. The device that used a code gets the same answer
  /// again. Faults: enrol/unknown-code, enrol/expired-code, enrol/used-code; enrol/wrong-kind for a terminal's
  /// code; enrol/bad-key when the key belongs to somebody else or to a terminal.
  virtual Result<Device> enrol(const Enrolment& enrolment) = 0;
  virtual Result<bool> wasEnrolled(const Sha256& codeHash, const DeviceId& deviceId) = 0;
  /// Nothing when unknown or revoked.
  virtual Result<std::optional<Device>> findDevice(const DeviceId& id) = 0;

  virtual Result<Done> addTerminalCode(const TerminalCode& code) = 0;
  /// As `enrol`, for a terminal. One that is enrolled already moves to the venue and scenes of the new code.
  /// Faults: as `enrol`; enrol/wrong-kind for a phone's code, enrol/bad-key for a phone's key, one that was revoked too.
  virtual Result<Terminal> enrolTerminal(const Enrolment& enrolment) = 0;
  virtual Result<bool> wasTerminalEnrolled(const Sha256& codeHash, const DeviceId& terminalId) = 0;
  virtual Result<std::optional<Terminal>> findTerminal(const DeviceId& id) = 0;
  /// In the order of their ids.
  virtual Result<std::vector<Terminal>> listTerminals() = 0;
  /// False when there was none. Its key is forgotten, its codes stay used.
  virtual Result<bool> removeTerminal(const DeviceId& id) = 0;

  /// Remembers the request, for all servers of the city. Fault: request/replayed when it was remembered before.
  virtual Result<Done> useRequest(const UsedRequest& request) = 0;
  virtual Result<Done> deleteUsedRequests(std::int64_t nowUnixMs) = 0;

  /// Reserves a status index for every pass and remembers all of them; returns the indices in order.
  /// Faults: issue/quota-reached; enrol/bad-key when a key was given before; issue/unknown-device when the device was
  /// revoked meanwhile.
  virtual Result<std::vector<std::uint32_t>> registerPasses(const PassBatch& batch) = 0;

  /// Devices of a person that were not revoked.
  virtual Result<std::vector<DeviceId>> devicesOf(const Identifier& personId) = 0;
  /// Revokes the devices with every pass of theirs that has not expired. Once revoked, a device is unknown for ever
  /// and its key enrols no more. Devices that are revoked or unknown change nothing.
  virtual Result<RevokedCount> revokeDevices(const DeviceRevocation& revocation) = 0;
  virtual Result<std::vector<StatusDay>> statusDays(const PublicKey& issuerKey) = 0;
  /// What the list of that day and version names, by rising index.
  virtual Result<std::vector<RevokedIndex>> revokedIndices(const PublicKey& issuerKey, std::int64_t utcDay,
                                                           std::uint64_t upToVersion) = 0;
  /// Remembers when a day's list was signed, for a day without a list as version 1. Time never goes back.
  virtual Result<Done> saveStatusIssued(const PublicKey& issuerKey, std::int64_t utcDay, std::int64_t issuedUnixSeconds) = 0;
  /// The date of a day's list was given by a clock that was ahead: a new version with this date takes its place.
  virtual Result<StatusDay> correctStatusIssued(const PublicKey& issuerKey, std::int64_t utcDay,
                                                std::int64_t issuedUnixSeconds) = 0;
  /// Brings back what a clock that was ahead has written with dates after now: codes end no later than
  /// `codesEndUnixMs`, quotas of days to come are free again, and passes that such a clock took for expired while it
  /// revoked their devices are named in the status lists. Where there is nothing of that kind, nothing changes.
  virtual Result<Done> correctDatesAfter(const CorrectedDates& dates) = 0;
  /// Reserves a number for a card and remembers whose it is. Faults: issue/quota-reached; request/not-found when what it
  /// replaces is no card of this person; issue/unknown-device when the device was revoked meanwhile.
  virtual Result<std::uint32_t> registerPaperCard(const WantedPaperCard& card) = 0;
  /// The newest first, those that ended or were revoked too, as long as they are kept.
  virtual Result<std::vector<PaperCardRecord>> paperCardsOf(const Identifier& personId) = 0;
  /// Nothing when unknown.
  virtual Result<std::optional<PaperCardRecord>> findPaperCard(std::uint32_t number) = 0;
  /// Returns how many were not revoked before. An ended card is named too: a clock may have been ahead.
  /// Fault: request/not-found when the number is no card of this person.
  virtual Result<std::uint32_t> revokePaperCards(const CardRevocation& revocation) = 0;

  virtual Result<std::optional<StoredTrustList>> loadTrustList() = 0;
  /// All versions that were ever published, the newest first.
  virtual Result<std::vector<StoredTrustList>> trustListHistory() = 0;
  /// Keeps the newer one: an older version, or an older time of the same version, changes nothing.
  virtual Result<Done> saveTrustList(const StoredTrustList& list) = 0;

  /// Deletes passes, paper cards and codes that expired before then, and the revocations of such passes.
  virtual Result<Done> deleteExpiredBefore(std::int64_t unixMs) = 0;
};

}  // namespace citycode::server
