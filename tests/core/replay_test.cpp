#include "citycode/replay.h"

#include <gtest/gtest.h>

namespace citycode {
namespace {

using Kind = ReplayMemory::Sighting::Kind;

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
  EXPECT_EQ(memory.look(digestOf(9), 205, 201).kind, Kind::New);   // the first one expired
  memory.remember(digestOf(9), 205, 201, 400);
  EXPECT_EQ(memory.size(), 3u);
  EXPECT_EQ(memory.look(digestOf(0), 205, 201).kind, Kind::Full);
  EXPECT_EQ(memory.look(digestOf(1), 100, 201).kind, Kind::SameSlot);
}

TEST(ReplayMemory, HoldsAStadiumsEvening) {
  ReplayMemory memory;
  for (std::uint32_t i = 0; i < ReplayMemory::kDefaultCapacity; ++i) memory.remember(digestOf(i), 100, 100, 90000);
  EXPECT_EQ(memory.size(), ReplayMemory::kDefaultCapacity);
  EXPECT_EQ(memory.look(digestOf(77'777), 100, 200).kind, Kind::SameSlot);
}

}  // namespace
}  // namespace citycode
