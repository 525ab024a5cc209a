// Two venues that compare everything they were shown, and try to find who was at both.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "citycode/pass.h"

namespace citycode::server::test {

/// What a venue keeps of one scan. `phone` is the truth, which no venue has: it only scores the guesses.
struct Sighting {
  std::size_t phone = 0;
  std::string scene;
  PassClaims pass;
  std::size_t codeBytes = 0, passBytes = 0, presentationBytes = 0;
  /// The pass's payload without what is drawn anew for every pass (key, seal) and the digest of the venue.
  Bytes rest;
};

/// Of a code's text, as a verifier reads it.
Sighting sightingOf(std::string_view codeText, std::size_t phone);

/// For each scan here, one guess among the scans there of the same mark, scene and attributes.
struct Guessing {
  std::string feature;
  int asked = 0;
  int found = 0;
  double byChance = 0;         // how many a guess without any knowledge finds
  double deviation = 0;        // of that number

  double foundShare() const { return asked == 0 ? 0 : double(found) / asked; }
  /// How far above chance, in deviations.
  double above() const { return deviation == 0 ? 0 : (found - byChance) / deviation; }
  /// "12.1 % of 500 (95 %: 9.3 to 15.0 %), by chance 11.9 %"
  std::string sentence() const;
};

/// By every single feature, and last by all together: a naive Bayes classifier over the features' histograms that has
/// seen the truth of every other mark.
std::vector<Guessing> guessPairs(const std::vector<Sighting>& here, const std::vector<Sighting>& there, std::mt19937_64& random);

}  // namespace citycode::server::test
