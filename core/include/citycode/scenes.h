// The scenes that a new city begins with: scenes.def as values.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "citycode/trust_list.h"

namespace citycode {

/// By its id on the wire. A verifier asks the trust list, never this.
enum class Scene : std::uint32_t {
#define CC_SCENE(enumerator, id, name, kind, sealing, cards, place, ...) enumerator = id,
#include "citycode/scenes.def"
};

constexpr std::string_view sceneName(Scene scene) {
  switch (scene) {
#define CC_SCENE(enumerator, id, name, kind, sealing, cards, place, ...) \
  case Scene::enumerator: return name;
#include "citycode/scenes.def"
  }
  return "";
}

/// With their policies, by rising id.
std::vector<ScopePolicy> standardScopes();

}  // namespace citycode
