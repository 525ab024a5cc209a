#include "pass/status_index.h"

#include <gtest/gtest.h>

#include <vector>

namespace citycode {
namespace {

TEST(StatusIndex, IsABijectionThatScattersNeighbours) {
  const Bytes key(16, 0x42);
  std::vector<bool> hit(1 << 12, false);
  int neighbours = 0;
  std::uint32_t previous = 0;
  for (std::uint32_t counter = 0; counter < hit.size(); ++counter) {
    const std::uint32_t index = scatterStatusIndex(key, 20'000, counter, 12);
    ASSERT_LT(index, hit.size());
    ASSERT_FALSE(hit[index]);
    hit[index] = true;
    if (counter != 0 && (index == previous + 1 || previous == index + 1)) ++neighbours;
    previous = index;
  }
  EXPECT_LT(neighbours, 20);   // 4,096 random steps meet a neighbour about twice
  EXPECT_NE(scatterStatusIndex(Bytes(16, 1), 20'000, 5, 24), scatterStatusIndex(Bytes(16, 2), 20'000, 5, 24));
}

// A phone that asks first every day has the same counters every day.
TEST(StatusIndex, SaysNothingOfAnotherDay) {
  const Bytes key(16, 0x42);
  int same = 0;
  for (std::uint32_t counter = 0; counter < 4096; ++counter)
    same += scatterStatusIndex(key, 20'000, counter, 12) == scatterStatusIndex(key, 20'001, counter, 12);
  EXPECT_LT(same, 10);   // two permutations drawn by chance agree at one place on average
}

// After four rounds, of counters with one low half, the high halves of the indices would differ as those of the counters
// do twice as often as by chance (J. Patarin, "Generic attacks on Feistel schemes", Asiacrypt 2001).
TEST(StatusIndex, KeepsNothingOfTheDifferenceOfTwoCounters) {
  const Bytes key(16, 0x42);
  int repeated = 0, pairs = 0;
  for (std::uint32_t low = 0; low < 64; ++low) {
    for (std::uint32_t i = 0; i < 64; ++i) {
      for (std::uint32_t j = 0; j < i; ++j, ++pairs) {
        const std::uint32_t one = scatterStatusIndex(key, 1, i << 6 | low, 12), other = scatterStatusIndex(key, 1, j << 6 | low, 12);
        repeated += (one ^ other) >> 6 == (i ^ j);
      }
    }
  }
  EXPECT_NEAR(repeated, pairs / 64.0, 5 * 45);   // 129,024 pairs: 2,016 by chance, deviation 45
}

TEST(StatusIndex, IsTheSameWhenManyAreScattered) {
  const Bytes key(16, 0x42);
  for (const int bits : {2, 12, 24, 32}) {
    StatusScatter scatter(key, 20'000, bits);
    for (std::uint32_t i = 0; i < 3000; ++i) {
      const auto counter = static_cast<std::uint32_t>((std::uint64_t{i} * i * 2'654'435'761u) & ((std::uint64_t{1} << bits) - 1));
      ASSERT_EQ(scatter.index(counter), scatterStatusIndex(key, 20'000, counter, bits)) << bits << " bits, " << counter;
      ASSERT_EQ(scatter.index(counter), scatterStatusIndex(key, 20'000, counter, bits)) << "remembered";
    }
  }
}

}  // namespace
}  // namespace citycode
