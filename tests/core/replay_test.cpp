#include "verdict/replay.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <map>
#include <random>

#include "encoding/cbor.h"
#include "fault_or_none.h"
#include "signing/cose.h"
#include "test_city.h"
#include "verdict/verify.h"

namespace citycode {
namespace {

using Kind = ReplayMemory::Sighting::Kind;
using test::keyFrom;
using test::kNow;
using test::must;

PassDigest digestOf(std::uint32_t n) {
  const Bytes bytes{static_cast<std::uint8_t>(n >> 16), static_cast<std::uint8_t>(n >> 8), static_cast<std::uint8_t>(n)};
  return passDigest(bytes);
}

TEST(ReplayMemory, TellsTheSameSlotFromALaterAndAnEarlierOne) {
  ReplayMemory memory;
  EXPECT_EQ(memory.look(digestOf(1), 100, 101).kind, Kind::New);
  memory.remember(digestOf(1), 100, 101, 1000);
  EXPECT_EQ(memory.look(digestOf(1), 100, 103).kind, Kind::SameSlot);
  EXPECT_EQ(memory.look(digestOf(1), 95, 103).kind, Kind::SameSlot);
  const auto later = memory.look(digestOf(1), 105, 111);
  EXPECT_EQ(later.kind, Kind::LaterSlot);
  EXPECT_EQ(later.secondsAgo, 10);
  EXPECT_EQ(memory.look(digestOf(2), 100, 103).kind, Kind::New);
}

TEST(ReplayMemory, NeverForgetsAPassThatIsStillValidToMakeRoom) {
  ReplayMemory memory(3);
  for (std::uint32_t i = 0; i < 3; ++i) memory.remember(digestOf(i), 100, 100, 200 + i);
  EXPECT_EQ(memory.look(digestOf(9), 105, 105).kind, Kind::Full);
  EXPECT_EQ(memory.look(digestOf(9), 205, 200).kind, Kind::Full);
  EXPECT_EQ(memory.look(digestOf(9), 205, 201).kind, Kind::New);   // the first one expired
  memory.remember(digestOf(9), 205, 201, 400);
  EXPECT_EQ(memory.size(), 3u);
  EXPECT_EQ(memory.look(digestOf(0), 205, 201).kind, Kind::Full);
  EXPECT_EQ(memory.look(digestOf(1), 100, 201).kind, Kind::SameSlot);
}

Bytes record(std::uint32_t pass, std::int64_t slot, std::int64_t seen, std::int64_t forget) {
  const PassDigest digest = digestOf(pass);
  Bytes bytes(digest.begin(), digest.end());
  for (const std::int64_t time : {slot, seen, forget})
    for (int shift = 24; shift >= 0; shift -= 8) bytes.push_back(static_cast<std::uint8_t>(time >> shift));
  return bytes;
}

Bytes payloadOf(ByteView records, std::uint64_t version = 1, std::string_view venue = "gate-1") {
  cbor::Writer writer;
  writer.putMap(4).putInt(1).putUint(version).putInt(2).putText(venue).putInt(3).putUint(kNow).putInt(4).putBytes(records);
  return std::move(writer).bytes();
}

/// What a memory keeps of its own, with nothing that was told.
Bytes savedOf(ByteView records) {
  cbor::Writer writer;
  writer.putMap(5).putInt(1).putUint(1).putInt(2).putText("").putInt(3).putUint(kNow).putInt(4).putBytes(records).putInt(5).putArray(0);
  return std::move(writer).bytes();
}

// Else a code would be accepted that is not remembered: there is no room for it.
TEST(ReplayMemory, IsStillFullWhenTheEarliestOfItsPassesLivesLonger) {
  ReplayMemory memory(2);
  memory.remember(digestOf(1), kNow, kNow, kNow + 100);
  memory.remember(digestOf(2), kNow, kNow, kNow + 900);
  const Bytes lengthened = savedOf(record(1, kNow, kNow, kNow + 500));
  ASSERT_EQ(must(memory.load(lengthened, kNow)).added, 0u) << "it is known, and lives longer now";
  EXPECT_EQ(memory.look(digestOf(9), kNow + 100, kNow + 101).kind, Kind::Full);
  EXPECT_EQ(memory.look(digestOf(9), kNow + 500, kNow + 500).kind, Kind::Full);
  EXPECT_EQ(memory.look(digestOf(9), kNow + 500, kNow + 501).kind, Kind::New);
}

TEST(ReplayMemory, DoesNotKnowWhatItWasToForget) {
  ReplayMemory memory;
  memory.remember(digestOf(1), kNow, kNow, kNow + 100);
  EXPECT_EQ(memory.look(digestOf(1), kNow, kNow + 100).kind, Kind::SameSlot);
  EXPECT_EQ(memory.look(digestOf(1), kNow, kNow + 101).kind, Kind::New);
  memory.remember(digestOf(1), kNow - 5, kNow + 101, kNow + 200);
  EXPECT_EQ(memory.size(), 1u);
  EXPECT_EQ(memory.look(digestOf(1), kNow, kNow + 101).kind, Kind::LaterSlot) << "nothing is left of the slot before";
}

TEST(ReplayMemory, KeepsAnAcceptedPassUntilItsOwnEndWhateverWasTold) {
  ReplayMemory memory;
  must(memory.load(savedOf(record(1, kNow, kNow, kNow + 1)), kNow));
  memory.remember(digestOf(1), kNow + 5, kNow + 1, kNow + 500);
  EXPECT_EQ(memory.look(digestOf(1), kNow + 5, kNow + 500).kind, Kind::SameSlot);
}

TEST(ReplayMemory, TakesNothingBackThatItWouldHoldForMoreThanAYear) {
  const auto added = [](std::int64_t forget) {
    ReplayMemory memory;
    return must(memory.load(savedOf(record(1, kNow, kNow, forget)), kNow)).added;
  };
  const std::int64_t longest = kNow + kLongestSavedSeconds + kShareAheadSeconds;
  EXPECT_EQ(added(longest), 1u);
  EXPECT_EQ(added(longest + 1), 0u);
  EXPECT_EQ(added(kNow + 367 * 86400), 0u);
}

double microsecondsEach(std::size_t times, const std::function<void(std::uint32_t)>& step) {
  const auto start = std::chrono::steady_clock::now();
  for (std::uint32_t i = 0; i < times; ++i) step(i);
  return std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start).count() / static_cast<double>(times);
}

TEST(ReplayMemory, HoldsAStadiumsEveningInBoundedMemory) {
  constexpr std::uint32_t kAll = ReplayMemory::kDefaultCapacity;
  std::vector<PassDigest> passes, strangers;
  for (std::uint32_t i = 0; i < kAll; ++i) passes.push_back(digestOf(i)), strangers.push_back(digestOf(kAll + i));
  ReplayMemory memory;
  EXPECT_EQ(memory.tableBytes(), 0u);
  const double rememberUs = microsecondsEach(kAll, [&](std::uint32_t i) { memory.remember(passes[i], 100, 100, 90'000 + i % 100); });
  EXPECT_EQ(memory.size(), kAll);
  EXPECT_EQ(memory.tableBytes(), 131'072u * 32);
  std::size_t known = 0, full = 0, fresh = 0;
  const double knownUs = microsecondsEach(kAll, [&](std::uint32_t i) { known += memory.look(passes[i], 100, 200).kind == Kind::SameSlot; });
  const double fullUs = microsecondsEach(kAll, [&](std::uint32_t i) { full += memory.look(strangers[i], 100, 200).kind == Kind::Full; });
  // Everything has expired but nothing was forgotten yet: the moment in which a walk over all would hurt.
  const double expiredUs = microsecondsEach(kAll, [&](std::uint32_t i) { fresh += memory.look(strangers[i], 100, 95'000).kind == Kind::New; });
  const double worstUs = microsecondsEach(1, [&](std::uint32_t) { memory.remember(strangers[0], 95'000, 95'000, 99'000); });
  EXPECT_EQ(known, kAll);
  EXPECT_EQ(full, kAll);
  EXPECT_EQ(fresh, kAll);
  EXPECT_EQ(memory.size(), 1u) << "all that expired went in one walk";
  EXPECT_EQ(memory.look(strangers[0], 95'000, 95'001).kind, Kind::SameSlot);
  std::printf("[ measured ] remember %.3f us, look: known %.3f us, full %.3f us, full of expired %.3f us; forgetting 100,000: "
              "%.0f us; table %zu bytes\n", rememberUs, knownUs, fullUs, expiredUs, worstUs, memory.tableBytes());
}

// The same memory as a map and a few plain sentences.
struct Model {
  struct Entry { std::int64_t slot, seen, forget; };
  std::size_t capacity;
  std::map<PassDigest, Entry> entries;

  void forget(std::int64_t now) { std::erase_if(entries, [&](const auto& each) { return each.second.forget < now; }); }
  Kind look(const PassDigest& pass, std::int64_t slot, std::int64_t now) {
    forget(now);
    const auto found = entries.find(pass);
    if (found != entries.end()) return slot > found->second.slot ? Kind::LaterSlot : Kind::SameSlot;
    return entries.size() < capacity ? Kind::New : Kind::Full;
  }
};

TEST(ReplayMemory, AnswersAsAPlainMapWould) {
  const auto seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  const auto below = [&](std::uint32_t limit) { return random() % limit; };
  for (const std::size_t capacity : {1u, 5u, 900u, 3000u}) {
    ReplayMemory memory(capacity);
    Model model{capacity, {}};
    std::int64_t now = kNow;
    for (int step = 0; step < 20'000; ++step) {
      now += below(3);
      const PassDigest pass = digestOf(below(static_cast<std::uint32_t>(2 * capacity)));
      const std::int64_t slot = now / 5 * 5 - 5 * below(4);
      const Kind expected = model.look(pass, slot, now);
      const auto sighting = memory.look(pass, slot, now);
      ASSERT_EQ(sighting.kind, expected) << step;
      if (expected == Kind::Full) continue;
      const std::int64_t forget = now + 1 + below(static_cast<std::uint32_t>(capacity * 2));
      memory.remember(pass, slot, now, forget);
      auto [place, added] = model.entries.try_emplace(pass, Model::Entry{slot, now, forget});
      if (!added) place->second = {std::max(place->second.slot, slot), now, std::max(place->second.forget, forget)};
      ASSERT_LE(memory.size(), capacity);
    }
    // Saved and loaded, it knows the same passes.
    model.forget(now);
    ReplayMemory again(capacity);
    const auto loaded = must(again.load(memory.save(now), now));
    EXPECT_EQ(loaded.added, model.entries.size());
    for (const auto& [pass, entry] : model.entries) {
      ASSERT_EQ(again.look(pass, entry.slot, now).kind, Kind::SameSlot);
      ASSERT_EQ(again.look(pass, entry.slot + 5, now).kind, Kind::LaterSlot);
      ASSERT_EQ(again.look(pass, entry.slot, now).secondsAgo, now - entry.seen);
    }
  }
}

// ---- Sharing -------------------------------------------------------------------------------------------------------

class ReplayShare : public ::testing::Test {
 protected:
  ReplayMemory::MergeRequest request(std::int64_t now = kNow) const { return {"gate-1", terminals, 90'000, now}; }
  Bytes signedBy(const SigningKey& key, ByteView payload) const {
    return writeShare(payload, key.publicKey(), key.sign(shareToBeSigned(payload, key.publicKey())));
  }
  Bytes shareOf(const ReplayMemory& memory, std::int64_t since = 0) const {
    const auto payloads = memory.share("gate-1", since, kNow);
    EXPECT_EQ(payloads.size(), 1u);
    return signedBy(a, payloads.at(0));
  }
  std::string_view refusal(ByteView share) {
    const Bytes before = memory.save(kNow);
    const auto merged = memory.merge(share, request());
    EXPECT_EQ(memory.save(kNow), before) << "a refusal changes nothing";
    return merged ? "none" : faultId(merged.fault());
  }

  SigningKey a = keyFrom(51), b = keyFrom(52), stranger = keyFrom(53);
  std::vector<PublicKey> terminals{a.publicKey(), b.publicKey()};
  ReplayMemory memory;
};

TEST_F(ReplayShare, RefusesAtOneTerminalWhatAnotherHasSeen) {
  const test::TestCity city;
  const TrustList trust = city.trustList();
  const VerifyRequest shown = test::TestCity::request();
  ReplayMemory here, there;
  EXPECT_EQ(verifyCode(city.code(), shown, &trust, here).outcome, Outcome::Valid);

  auto merging = request();
  merging.longestPassSeconds = longestRememberedSeconds(trust);
  EXPECT_EQ(must(there.merge(shareOf(here), merging)).added, 1u);
  const Verdict again = verifyCode(city.code(), shown, &trust, there);
  EXPECT_EQ(again.outcome, Outcome::Invalid);
  EXPECT_EQ(again.fault, Fault::ReplaySeen);

  // A later slot of the same pass, in a scene that refuses it.
  TrustList strict = trust;
  for (ScopePolicy& scope : strict.scopes) scope.reuseRule = ReuseRule::RefuseLaterSlot;
  PresentationClaims later = city.presentation();
  later.issuedUnixSeconds += 5;
  const Verdict reused = verifyCode(city.code(city.claims(), later), shown, &strict, there);
  EXPECT_EQ(reused.fault, Fault::ReplayReused);
}

TEST_F(ReplayShare, TellsOnlyWhatWasSeenSinceAndIsAlive) {
  memory.remember(digestOf(1), kNow - 100, kNow - 100, kNow + 50);
  memory.remember(digestOf(2), kNow - 50, kNow - 50, kNow + 50);
  memory.remember(digestOf(3), kNow - 10, kNow - 10, kNow - 1);   // expired
  ReplayMemory other;
  EXPECT_EQ(must(other.merge(shareOf(memory, kNow - 50), request())).added, 1u);
  EXPECT_EQ(other.look(digestOf(1), kNow, kNow).kind, Kind::New);
  EXPECT_EQ(other.look(digestOf(2), kNow - 50, kNow).kind, Kind::SameSlot);
  EXPECT_TRUE(memory.share("gate-1", kNow, kNow).empty());
}

TEST_F(ReplayShare, IsTheSameInAnyOrderAndAnyNumberOfTimes) {
  const auto seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  for (int round = 0; round < 50; ++round) {
    std::vector<Bytes> shares;
    for (int terminal = 0; terminal < 4; ++terminal) {
      ReplayMemory memoryOfOne;
      for (int i = 0; i < 40; ++i) {
        const std::int64_t slot = kNow - 5 * (random() % 20);
        memoryOfOne.remember(digestOf(random() % 60), slot, slot + random() % 5, kNow + 1 + random() % 1000);
      }
      shares.push_back(shareOf(memoryOfOne));
    }
    ReplayMemory one, other;
    for (const Bytes& share : shares) must(one.merge(share, request()));
    for (int i = 0; i < 3; ++i) {
      std::shuffle(shares.begin(), shares.end(), random);
      for (const Bytes& share : shares) must(other.merge(share, request()));
    }
    ASSERT_EQ(one.save(kNow), other.save(kNow));
    const auto again = must(other.merge(shares[0], request()));
    EXPECT_EQ(again.added + again.renewed, 0u);
  }
}

TEST_F(ReplayShare, IsCutIntoMessagesThatEachFit) {
  for (std::uint32_t i = 0; i < 10'000; ++i) memory.remember(digestOf(i), kNow, kNow, kNow + 100);
  const auto payloads = memory.share("gate-1", 0, kNow);
  ASSERT_EQ(payloads.size(), 3u);
  ReplayMemory other;
  std::size_t added = 0;
  for (const Bytes& payload : payloads) added += must(other.merge(signedBy(b, payload), request())).added;
  EXPECT_EQ(added, 10'000u);
  for (std::uint32_t i = 0; i < 10'000; ++i) ASSERT_EQ(other.look(digestOf(i), kNow, kNow).kind, Kind::SameSlot);
  EXPECT_TRUE(other.share("gate-1", 0, kNow).empty()) << "what was told is not told on";
}

TEST_F(ReplayShare, OfAStrangerOrAnotherVenueIsRefused) {
  ReplayMemory other;
  other.remember(digestOf(1), kNow, kNow, kNow + 100);
  const Bytes payload = other.share("gate-1", 0, kNow).at(0);
  EXPECT_EQ(refusal(signedBy(stranger, payload)), "replay/bad-share");
  EXPECT_EQ(refusal(writeShare(payload, a.publicKey(), stranger.sign(shareToBeSigned(payload, a.publicKey())))),
            "replay/bad-share") << "a stranger under a known name";
  EXPECT_EQ(refusal(signedBy(a, other.share("gate-2", 0, kNow).at(0))), "replay/bad-share");
  EXPECT_EQ(refusal(signedBy(a, other.save(kNow))), "replay/bad-share") << "a saved memory is no share";
  EXPECT_EQ(refusal(payload), "replay/bad-share") << "unsigned";
  terminals.clear();
  EXPECT_EQ(refusal(signedBy(a, payload)), "replay/bad-share");
}

TEST_F(ReplayShare, IsRefusedWhenAnyBitIsFlippedOrAnyByteIsMissing) {
  ReplayMemory other;
  for (std::uint32_t i = 0; i < 3; ++i) other.remember(digestOf(i), kNow, kNow, kNow + 100);
  const Bytes good = shareOf(other);
  for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
    Bytes bent = good;
    bent[bit / 8] ^= static_cast<std::uint8_t>(1 << bit % 8);
    ASSERT_EQ(faultOrNone(memory.merge(bent, request())), Fault::ReplayBadShare) << bit;
  }
  for (std::size_t size = 0; size < good.size(); ++size)
    ASSERT_EQ(faultOrNone(memory.merge(ByteView(good).first(size), request())), Fault::ReplayBadShare);
  EXPECT_EQ(memory.size(), 0u);
  EXPECT_TRUE(memory.merge(good, request()));
}

TEST_F(ReplayShare, OfOneAmong256TerminalsIsTakenAndNotAmongOneMore) {
  ReplayMemory other;
  other.remember(digestOf(1), kNow, kNow, kNow + 100);
  while (terminals.size() < kMaxSharingTerminals)
    terminals.push_back(test::keyCounted(static_cast<std::uint32_t>(terminals.size())).publicKey());
  EXPECT_EQ(terminals.size(), 256u);
  EXPECT_EQ(faultOrNone(memory.merge(shareOf(other), request())), std::nullopt);
  terminals.push_back(stranger.publicKey());
  EXPECT_EQ(refusal(shareOf(other)), "replay/bad-share");
}

TEST_F(ReplayShare, WithATokenInItsHeaderIsRefused) {
  const Bytes payload = payloadOf(record(1, kNow, kNow, kNow + 100)), pass = test::TestCity().pass();
  const auto kid = keyIdOf(a.publicKey());
  cose::Header header;
  header.kid = kid;
  header.kcwt = pass;
  const Bytes both = cose::encodeHeader(header);
  EXPECT_EQ(refusal(cose::encodeSign1(both, payload, a.sign(cose::toBeSigned(SignedKind::ReplayShare, both, payload)))), "replay/bad-share");
}

TEST_F(ReplayShare, IsReadStrictlyEvenFromAKnownTerminal) {
  const auto both = [](Bytes first, const Bytes& second) {
    first.insert(first.end(), second.begin(), second.end());
    return first;
  };
  const Bytes one = record(1, kNow, kNow, kNow + 100), two = record(2, kNow, kNow, kNow + 100);
  const bool inOrder = digestOf(1) < digestOf(2);
  const Bytes sorted = inOrder ? both(one, two) : both(two, one), unsorted = inOrder ? both(two, one) : both(one, two);
  for (const Bytes& payload : {
           payloadOf(unsorted), payloadOf(both(one, one)), payloadOf(one, 2), payloadOf(one, 1, ""), payloadOf(ByteView(one).first(27)),
           payloadOf(record(1, kNow + 1, kNow, kNow + 100)), payloadOf(record(1, kNow, kNow, 0)), both(payloadOf(one), {0}),
           payloadOf(Bytes((kMaxShareRecords + 1) * 28, 0)), Bytes{0xa0}, Bytes{}, Bytes{0xa1, 0x01, 0x01}}) {
    EXPECT_EQ(refusal(signedBy(a, payload)), "replay/bad-share");
  }
  EXPECT_EQ(must(memory.merge(signedBy(a, payloadOf(sorted)), request())).added, 2u);
  EXPECT_EQ(must(memory.merge(signedBy(a, payloadOf({})), request())).added, 0u);
}

TEST_F(ReplayShare, IgnoresWhatThisTerminalWouldNotHaveAccepted) {
  const auto merged = [&](const Bytes& one) {
    ReplayMemory empty;
    return must(empty.merge(signedBy(a, payloadOf(one)), request())).added;
  };
  const std::int64_t longest = kNow + 90'000 + kShareAheadSeconds;
  EXPECT_EQ(merged(record(1, kNow, kNow, kNow)), 1u);
  EXPECT_EQ(merged(record(1, kNow, kNow, kNow - 1)), 0u) << "expired";
  EXPECT_EQ(merged(record(1, kNow, kNow, longest)), 1u);
  EXPECT_EQ(merged(record(1, kNow, kNow, longest + 1)), 0u) << "absurdly long-lived";
  EXPECT_EQ(merged(record(1, kNow + 300, kNow + 300, kNow + 500)), 1u);
  EXPECT_EQ(merged(record(1, kNow + 305, kNow, kNow + 500)), 0u) << "a slot from the future";
  EXPECT_EQ(merged(record(1, kNow, kNow + 301, kNow + 500)), 0u) << "seen in the future";
}

TEST_F(ReplayShare, ThatDoesNotFitIsRefusedWholeAndSaidSo) {
  terminals.pop_back();   // of one terminal all the room is
  ReplayMemory small(3), other;
  small.remember(digestOf(1), kNow, kNow, kNow + 10);
  small.remember(digestOf(2), kNow, kNow, kNow + 100);
  for (std::uint32_t i = 2; i < 5; ++i) other.remember(digestOf(i), kNow, kNow, kNow + 100);
  const Bytes share = shareOf(other);   // 2 is known, 3 and 4 are not
  EXPECT_EQ(faultOrNone(small.merge(share, request())), Fault::ReplayMemoryFull);
  EXPECT_EQ(small.size(), 2u);
  EXPECT_EQ(small.look(digestOf(3), kNow, kNow).kind, Kind::New);
  const auto merged = must(small.merge(share, request(kNow + 11)));   // 1 has expired
  EXPECT_EQ(merged.added, 2u);
  EXPECT_EQ(small.size(), 3u);
  EXPECT_EQ(small.look(digestOf(2), kNow, kNow + 11).kind, Kind::SameSlot);
}

TEST_F(ReplayShare, GivesItsRoomOnceAndNotAgainWhenItWouldHaveBeenForgotten) {
  ReplayMemory small(2), other;
  other.remember(digestOf(1), kNow, kNow, kNow + 100);
  ASSERT_EQ(must(small.merge(shareOf(other), request())).added, 1u);
  for (const std::uint32_t own : {5u, 6u}) small.remember(digestOf(own), kNow, kNow, kNow + 900);   // the second takes its place
  EXPECT_EQ(small.look(digestOf(1), kNow, kNow).kind, Kind::Full) << "it gave way";
  EXPECT_EQ(small.look(digestOf(7), kNow + 200, kNow + 200).kind, Kind::Full);
  EXPECT_EQ(small.look(digestOf(7), kNow + 900, kNow + 901).kind, Kind::New);
}

TEST_F(ReplayShare, OfOneTerminalTakesNoMoreThanItsShareOfTheRoom) {
  ReplayMemory small(5), flood, honest;   // two terminals: two places each
  for (std::uint32_t i = 0; i < 3; ++i) flood.remember(digestOf(i), kNow, kNow, kNow + 100 + i);
  for (std::uint32_t i = 10; i < 12; ++i) honest.remember(digestOf(i), kNow, kNow, kNow + 100);
  EXPECT_EQ(small.merge(shareOf(flood), request()).fault(), Fault::ReplayMemoryFull);
  ReplayMemory two;
  for (std::uint32_t i = 0; i < 2; ++i) two.remember(digestOf(i), kNow, kNow, kNow + 100 + i);
  EXPECT_EQ(must(small.merge(shareOf(two), request())).added, 2u);
  EXPECT_EQ(small.merge(shareOf(flood), request()).fault(), Fault::ReplayMemoryFull) << "it has its two places";
  EXPECT_EQ(must(small.merge(signedBy(b, honest.share("gate-1", 0, kNow).at(0)), request())).added, 2u);
  ReplayMemory again(5);
  ASSERT_EQ(must(again.load(small.save(kNow), kNow)).added, 4u);
  EXPECT_EQ(again.merge(shareOf(flood), request()).fault(), Fault::ReplayMemoryFull) << "kept over a restart";
  // Its first pass is forgotten: there is room for the third.
  auto later = request(kNow + 101);
  EXPECT_EQ(must(small.merge(shareOf(flood), later)).added, 1u);
}

TEST_F(ReplayShare, GivesWayToWhatIsSeenHere) {
  ReplayMemory small(4), fromA, fromB;
  for (std::uint32_t i = 0; i < 2; ++i) fromA.remember(digestOf(i), kNow, kNow, kNow + 200 - i);
  fromB.remember(digestOf(10), kNow, kNow, kNow + 100);
  must(small.merge(shareOf(fromA), request()));
  must(small.merge(signedBy(b, fromB.share("gate-1", 0, kNow).at(0)), request()));
  const auto accept = [&](std::uint32_t pass, std::int64_t now) {
    const auto kind = small.look(digestOf(pass), now, now).kind;
    if (kind != Kind::Full) small.remember(digestOf(pass), now, now, kNow + 500);
    return kind;
  };
  EXPECT_EQ(accept(20, kNow), Kind::New);
  EXPECT_EQ(small.size(), 4u);
  EXPECT_EQ(accept(21, kNow), Kind::New);   // full: of A, which has the most, the one that is forgotten first goes
  EXPECT_EQ(small.look(digestOf(1), kNow, kNow).kind, Kind::New);
  EXPECT_EQ(small.look(digestOf(0), kNow, kNow).kind, Kind::SameSlot);
  EXPECT_EQ(small.look(digestOf(10), kNow, kNow).kind, Kind::SameSlot);
  EXPECT_EQ(accept(0, kNow + 5), Kind::LaterSlot);   // told by A, and seen here now: it is ours
  EXPECT_EQ(accept(22, kNow), Kind::New);            // B's goes
  EXPECT_EQ(small.look(digestOf(0), kNow, kNow).kind, Kind::SameSlot);
  EXPECT_EQ(accept(23, kNow), Kind::Full) << "all is our own, and alive";
  EXPECT_EQ(small.merge(shareOf(fromA), request()).fault(), Fault::ReplayMemoryFull) << "what is told never drives out what was seen";
}

TEST_F(ReplayShare, IsOfTheLastHour) {
  ReplayMemory other;
  other.remember(digestOf(1), kNow, kNow, kNow + 90'000);
  const Bytes share = shareOf(other);   // made at kNow
  for (const auto& [now, isTaken] : std::initializer_list<std::pair<std::int64_t, bool>>{
           {kNow - 301, false}, {kNow - 300, true}, {kNow + 3600, true}, {kNow + 3601, false}}) {
    ReplayMemory empty;
    EXPECT_EQ(bool(empty.merge(share, request(now))), isTaken) << now - kNow;
  }
}

TEST_F(ReplayShare, SavedMemoriesAreReadStrictlyToo) {
  memory.remember(digestOf(1), kNow, kNow, kNow + 100);
  const Bytes saved = memory.save(kNow);
  ReplayMemory again;
  EXPECT_EQ(faultOrNone(again.load(memory.share("gate-1", 0, kNow).at(0), kNow)), Fault::ReplayBadShare);
  for (std::size_t size = 0; size < saved.size(); ++size)
    ASSERT_EQ(faultOrNone(again.load(ByteView(saved).first(size), kNow)), Fault::ReplayBadShare);
  EXPECT_EQ(again.size(), 0u);
  EXPECT_EQ(must(again.load(saved, kNow)).added, 1u);
  EXPECT_EQ(must(again.load(saved, kNow)).ignored, 1u);
  EXPECT_EQ(again.look(digestOf(1), kNow, kNow + 5).secondsAgo, 5);
  EXPECT_EQ(must(ReplayMemory().load(ReplayMemory().save(kNow), kNow)).added, 0u);
  EXPECT_EQ(faultOrNone(ReplayMemory(0).load(saved, kNow)), Fault::ReplayBadShare) << "more than there is room for";
}

}  // namespace
}  // namespace citycode
