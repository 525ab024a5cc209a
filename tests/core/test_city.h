// A small city with fixed keys for tests: everything is deterministic, and each piece can be bent.
#pragma once

#include <cstdlib>
#include <functional>
#include <stdexcept>
#include <string>

#include "citycode/paper_card.h"
#include "citycode/pass.h"
#include "citycode/person.h"
#include "citycode/trust_list.h"
#include "lists/status_sets.h"
#include "pass/sealed.h"
#include "verdict/verify.h"

namespace citycode::test {

inline constexpr std::int64_t kNow = 1'800'000'000;   // a slot and a mark: 2027-01-15 08:00:00 UTC

template <class T>
T must(Result<T> result) {
  // Thrown, so that the test whose set-up is broken fails by its name and the others go on.
  if (!result) throw std::logic_error("a test's own set-up is refused: " + std::string(faultId(result.fault())));
  return *std::move(result);
}

inline SigningKey keyFrom(std::uint8_t filler) {
  startCrypto();
  return must(SigningKey::fromSeed(Bytes(kSeedBytes, filler)));
}

inline SigningKey keyCounted(std::uint32_t number) {
  startCrypto();
  Bytes seed(kSeedBytes, 0);
  for (std::size_t i = 0; i < 4; ++i) seed[kSeedBytes - 1 - i] = static_cast<std::uint8_t>(number >> (8 * i));
  return must(SigningKey::fromSeed(seed));
}

/// Of 170,399 keys counted up, the first two whose key ids are the same four bytes: d0175a60.
inline SigningKey keyTwin() { return keyCounted(34'433); }
inline SigningKey keyOtherTwin() { return keyCounted(170'398); }

class TestCity {
 public:
  SigningKey root = keyFrom(1), issuer = keyFrom(2), holder = keyFrom(3), stranger = keyFrom(4);
  const Bytes sceneSecret = Bytes(kSceneKeyBytes, 9);
  const Bytes ephemeralSeed = Bytes(kSceneKeyBytes, 8);

  TrustList trustList() const {
    TrustList list;
    list.version = 7;
    list.issuedUnixSeconds = kNow - 3600;
    list.cityName = "Test City";
    list.scopes = standardScopes();
    Issuer entry{issuer.publicKey(), kNow - 86400 * 30, kNow + 86400 * 30, {}, {Right::Cards}};
    for (const ScopePolicy& scope : list.scopes) entry.scopeIds.push_back(scope.id);
    list.issuers.push_back(entry);
    return list;
  }

  PassClaims claims() const {
    PassClaims claims;
    claims.notBeforeUnixSeconds = kNow - 3600;   // a mark
    claims.expiresUnixSeconds = kNow - 3600 + 86400;
    claims.holderKey = holder.publicKey();
    claims.statusIndex = 0x00abcdef;
    claims.scopeId = 7;
    claims.attributes[Attribute::FareType] = std::uint64_t{2};
    return claims;
  }

  SceneKey sceneKey(std::uint32_t scopeId, std::int64_t utcDay = utcDayOf(kNow)) const {
    return SceneKey::derive(sceneSecret, scopeId, utcDay);
  }

  /// What a terminal holds that is enrolled for every standard scene.
  SceneKeys sceneKeys() const {
    SceneKeys keys;
    for (const ScopePolicy& scope : standardScopes())
      for (std::int64_t day = utcDayOf(kNow) - 1; day <= utcDayOf(kNow) + 1; ++day)
        must(keys.add(scope.id, day, sceneKey(scope.id, day)));
    return keys;
  }

  /// A pass of that scene as the city would issue it: sealed where the scene seals.
  PassClaims claimsFor(const ScopePolicy& scope, const Attributes& attributes) const {
    PassClaims claims = this->claims();
    claims.scopeId = scope.id;
    claims.attributes = attributes;
    if (!scope.sealed) return claims;
    const SceneKey key = sceneKey(scope.id, utcDayOf(claims.notBeforeUnixSeconds));
    claims.sealedAttributes = must(sealAttributes(attributes, scope, key.sealingKey(), ephemeralSeed));
    claims.attributes.clear();
    return claims;
  }
  PassClaims identityClaims() const {
    return claimsFor(scopeNamed("identity"), {{Attribute::Name, std::string("王小明")},
                                              {Attribute::DocumentType, std::uint64_t{1}},
                                              {Attribute::DocumentNumberMasked, std::string("3***15")}});
  }

  static ScopePolicy scopeNamed(std::string_view name) {
    for (const ScopePolicy& scope : standardScopes())
      if (scope.name == name) return scope;
    std::abort();
  }

  PresentationClaims presentation() const { return {"transit", kNow, std::nullopt}; }

  Bytes pass() const { return must(writePass(issuer, claims())); }

  std::string code(const PassClaims& passClaims, const PresentationClaims& shown) const {
    return codeSignedBy(holder, must(writePass(issuer, passClaims)), shown);
  }
  std::string code(const PresentationClaims& shown) const { return code(claims(), shown); }
  std::string code() const { return code(claims(), presentation()); }

  static std::string codeSignedBy(const SigningKey& key, ByteView pass, const PresentationClaims& shown) {
    const Bytes toSign = must(presentationToBeSigned(pass, shown));
    return must(writeCode(pass, shown, key.sign(toSign)));
  }

  static PersonRecord person() {
    PersonRecord person;
    person.displayName = "王小明";
    person.documentNumber = "310101194503150015";
    person.born = {1945, 3, 15};
    return person;
  }

  PaperCard paperCard() const {
    PaperCard card;
    card.issuer = "https://city.example";
    card.notBeforeUnixSeconds = kNow - 600;
    card.issuedUnixSeconds = kNow - 480;
    card.status = {0x00abcdef, "https://city.example/v1/status-lists/20833"};
    return card;
  }

  std::string paper(const PaperCard& card) const { return must(writePaperCode(issuer, person(), card)); }
  std::string paper() const { return paper(paperCard()); }

  StatusList statusList(std::vector<std::uint32_t> revoked = {}) const {
    const std::int64_t day = statusDayOf(kNow - 600);
    return {{day, 3, kNow - 600, (day + 2) * kSecondsPerStatusDay, 24}, must(RevokedSet::of(revoked))};
  }

  /// The one list of all cards.
  StatusList cardList(std::vector<std::uint32_t> revoked = {}) const {
    return {{kPaperStatusDay, 3, kNow - 600, kNow + kPaperLifeSeconds, 24}, must(RevokedSet::of(revoked))};
  }

  /// Nobody is revoked, and the lists are ten minutes old.
  static const StatusLists& statusLists() {
    static const StatusLists instance = [] {
      const TestCity city;
      StatusLists lists;
      for (const StatusList& list : {city.statusList(), city.cardList()})
        must(lists.adopt(writeStatusList(city.issuer, list), city.trustList(), kNow));
      return lists;
    }();
    return instance;
  }

  static VerifyRequest request() {
    VerifyRequest request;
    request.statusLists = &statusLists();
    request.nowUnixSeconds = kNow + 2;
    request.scopeName = "transit";
    return request;
  }
};

}  // namespace citycode::test
