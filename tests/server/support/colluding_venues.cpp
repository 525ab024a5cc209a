#include "support/colluding_venues.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdio>
#include <functional>
#include <map>
#include <tuple>

#include "encoding/attribute_map.h"
#include "encoding/cbor.h"
#include "encoding/pass_mark.h"
#include "pass/pass_claims.h"
#include "pass/presentation.h"

namespace citycode::server::test {
namespace {

constexpr std::uint32_t kIndexMask = (1u << 24) - 1;   // the server's universe

double distance(double a, double b) { return -std::abs(a - b); }
std::uint32_t differingBits(const Sighting& a, const Sighting& b) { return (a.pass.statusIndex ^ b.pass.statusIndex) & kIndexMask; }
std::size_t sealBytes(const Sighting& s) { return s.pass.sealedAttributes ? s.pass.sealedAttributes->size() : 0; }
std::size_t memberCount(const Sighting& s) { return s.pass.attributes.size() + 100 * s.pass.onlyAudience.has_value(); }

/// How alike two sightings are in one respect: more is more alike.
struct Feature {
  const char* name;
  double (*alike)(const Sighting&, const Sighting&);
};

using S = const Sighting&;

constexpr std::array kFeatures{
    Feature{"begin", [](S a, S b) { return distance(double(a.pass.notBeforeUnixSeconds), double(b.pass.notBeforeUnixSeconds)); }},
    Feature{"end", [](S a, S b) { return distance(double(a.pass.expiresUnixSeconds), double(b.pass.expiresUnixSeconds)); }},
    Feature{"life", [](S a, S b) {
      return distance(double(a.pass.expiresUnixSeconds - a.pass.notBeforeUnixSeconds),
                      double(b.pass.expiresUnixSeconds - b.pass.notBeforeUnixSeconds)); }},
    Feature{"index: distance", [](S a, S b) { return distance(a.pass.statusIndex, b.pass.statusIndex); }},
    Feature{"index: next above", [](S a, S b) { return -double((b.pass.statusIndex - a.pass.statusIndex) & kIndexMask); }},
    Feature{"index: rises", [](S a, S b) { return double(b.pass.statusIndex > a.pass.statusIndex); }},
    Feature{"index: same high bits", [](S a, S b) { return double(std::countl_zero(differingBits(a, b))); }},
    Feature{"index: same low bits", [](S a, S b) { return double(std::countr_zero(differingBits(a, b))); }},
    Feature{"index: few other bits", [](S a, S b) { return -double(std::popcount(differingBits(a, b))); }},
    Feature{"length of the code", [](S a, S b) { return distance(double(a.codeBytes), double(b.codeBytes)); }},
    Feature{"length of the pass", [](S a, S b) { return distance(double(a.passBytes), double(b.passBytes)); }},
    Feature{"length of the seal", [](S a, S b) { return distance(double(sealBytes(a)), double(sealBytes(b))); }},
    Feature{"length of the presentation", [](S a, S b) { return distance(double(a.presentationBytes), double(b.presentationBytes)); }},
    Feature{"optional members", [](S a, S b) { return distance(double(memberCount(a)), double(memberCount(b))); }},
    Feature{"same bytes", [](S a, S b) {
      double same = 0;
      for (std::size_t i = 0; i < std::min(a.rest.size(), b.rest.size()); ++i) same += a.rest[i] == b.rest[i];
      return same; }},
};

/// What both venues know to be equal: the hour in which the pass begins, the scene, the attributes in the clear.
using Group = std::tuple<std::int64_t, std::string, Bytes>;

Group groupOf(const Sighting& s) {
  cbor::Writer writer;
  encodeAttributes(writer, s.pass.attributes);
  return {passMarkOf(s.pass.notBeforeUnixSeconds), s.scene, std::move(writer).bytes()};
}

struct Candidates {
  std::vector<const Sighting*> here, there;
};
using Groups = std::map<Group, Candidates>;

using Score = std::function<double(const Group&, const Sighting&, const Sighting&)>;

const Sighting& bestOf(const Group& group, const Sighting& own, const std::vector<const Sighting*>& others, const Score& score,
                       std::mt19937_64& random) {
  std::vector<const Sighting*> best;
  double most = 0;
  for (const Sighting* other : others) {
    const double alike = score(group, own, *other);
    if (best.empty() || alike > most) {
      best = {other};
      most = alike;
    } else if (alike == most) {
      best.push_back(other);
    }
  }
  return *best[std::uniform_int_distribution<std::size_t>(0, best.size() - 1)(random)];
}

Guessing guess(const char* feature, const Groups& groups, const Score& score, std::mt19937_64& random) {
  Guessing all{feature};
  double variance = 0;
  for (const auto& [group, candidates] : groups) {
    if (candidates.there.size() < 2) continue;   // nothing to guess
    const double chance = 1.0 / double(candidates.there.size());
    for (const Sighting* own : candidates.here) {
      const bool isThere = std::any_of(candidates.there.begin(), candidates.there.end(), [&](const Sighting* other) { return other->phone == own->phone; });
      if (!isThere) continue;
      ++all.asked;
      all.found += bestOf(group, *own, candidates.there, score, random).phone == own->phone;
      all.byChance += chance;
      variance += chance * (1 - chance);
    }
  }
  all.deviation = std::sqrt(variance);
  return all;
}

/// How much more often pairs of one phone than others fall into each bin of one feature.
class Histogram {
 public:
  Histogram(const std::vector<double>& ofOne, const std::vector<double>& ofOthers) {
    std::vector<double> sorted = ofOthers;
    sorted.insert(sorted.end(), ofOne.begin(), ofOne.end());
    std::sort(sorted.begin(), sorted.end());
    for (int i = 1; i < kBins; ++i) edges_.push_back(sorted[sorted.size() * static_cast<std::size_t>(i) / kBins]);
    edges_.push_back(sorted.back());   // what is as alike as can be stands apart
    edges_.erase(std::unique(edges_.begin(), edges_.end()), edges_.end());
    std::vector<double> one(edges_.size() + 1, 1), others(edges_.size() + 1, 1);   // one more of each: no bin is empty
    for (const double value : ofOne) ++one[binOf(value)];
    for (const double value : ofOthers) ++others[binOf(value)];
    for (std::size_t i = 0; i < one.size(); ++i)
      weights_.push_back(std::log(one[i] / double(ofOne.size() + one.size())) - std::log(others[i] / double(ofOthers.size() + one.size())));
  }

  double weight(double value) const { return weights_[binOf(value)]; }

 private:
  static constexpr int kBins = 10;

  std::size_t binOf(double value) const {
    return static_cast<std::size_t>(std::upper_bound(edges_.begin(), edges_.end(), value) - edges_.begin());
  }

  std::vector<double> edges_, weights_;
};

bool isOdd(const Group& group) { return std::get<0>(group) / kPassMarkSeconds % 2 != 0; }

/// Learns from the groups of even or of odd hours.
std::vector<Histogram> learn(const Groups& groups, bool odd) {
  std::vector<Histogram> histograms;
  for (const Feature& feature : kFeatures) {
    std::vector<double> ofOne, ofOthers;
    for (const auto& [group, candidates] : groups) {
      if (isOdd(group) != odd) continue;
      for (const Sighting* a : candidates.here)
        for (const Sighting* b : candidates.there) (a->phone == b->phone ? ofOne : ofOthers).push_back(feature.alike(*a, *b));
    }
    histograms.emplace_back(ofOne, ofOthers);
  }
  return histograms;
}

/// The payload, and every random part in it made zero.
Bytes restOf(ByteView payload, const PassClaims& pass) {
  Bytes rest = copyOf(payload);
  const auto blank = [&](ByteView part) {
    const auto found = std::search(rest.begin(), rest.end(), part.begin(), part.end());
    if (found != rest.end()) std::fill_n(found, part.size(), std::uint8_t{0});
  };
  blank(pass.holderKey);
  if (pass.sealedAttributes) blank(*pass.sealedAttributes);
  if (pass.onlyAudience) blank(*pass.onlyAudience);
  return rest;
}

}  // namespace

Sighting sightingOf(std::string_view codeText, std::size_t phone) {
  const auto decoded = decodeCode(codeText);
  const DecodedCode& code = *decoded;
  Sighting sighting;
  sighting.phone = phone;
  sighting.pass = *decodePassClaims(code.passPayload);
  sighting.scene = std::to_string(sighting.pass.scopeId);
  sighting.codeBytes = code.bytes.size();
  sighting.passBytes = code.pass.size();
  sighting.presentationBytes = code.presentationPayload.size();
  sighting.rest = restOf(code.passPayload, sighting.pass);
  return sighting;
}

std::string Guessing::sentence() const {
  const double share = foundShare(), half = asked == 0 ? 0 : 1.96 * std::sqrt(share * (1 - share) / asked);
  char text[160];
  std::snprintf(text, sizeof text, "%-28s %5.1f %% of %d (95 %%: %.1f to %.1f %%), by chance %.1f %%", feature.c_str(), 100 * share, asked,
                100 * std::max(0.0, share - half), 100 * std::min(1.0, share + half), 100 * byChance / std::max(1, asked));
  return text;
}

std::vector<Guessing> guessPairs(const std::vector<Sighting>& here, const std::vector<Sighting>& there, std::mt19937_64& random) {
  Groups groups;
  for (const Sighting& sighting : here) groups[groupOf(sighting)].here.push_back(&sighting);
  for (const Sighting& sighting : there) groups[groupOf(sighting)].there.push_back(&sighting);
  std::vector<Guessing> guessings;
  for (const Feature& feature : kFeatures)
    guessings.push_back(guess(feature.name, groups, [&](const Group&, S a, S b) { return feature.alike(a, b); }, random));

  const std::array learnt{learn(groups, false), learn(groups, true)};
  guessings.push_back(guess("all together", groups, [&](const Group& group, S a, S b) {
    const auto& histograms = learnt[isOdd(group) ? 0 : 1];   // never from the hour that is asked about
    double weight = 0;
    for (std::size_t i = 0; i < kFeatures.size(); ++i) weight += histograms[i].weight(kFeatures[i].alike(a, b));
    return weight;
  }, random));
  return guessings;
}

}  // namespace citycode::server::test
