// The verdict about one code, as a scanner with these lists would give it. The core decides.
#include "citycode/pass.h"
#include "citycode/verifier.h"
#include "lists/status_sets.h"
#include "tools/files.h"
#include "tools/texts.h"
#include "tools/verb.h"
#include "verdict/report.h"

namespace citycode::tools {
namespace {

constexpr std::size_t kMostKeyBytes = 256;

/// Digits or base64url, or a file that holds them.
Given<Sha256> cityKeyFrom(const std::string& given) {
  if (bytesFromText(given)) return hashFrom(given, "--city-key");
  CC_TRY(bytes, readInput(given, kMostKeyBytes));
  std::string_view text = textOf(bytes);
  if (text.ends_with('\n')) text.remove_suffix(1);
  return hashFrom(text, given);
}

Given<Done> takeTrustList(Verifier& verifier, const Arguments& arguments, std::int64_t now) {
  CC_TRY(key, cityKeyFrom(arguments.valueOf("--city-key")));
  const std::string path = arguments.valueOf("--trust-list");
  CC_TRY(list, readInput(path, kMaxTrustListBytes));
  if (const auto taken = verifier.takeTrustList(list, key, now); !taken) return badInput(taken.fault(), path);
  return Done{};
}

/// A list that is refused changes nothing, as on a scanner; the answer says which it was.
Given<Json> takeStatusLists(Verifier& verifier, const Arguments& arguments, std::int64_t now) {
  Json refused = Json::array();
  for (const std::string& path : arguments.allOf("--status-list")) {
    CC_TRY(list, readInput(path, kMaxStatusListBytes));
    if (const auto taken = verifier.takeStatusList(list, now); !taken) refused.push_back({{"file", path}, {"fault", faultId(taken.fault())}});
  }
  return refused;
}

/// For a pass that begins today or yesterday: a scanner holds keys for both days, and this one was given one.
Given<Done> takeSceneKey(Verifier& verifier, const Arguments& arguments, std::string_view scene, std::int64_t now) {
  if (!arguments.has("--scene-key")) return Done{};
  const std::string path = arguments.valueOf("--scene-key");
  const ScopePolicy* const scope = verifier.trustList()->findScope(scene);
  if (scope == nullptr) return badInput(Fault::ScopeUnknown);
  CC_CHECK(checkOwnerOnly(path));
  CC_TRY(secret, readInput(path, kMostKeyBytes));
  const std::int64_t today = utcDayOf(now);
  auto taken = verifier.takeSceneKey(scope->id, today, secret);
  if (taken && today > 0) taken = verifier.takeSceneKey(scope->id, today - 1, secret);
  wipe(secret);
  if (!taken) return badInput(taken.fault(), path);
  return Done{};
}

ExitCode exitOf(Outcome outcome) {
  switch (outcome) {
    case Outcome::Valid: return ExitCode::Good;
    case Outcome::Invalid: return ExitCode::Bad;
    case Outcome::Undecided: break;
  }
  return ExitCode::Undecided;
}

std::string linesOf(const Verdict& verdict, const Json& json) {
  std::string lines(outcomeName(verdict.outcome));
  lines.append(", by the lists of ").append(shown(json["city"].get<std::string>())).append("\n");
  if (verdict.fault) lines.append("why: ").append(faultSentence(*verdict.fault)).append(" (").append(faultId(*verdict.fault)).append(")\n");
  for (const auto& [name, value] : json["attributes"].items())
    lines.append(name).append(": ").append(value.is_string() ? shown(value.get<std::string>()) : value.dump()).append("\n");
  if (verdict.expiresUnixSeconds != 0) lines.append("expires: ").append(timeText(verdict.expiresUnixSeconds)).append("\n");
  for (const auto& refused : json["refusedStatusLists"])
    lines.append("refused: ").append(shown(refused["file"].get<std::string>())).append(" (").append(refused["fault"].get<std::string>()).append(")\n");
  return lines;
}

}  // namespace

Given<Answer> verify(const Arguments& arguments) {
  CC_TRY(now, askedTime(arguments));
  std::optional<Bytes> nonce;
  if (arguments.has("--nonce") && !(nonce = bytesFromHex(arguments.valueOf("--nonce")))) return usage("--nonce needs hexadecimal digits.");
  if (nonce && (nonce->size() < kMinNonceBytes || nonce->size() > kMaxNonceBytes)) return usage("--nonce needs 8 to 16 bytes.");
  const std::string scene = arguments.valueOf("--scene"), venue = arguments.valueOf("--venue");
  Verifier verifier;
  CC_CHECK(takeTrustList(verifier, arguments, now));
  CC_TRY(refused, takeStatusLists(verifier, arguments, now));
  CC_CHECK(takeSceneKey(verifier, arguments, scene, now));
  CC_TRY(text, textOrInput(arguments.operand));
  const Verdict verdict = verifier.verify(text, {.nowUnixSeconds = now, .scopeName = scene, .venueId = venue,
                                                 .nonce = nonce ? std::optional<ByteView>(*nonce) : std::nullopt});
  Answer answer{exitOf(verdict.outcome), Json::parse(verdictJson(verdict)), {}};
  answer.json["city"] = verifier.trustList()->cityName;
  answer.json["refusedStatusLists"] = std::move(refused);
  answer.lines = linesOf(verdict, answer.json);
  return answer;
}

}  // namespace citycode::tools
