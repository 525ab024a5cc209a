#include "citycode/trust_list.h"

#include <string>
#include <utility>

namespace citycode {
namespace {

struct SceneKind {
  std::uint32_t windowSeconds, statusFreshSeconds, statusTooOldSeconds;
  ReuseRule reuseRule;
  AudienceRule audienceRule;
};
#define CC_SCENE_KIND(enumerator, windowSeconds, statusFreshSeconds, statusTooOldSeconds, reuseRule, audienceRule) \
  constexpr SceneKind k##enumerator{windowSeconds, statusFreshSeconds, statusTooOldSeconds, ReuseRule::reuseRule, AudienceRule::audienceRule};
#include "citycode/scenes.def"

enum class Sealing : std::uint8_t { Open, Sealed };
enum class Paper : std::uint8_t { NoCards, Cards };
enum class Serving : std::uint8_t { NotServed, Served };

ScopePolicy makeScope(Scene scene, const SceneKind& kind, Sealing sealing, Paper paper, Serving serving,
                      std::vector<Attribute> attributes) {
  ScopePolicy scope;
  scope.id = static_cast<std::uint32_t>(scene);
  scope.name = sceneName(scene);
  scope.attributes = std::move(attributes);
  scope.windowSeconds = kind.windowSeconds;
  scope.reuseRule = kind.reuseRule;
  scope.audienceRule = kind.audienceRule;
  scope.statusFreshSeconds = kind.statusFreshSeconds;
  scope.statusTooOldSeconds = kind.statusTooOldSeconds;
  scope.sealed = sealing == Sealing::Sealed;
  scope.acceptsPaper = paper == Paper::Cards;
  scope.servesPeople = serving == Serving::Served;
  return scope;
}

}  // namespace

std::vector<ScopePolicy> standardScopes() {
  using enum Attribute;
  return {
#define CC_SCENE(enumerator, id, name, kind, sealing, cards, serving, place, ...) \
  makeScope(Scene::enumerator, k##kind, Sealing::sealing, Paper::cards, Serving::serving, {__VA_ARGS__}),
#include "citycode/scenes.def"
  };
}

}  // namespace citycode
