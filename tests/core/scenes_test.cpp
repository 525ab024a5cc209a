#include "citycode/trust_list.h"

#include <gtest/gtest.h>

namespace citycode {
namespace {

TEST(Scenes, SealsEveryStandardSceneThatNamesOrRecognisesSomebody) {
  for (const ScopePolicy& scope : standardScopes()) {
    const bool open = scope.name == "transit" || scope.name == "over-18" || scope.name == "over-60" ||
                      scope.name == "resident" || scope.name == "disabled";
    EXPECT_EQ(scope.sealed, !open) << scope.name;
  }
}

TEST(Scenes, AreListedByRisingIdUnderTheirOwnNames) {
  std::uint32_t before = kNoScopeId;
  for (const ScopePolicy& scope : standardScopes()) {
    EXPECT_LT(before, scope.id) << scope.name;
    EXPECT_EQ(scope.name, sceneName(static_cast<Scene>(scope.id)));
    before = scope.id;
  }
}

// docs/adr/0035: where a clerk compares the face. One more scene is a decision, not a slip.
TEST(Scenes, TakeCardsWhereAClerkComparesTheFace) {
  for (const ScopePolicy& scope : standardScopes()) {
    const bool clerk = scope.name == "identity" || scope.name == "medical" || scope.name == "government-service" || scope.name == "court";
    EXPECT_EQ(scope.acceptsPaper, clerk) << scope.name;
    EXPECT_TRUE(!scope.acceptsPaper || scope.needsStatusList()) << scope.name;
  }
}

// docs/adr/0068: where a service ends; a gate and a question of age serve nobody.
TEST(Scenes, ServePeopleWhereAServiceEnds) {
  for (const ScopePolicy& scope : standardScopes()) {
    const bool served = scope.name == "medical" || scope.name == "culture-and-sport" || scope.name == "government-service" ||
                        scope.name == "community" || scope.name == "court" || scope.name == "enterprise" || scope.name == "sign-in";
    EXPECT_EQ(scope.servesPeople, served) << scope.name;
  }
}

TEST(Scenes, RefuseTheSamePassAgainAtAGateAndTellADesk) {
  for (const ScopePolicy& scope : standardScopes()) {
    const bool gate = scope.name == "transit";
    EXPECT_EQ(scope.reuseRule, gate ? ReuseRule::RefuseLaterSlot : ReuseRule::ReportLaterSlot) << scope.name;
    EXPECT_EQ(scope.windowSeconds, gate ? 30u : 60u) << scope.name;
    EXPECT_EQ(scope.statusFreshSeconds, 3600u) << scope.name;
    EXPECT_EQ(scope.statusTooOldSeconds, gate ? 86'400u : 43'200u) << scope.name;
  }
}

// docs/adr/0080: who asks there is named by the request, and nobody can be asked at a door.
TEST(Scenes, AreShownByThemselvesButWhereASiteAsks) {
  for (const ScopePolicy& scope : standardScopes())
    EXPECT_EQ(scope.audienceRule, scope.name == "sign-in" ? AudienceRule::VenueOnly : AudienceRule::ScopeOrVenue) << scope.name;
}

}  // namespace
}  // namespace citycode
