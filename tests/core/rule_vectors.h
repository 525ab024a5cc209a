// Codes for tests/vectors/codes.json that hold one rule of docs/format.md each, and whom and what they need in the list.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "test_city.h"

namespace citycode::test {

/// A scene's key that a terminal holds.
struct HeldKey {
  std::uint32_t scopeId;
  std::int64_t utcDay;
  Bytes secret;
};

struct RuleVector {
  std::string id, why, text;
  VerifyRequest request = TestCity::request();
  std::vector<std::string> shownBefore = {};
  std::vector<std::string> statusLists = {"today"};
  std::vector<HeldKey> sceneKeys = {};
  std::optional<std::int64_t> adoptedAt = std::nullopt;   // the lists were offered then, and not at the request's time
};

/// Issuers and scenes that a city of every day does not have.
struct RuleCity {
  SigningKey clerk = keyFrom(13);                          // of the scenes below
  SigningKey twin = keyTwin(), otherTwin = keyOtherTwin(); // of the desk too; their key ids are the same
  SigningKey young = keyFrom(14);                          // of the desk, for one hour
  static SigningKey cardIssuer(std::uint8_t number) { return keyFrom(static_cast<std::uint8_t>(60 + number)); }

  static constexpr std::uint32_t kFair = 16, kDesk = 17, kCounter = 18, kVault = 24, kNowhere = 98;

  /// The scenes, and issuers after those that are there.
  void addTo(TrustList& list) const;
};

std::vector<RuleVector> ruleVectors(const TestCity& city);   // make_rule_vectors.cpp
/// libsodium's sealed box around whatever bytes, as docs/format.md writes it down; sealAttributes writes none but good ones.
Bytes sealedBox(ByteView plain, const SealingKey& key, ByteView ephemeralSeed);   // make_rule_vectors.cpp

}  // namespace citycode::test
