#include "revocation/reason.h"

#include <array>
#include <utility>

namespace citycode::server {

std::optional<RevocationReason> revocationReasonFromName(std::string_view name) {
  using enum RevocationReason;
  constexpr std::array<std::pair<std::string_view, RevocationReason>, 5> kNames{
      {{"removed", Removed}, {"lost", Lost}, {"stolen", Stolen}, {"compromised", Compromised}, {"error", Error}}};
  for (const auto& [known, reason] : kNames)
    if (known == name) return reason;
  return std::nullopt;
}

std::optional<RevocationReason> holdersReasonFromName(std::string_view name) {
  const auto reason = revocationReasonFromName(name);
  using enum RevocationReason;
  if (reason == Removed || reason == Lost || reason == Stolen) return reason;
  return std::nullopt;
}

}  // namespace citycode::server
