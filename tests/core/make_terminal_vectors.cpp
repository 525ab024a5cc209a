// Of make_vectors: prints tests/vectors/replay-shares.json: what terminals of a venue tell one another, and what is
// known then; and tests/vectors/scene-keys.json: what a terminal may hold of sealed scenes.
#include <iostream>

#include "citycode/pass.h"
#include "encoding/cbor.h"
#include "encoding/zlib_stream.h"
#include "pass/pass_claims.h"
#include "pass/sealed.h"
#include "signing/cose.h"
#include "test_city.h"
#include "vector_file.h"
#include "verdict/replay.h"
#include "verdict/report.h"
#include "verifier/verifier_state.h"

namespace citycode {
namespace {

using test::faultOrNull;
using test::hexOf;
using test::Json;
using test::kNow;
using test::must;
using test::TestCity;

constexpr const char* kFormat = "docs/format.md";
constexpr const char* kVenue = "gate-1";
constexpr std::size_t kLongestPlain = 16 * 1024;   // what is longer is packed in the file

// ---- Shares ----

struct Record {
  std::uint8_t pass;   // sixteen times this byte is the digest
  std::int64_t slot = kNow, seen = kNow + 2, forget = kNow + 3600;
};

Bytes recordBytes(const std::vector<Record>& records) {
  Bytes bytes;
  for (const Record& record : records) {
    bytes.insert(bytes.end(), 16, record.pass);
    for (const std::int64_t time : {record.slot, record.seen, record.forget})
      for (int shift = 24; shift >= 0; shift -= 8) bytes.push_back(static_cast<std::uint8_t>(time >> shift));
  }
  return bytes;
}

Bytes payloadOf(const Bytes& records, const std::string& venue = kVenue, std::uint64_t version = 1, std::uint64_t madeAt = kNow) {
  return cbor::Writer().putMap(4).putInt(1).putUint(version).putInt(2).putText(venue).putInt(3).putUint(madeAt)
      .putInt(4).putBytes(records).bytes();
}

class ShareVectors {
 public:
  SigningKey terminal = test::keyFrom(51), other = test::keyFrom(52), stranger = test::keyFrom(53);
  TrustList trust = shortList();
  Bytes statusList = writeStatusList(TestCity().issuer, TestCity().statusList());

  Bytes signedBy(const SigningKey& key, const Bytes& payload) const { return cose::signSign1(SignedKind::ReplayShare, key, payload, true); }
  Bytes share(const std::vector<Record>& records) const { return signedBy(terminal, payloadOf(recordBytes(records))); }

  /// `capacity` 0 is the usual one; `codes` were shown to this terminal before the shares came, and are valid; `seen` are
  /// passes that it accepts after them.
  void add(const char* id, const char* why, const std::vector<Bytes>& shares, std::int64_t now = kNow, std::size_t capacity = 0,
           const std::vector<Record>& seen = {}, const std::vector<std::string>& codes = {}) {
    ReplayMemory memory(capacity == 0 ? ReplayMemory::kDefaultCapacity : capacity);
    VerifyRequest request;
    request.nowUnixSeconds = now;
    request.scopeName = "transit";
    StatusLists lists;
    must(lists.adopt(statusList, trust, now));
    request.statusLists = &lists;
    WorkClock clock;
    request.workClock = &clock;
    for (const std::string& code : codes)
      if (verifyAnyCode(code, request, &trust, memory).outcome != Outcome::Valid) std::abort();
    const std::vector<PublicKey> believed{terminal.publicKey(), other.publicKey()};
    Json offered = Json::array(), answers = Json::array(), accepted = Json::array(), sightings = Json::array(), fault;
    for (const Bytes& each : shares) {
      const auto merged = memory.merge(each, {kVenue, believed, longestRememberedSeconds(trust), now});
      fault = faultOrNull(merged);
      offered.push_back(each.size() > kLongestPlain ? "zlib:" + hexOf(deflateZlib(each)) : hexOf(each));
      answers.push_back({{"fault", fault}, {"merged", merged ? Json::parse(mergedJson(*merged)) : Json(nullptr)}});
    }
    for (const Record& record : seen) {
      accepted.push_back(hexOf(recordBytes({record})));
      sightings.push_back(see(memory, record));
      if (sightings.back() == "full") fault = faultId(Fault::ReplayMemoryFull);
    }
    vectors_.push_back({{"id", id}, {"why", why}, {"source", kFormat}, {"now", now},
                        {"input", {{"capacity", capacity == 0 ? Json(nullptr) : Json(capacity)}, {"codes", codes}, {"shares", offered}, {"accepted", accepted}}},
                        {"expect", {{"fault", fault}, {"answers", answers}, {"sightings", sightings}, {"memory", hexOf(memory.save(now, clock.latestUnixSeconds()))}}}});
  }
  void refused(const char* id, const char* why, const Bytes& share) { add(id, why, {this->share({{1}}), share}); }
  Json take() { return std::move(vectors_); }

 private:
  static const char* see(ReplayMemory& memory, const Record& record) {
    PassDigest pass;
    pass.fill(record.pass);
    using Kind = ReplayMemory::Sighting::Kind;
    const Kind kind = memory.look(pass, record.slot, record.seen).kind;
    if (kind == Kind::Full) return "full";
    memory.remember(pass, record.slot, record.seen, record.forget);
    return kind == Kind::New ? "new" : kind == Kind::LaterSlot ? "later-slot" : "same-slot";
  }

  static TrustList shortList() {
    TrustList list = TestCity().trustList();
    list.scopes = {TestCity::scopeNamed("transit")};
    list.issuers[0].scopeIds = {list.scopes[0].id};
    return list;
  }

  Json vectors_ = Json::array();
};

void addMerges(ShareVectors& v) {
  v.add("valid/share", "two passes", {v.share({{1}, {2}})});
  v.add("valid/empty", "nothing was seen", {v.share({})});
  v.add("valid/twice", "the same share again tells nothing new", {v.share({{1}, {2}}), v.share({{1}, {2}})});
  v.add("valid/other-terminal", "each terminal of the venue is believed",
        {v.share({{1}}), v.signedBy(v.other, payloadOf(recordBytes({{3}})))});
  v.add("valid/later-slot", "of one pass the later slot and the later time count",
        {v.share({{1, kNow, kNow + 9}}), v.share({{1, kNow + 5, kNow + 2}})});
  v.add("valid/earlier-slot", "an earlier slot is nothing new", {v.share({{1, kNow}}), v.share({{1, kNow - 5, kNow - 3}})});
  const std::int64_t longest = longestRememberedSeconds(v.trust);
  v.add("valid/forgotten", "a record is forgotten after its second, and not in it", {v.share({{1, kNow, kNow, kNow}, {2, kNow, kNow, kNow - 1}})});
  v.add("valid/longest", "no pass lives longer than the trust list allows",
        {v.share({{1, kNow, kNow, kNow + longest + 300}, {2, kNow, kNow, kNow + longest + 301}})});
  v.add("valid/ahead", "300 s ahead is taken, more is not",
        {v.share({{1, kNow + 300, kNow}, {2, kNow + 305, kNow}, {3, kNow, kNow + 300}, {4, kNow, kNow + 301}})});
}

void addRoom(ShareVectors& v) {
  const auto of = [&](const SigningKey& key, const std::vector<Record>& records) { return v.signedBy(key, payloadOf(recordBytes(records))); };
  v.add("valid/room", "of two terminals each has half of the room", {v.share({{1}, {2}}), of(v.other, {{3}, {4}})}, kNow, 4);
  v.add("replay/memory-full/room", "a terminal tells more than half of the room", {v.share({{1}, {2}, {3}})}, kNow, 4);
  v.add("replay/memory-full/room-by-and-by", "the same in two shares", {v.share({{1}, {2}}), v.share({{3}})}, kNow, 4);
  v.add("valid/room-known", "what is known needs no room", {v.share({{1}, {2}}), v.share({{1, kNow + 5}, {2}})}, kNow, 4);
  v.add("valid/room-odd", "rounded down: 5 by 2", {v.share({{1}, {2}})}, kNow, 5);
  v.add("replay/memory-full/room-odd", "rounded down: 5 by 2", {v.share({{1}, {2}, {3}})}, kNow, 5);
  const std::int64_t soon = kNow + 100;
  v.add("valid/own-first", "full: of the terminal that told the most, the one that is forgotten first gives way",
        {v.share({{1, kNow, kNow, soon}, {2}}), of(v.other, {{3, kNow, kNow, soon - 50}})}, kNow, 4, {{5}, {6}});
  v.add("valid/own-first/other", "the same where the other terminal told the most",
        {v.share({{3, kNow, kNow, soon - 50}}), of(v.other, {{1, kNow, kNow, soon}, {2}})}, kNow, 4, {{5}, {6}});
  v.add("valid/own-first/equal", "as many of both: the first by its key", {v.share({{1}, {2}}), of(v.other, {{3}, {4}})}, kNow, 4, {{5}});
  v.add("valid/own-first/twins", "forgotten at the same time: the first by its digest", {v.share({{1}, {2}})}, kNow, 4, {{5}, {6}, {7}});
  v.add("valid/becomes-own", "what was told and is accepted here is this terminal's own",
        {v.share({{1}, {2}})}, kNow, 4, {{1, kNow + 5}, {5}, {6}, {7}});
  v.add("replay/memory-full/own", "all is this terminal's own, and nothing is forgotten", {v.share({{1}})}, kNow, 2, {{5}, {6}, {7}});
  v.add("replay/memory-full/given-way", "what gave way leaves no room when its time is over",
        {v.share({{1, kNow, kNow, soon}})}, kNow, 2, {{5}, {6}, {7, kNow, soon + 1}});
  v.add("valid/forgotten-gives-room", "all is this terminal's own, and one is forgotten",
        {v.share({})}, kNow, 2, {{5, kNow, kNow, soon}, {6}, {7, kNow, soon + 1}});
  v.add("replay/memory-full/last-second", "and not in its last second", {v.share({})}, kNow, 2, {{5, kNow, kNow, soon}, {6}, {7, kNow, soon}});
  v.add("valid/all-become-own", "a terminal of whom nothing is left is not kept", {v.share({{1}, {2}})}, kNow, 4, {{1, kNow + 5}, {2, kNow + 5}});
}

void addAccepted(ShareVectors& v) {
  v.add("valid/same-slot", "a pass that was told, in that slot and in an earlier one", {v.share({{1}})}, kNow, 0,
        {{1, kNow, kNow + 4}, {1, kNow - 5, kNow + 6}});
  v.add("valid/accepted-again", "the later time counts", {v.share({})}, kNow, 0, {{5}, {5, kNow + 5, kNow + 7}});
  v.add("valid/accepted-and-forgotten", "what is forgotten is not kept; in its last second it is", {v.share({})}, kNow, 0,
        {{5, kNow - 100, kNow - 98, kNow - 1}, {6, kNow - 100, kNow - 98, kNow}});
  v.add("valid/forgotten-is-new", "a pass that is forgotten is not known", {v.share({{1, kNow, kNow, kNow + 3}})}, kNow, 0, {{1, kNow, kNow + 4}});
  v.add("valid/told-too-short", "of when to forget, what was told and what is known here, the later counts",
        {v.share({{1, kNow, kNow, kNow + 100}, {2, kNow, kNow, kNow + 3700}})}, kNow, 0, {{1, kNow + 5}, {2, kNow + 5}});
}

void addAges(ShareVectors& v) {
  const auto made = [&](std::int64_t at) { return v.signedBy(v.terminal, payloadOf(recordBytes({{2}}), kVenue, 1, static_cast<std::uint64_t>(at))); };
  v.add("valid/an-hour-old", "made 3,600 s ago", {made(kNow - 3600)});
  v.refused("replay/bad-share/old", "made 3,601 s ago", made(kNow - 3601));
  v.add("valid/made-ahead", "made 300 s ahead", {made(kNow + 300)});
  v.refused("replay/bad-share/made-ahead", "made 301 s ahead", made(kNow + 301));
}

/// Of passes that are forgotten already, counted up: the memory stays as it was.
Bytes manyRecords(std::size_t count) {
  Bytes bytes;
  for (std::size_t i = 0; i < count; ++i) {
    bytes.insert(bytes.end(), 14, 0);
    bytes.push_back(static_cast<std::uint8_t>(i >> 8));
    bytes.push_back(static_cast<std::uint8_t>(i));
    for (const std::uint32_t time : {5u, 5u, 6u})
      for (int shift = 24; shift >= 0; shift -= 8) bytes.push_back(static_cast<std::uint8_t>(time >> shift));
  }
  return bytes;
}

/// What this terminal saw itself.
void addOwnSightings(ShareVectors& v) {
  const TestCity city;
  const std::string code = city.code();
  PassClaims second = city.claims();
  ++second.statusIndex;
  v.add("replay/memory-full/beside-own", "it would fit into its terminal's room, and not beside what is this terminal's own", {v.share({{1}})},
        kNow + 2, 2, {}, {code, city.code(second, city.presentation())});
  v.add("valid/own", "the digest, the slot, when it was, and the end of the pass with the scene's window", {v.share({})}, kNow + 2, 0, {}, {code});
  const PassDigest digest = passDigest(encodePassClaims(city.claims()));
  Bytes record(digest.begin(), digest.end());
  const Bytes times = recordBytes({{0, kNow + 5, kNow + 7, city.claims().expiresUnixSeconds + 30}});
  record.insert(record.end(), times.begin() + 16, times.end());
  v.add("valid/own-and-other", "another terminal saw the same pass later", {v.signedBy(v.terminal, payloadOf(record))}, kNow + 2, 0, {}, {code});
  v.add("valid/4096-records", "as many as there may be", {v.share({{1}}), v.signedBy(v.terminal, payloadOf(manyRecords(4096)))});
}

void addBadShares(ShareVectors& v) {
  const Bytes records = recordBytes({{2}});
  v.refused("replay/bad-share", "signed by nobody who is believed", v.signedBy(v.stranger, payloadOf(records)));
  Bytes bent = v.share({{2}});
  bent.back() ^= 1;
  v.refused("replay/bad-share/signature", "one bit of the signature", bent);
  v.refused("replay/bad-share/no-kid", "no kid in the header", cose::signSign1(SignedKind::ReplayShare, v.terminal, payloadOf(records), false));
  cose::Header both;
  const auto kid = keyIdOf(v.terminal.publicKey());
  const Bytes pass = TestCity().pass(), payload = payloadOf(records);
  both.kid = kid;
  both.kcwt = pass;
  const Bytes header = cose::encodeHeader(both);
  v.refused("replay/bad-share/kcwt", "a pass in its header", cose::encodeSign1(header, payload, v.terminal.sign(cose::toBeSigned(SignedKind::ReplayShare, header, payload))));
  v.refused("replay/bad-share/venue", "for another venue", v.signedBy(v.terminal, payloadOf(records, "gate-2")));
  v.refused("replay/bad-share/saved", "a saved memory, which has no venue", v.signedBy(v.terminal, payloadOf(records, "")));
  v.refused("replay/bad-share/version", "of version 2", v.signedBy(v.terminal, payloadOf(records, kVenue, 2)));
  v.refused("replay/bad-share/made-at", "made at 2^32", v.signedBy(v.terminal, payloadOf(records, kVenue, 1, 0x100000000)));
  v.refused("replay/bad-share/cut", "27 bytes of a record", v.signedBy(v.terminal, payloadOf(Bytes(records.begin(), records.end() - 1))));
  v.refused("replay/bad-share/order", "not in the order of the digests", v.share({{3}, {2}}));
  v.refused("replay/bad-share/twice", "a pass twice", v.share({{2}, {2}}));
  v.refused("replay/bad-share/slot", "a time that begins no slot", v.share({{2, kNow + 1}}));
  v.refused("replay/bad-share/forget", "forgotten at 0", v.share({{2, kNow, kNow, 0}}));
  v.refused("replay/bad-share/4097-records", "one more", v.signedBy(v.terminal, payloadOf(manyRecords(4097))));
  v.refused("replay/bad-share/venue-bytes", "the venue as bytes",
            v.signedBy(v.terminal, cbor::Writer().putMap(4).putInt(1).putUint(1).putInt(2).putBytes(copyOf(bytesOf(kVenue))).putInt(3).putUint(kNow)
                                       .putInt(4).putBytes(records).bytes()));
  Bytes trailing = payloadOf(records);
  trailing.push_back(0);
  v.refused("replay/bad-share/trailing", "a byte after the payload", v.signedBy(v.terminal, trailing));
  Bytes more = payloadOf(records);
  ++more[0];
  more.insert(more.end(), {0x18, 0x40, 0x00});
  v.refused("replay/bad-share/more", "a fifth member", v.signedBy(v.terminal, more));
  v.refused("replay/bad-share/pass", "a pass", TestCity().pass());
  v.refused("replay/bad-share/as-presentation", "signed as a presentation",
            cose::signSign1(SignedKind::Presentation, v.terminal, payloadOf(records), true));
  v.refused("replay/bad-share/as-no-kind", "signed without external data",
            cose::signSign1(SignedKind::Card, v.terminal, payloadOf(records), true));
  v.refused("replay/bad-share/empty", "nothing", {});
}

// ---- Scene keys ----

class SceneKeyVectors {
 public:
  /// `before` keys of the same scene are held already: of the days 0, 1, 2 ...
  void hold(const char* id, const char* why, const Bytes& secret, std::int64_t day = 20'833, std::int64_t before = 0) {
    Json fault, sealing;
    SceneKeys keys;
    for (std::int64_t other = 0; other < before; ++other) must(keys.add(1, other, must(SceneKey::fromSecret(Bytes(kSceneKeyBytes, 3)))));
    auto key = SceneKey::fromSecret(secret);
    fault = faultOrNull(key);
    if (key) {
      sealing = hexOf(key->sealingKey());
      fault = faultOrNull(keys.add(1, day, *std::move(key)));
      if (!fault.is_null()) sealing = nullptr;
    }
    add(id, why, {{"kind", "hold"}, {"scopeId", 1}, {"utcDay", day}, {"secret", hexOf(secret)}, {"before", before}}, fault, sealing);
  }
  void derive(const char* id, const char* why, std::uint32_t scopeId, std::int64_t day) {
    const Bytes citySecret(kSceneKeyBytes, 9);
    const SceneKey key = SceneKey::derive(citySecret, scopeId, day);
    add(id, why, {{"kind", "derive"}, {"scopeId", scopeId}, {"utcDay", day}, {"secret", hexOf(citySecret)}}, nullptr,
        hexOf(key.sealingKey()), hexOf(key.secret()));
  }
  Json take() { return std::move(vectors_); }

 private:
  void add(const char* id, const char* why, Json input, const Json& fault, const Json& sealing, const Json& secret = nullptr) {
    vectors_.push_back({{"id", id}, {"why", why}, {"source", kFormat}, {"now", kNow}, {"input", std::move(input)},
                        {"expect", {{"fault", fault}, {"sealingKey", sealing}, {"secret", secret}}}});
  }

  Json vectors_ = Json::array();
};

}  // namespace

void printReplayShares() {
  ShareVectors v;
  addMerges(v);
  addRoom(v);
  addAccepted(v);
  addAges(v);
  addOwnSightings(v);
  addBadShares(v);
  const TestCity city;
  const Json file{{"about", "What terminals of one venue tell one another of passes that were shown; written by tests/core/make_terminal_vectors.cpp."},
                  {"rootKey", hexOf(city.root.publicKey())},
                  {"trustList", hexOf(writeTrustList(city.root, v.trust))},
                  {"statusList", hexOf(v.statusList)},
                  {"venue", kVenue},
                  {"terminals", {hexOf(v.terminal.publicKey()), hexOf(v.other.publicKey())}},
                  {"vectors", v.take()}};
  std::cout << file.dump(1) << "\n";
}

void printSceneKeys() {
  startCrypto();
  SceneKeyVectors v;
  v.derive("valid/derive", "the city's key of scene 1 for a day", 1, 20'833);
  v.derive("valid/derive/next-day", "another day, another key", 1, 20'834);
  v.derive("valid/derive/other-scene", "another scene, another key", 0xffffffff, 20'833);
  v.hold("valid/hold", "32 bytes", Bytes(32, 3));
  v.hold("valid/hold/first-day", "1970-01-01", Bytes(32, 3), 0);
  v.hold("valid/hold/last-day", "the day of the last second of 32 bits", Bytes(32, 3), 49'710);
  v.hold("valid/hold/96", "the last for which there is room", Bytes(32, 3), 20'833, 95);
  v.hold("valid/hold/again", "another key for a scene and day that are there", Bytes(32, 4), 95, 96);
  v.hold("scope/bad-scene-key/97", "one more", Bytes(32, 3), 20'833, 96);
  v.hold("scope/bad-scene-key", "nothing but zeros", Bytes(32, 0));
  v.hold("scope/bad-scene-key/short", "31 bytes", Bytes(31, 3));
  v.hold("scope/bad-scene-key/long", "33 bytes", Bytes(33, 3));
  v.hold("scope/bad-scene-key/before-1970", "a day before 1970", Bytes(32, 3), -1);
  v.hold("scope/bad-scene-key/after-2106", "a day after the last second of 32 bits", Bytes(32, 3), 49'711);
  const Json file{{"about", "Keys of sealed scenes: how the city derives them, and which a terminal holds; written by tests/core/make_terminal_vectors.cpp."},
                  {"vectors", v.take()}};
  std::cout << file.dump(1) << "\n";
}

}  // namespace citycode
