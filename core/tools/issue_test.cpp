// A small test city in a folder: its lists, a pass for a person who does not exist, and what that person's phone shows.
#include <sodium.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "citycode/pass.h"
#include "citycode/person.h"
#include "citycode/status_list.h"
#include "citycode/trust_list.h"
#include "citycode/verifier.h"
#include "tools/files.h"
#include "tools/key_file.h"
#include "tools/texts.h"
#include "tools/verb.h"

namespace citycode::tools {
namespace {

constexpr std::string_view kCityName = "TEST CITY, of no person and no place";
constexpr std::int64_t kDaySeconds = 86400;
constexpr std::uint32_t kStatusIndex = 7;
constexpr int kUniverseBits = 24;
constexpr std::int64_t kPassSeconds = 2 * kPassMarkSeconds;
constexpr std::size_t kPseudonymBytes = 12;

using Random = std::array<std::uint8_t, 32>;

/// 32 random bytes, wiped when they go.
class Fresh {
 public:
  Fresh() { randombytes_buf(bytes_.data(), bytes_.size()); }
  Fresh(const Fresh&) = delete;
  Fresh& operator=(const Fresh&) = delete;
  ~Fresh() { wipe(bytes_); }
  ByteView view() const { return bytes_; }

 private:
  Random bytes_;
};

/// Whom the pass is for: nobody.
PersonRecord nobody() {
  PersonRecord person;
  person.displayName = "Test Person";
  person.documentNumber = "TEST000000";
  person.born = {1950, 1, 1};
  person.cityResident = person.disabilityPermit = person.tradeCertificateValid = person.safetyTrainingValid = true;
  person.enterpriseCreditCode = "TEST00000000000000";
  person.enterpriseRole = "test";
  return person;
}

struct Made {
  Bytes trustList, statusList, pass;
  std::string code;
  std::optional<SceneKey> sceneKey;
};

TrustList trustListOf(const SigningKey& city, std::int64_t now) {
  TrustList list;
  list.version = 1;
  list.issuedUnixSeconds = now;
  list.cityName = kCityName;
  list.scopes = standardScopes();
  Issuer issuer{city.publicKey(), now - kDaySeconds, now + kDaySeconds, {}, {}};
  for (const ScopePolicy& scope : list.scopes) issuer.scopeIds.push_back(scope.id);
  list.issuers = {issuer};
  return list;
}

/// What the scene may see of nobody, sealed where the scene seals.
Result<Done> putAttributes(PassClaims& claims, const ScopePolicy& scope, Made& made) {
  const Fresh pseudonym, citySecret, once;
  CC_TRY(attributes, attributesFor(nobody(), scope, cityDate(claims.notBeforeUnixSeconds, 0), pseudonym.view().first(kPseudonymBytes)));
  if (!scope.sealed) {
    claims.attributes = std::move(attributes);
    return Done{};
  }
  made.sceneKey = SceneKey::derive(citySecret.view(), scope.id, utcDayOf(claims.notBeforeUnixSeconds));
  CC_TRY(seal, sealAttributes(attributes, scope, made.sceneKey->sealingKey(), once.view()));
  claims.sealedAttributes = std::move(seal);
  return Done{};
}

Result<Done> putPass(const SigningKey& city, const ScopePolicy& scope, const std::string& audience, std::int64_t now, Made& made) {
  const Fresh seed;
  CC_TRY(phone, SigningKey::fromSeed(seed.view()));
  PassClaims claims;
  claims.notBeforeUnixSeconds = now / kPassMarkSeconds * kPassMarkSeconds;
  claims.expiresUnixSeconds = claims.notBeforeUnixSeconds + kPassSeconds;
  claims.holderKey = phone.publicKey();
  claims.statusIndex = kStatusIndex;
  claims.scopeId = scope.id;
  CC_CHECK(putAttributes(claims, scope, made));
  CC_TRY(pass, writePass(city, claims));
  const PresentationClaims shownNow{audience, slotStart(now), std::nullopt};
  CC_TRY(toBeSigned, presentationToBeSigned(pass, shownNow));
  CC_TRY(code, writeCode(pass, shownNow, phone.sign(toBeSigned)));
  made.pass = std::move(pass);
  made.code = std::move(code);
  return Done{};
}

Result<Done> putStatusList(const SigningKey& city, std::int64_t now, bool isRevoked, Made& made) {
  const std::int64_t begins = now / kPassMarkSeconds * kPassMarkSeconds;
  const StatusHead head{statusDayOf(begins), 1, now, now + kDaySeconds, kUniverseBits};
  const std::vector<std::uint32_t> revoked(isRevoked ? 1 : 0, kStatusIndex);
  CC_TRY(list, writeStatusList(city, head, revoked));
  made.statusList = std::move(list);
  return Done{};
}

Given<Done> makeFolder(const std::string& path) {
  if (::mkdir(path.c_str(), 0777) == 0) return Done{};
  return Refusal{ExitCode::NoOutput, std::nullopt, path + " cannot be made: " + std::strerror(errno) + "."};
}

Given<Done> writeAll(const std::string& folder, const SigningKey& city, const Made& made) {
  CC_CHECK(makeFolder(folder));
  CC_CHECK(writeNewFile(folder + "/city-key.txt", bytesOf(hexOf(city.publicKey()) + "\n")));
  CC_CHECK(writeNewFile(folder + "/trust-list", made.trustList));
  CC_CHECK(writeNewFile(folder + "/status-list", made.statusList));
  CC_CHECK(writeNewFile(folder + "/pass", made.pass));
  CC_CHECK(writeNewFile(folder + "/code.txt", bytesOf(made.code + "\n")));
  if (made.sceneKey) CC_CHECK(writeNewFile(folder + "/scene-key", made.sceneKey->secret(), Readers::OwnerOnly));
  return Done{};
}

}  // namespace

Given<Answer> issueTest(const Arguments& arguments) {
  CC_TRY(now, askedTime(arguments));
  if (now < kDaySeconds || now > 0xffffffff - 2 * kDaySeconds) return usage("--at needs a time from 1970-01-02 to 2106.");
  const std::string scene = arguments.has("--scene") ? arguments.valueOf("--scene") : "transit";
  const std::string venue = arguments.valueOf("--venue"), folder = arguments.valueOf("--out");
  CC_TRY(city, readTestKey(arguments.valueOf("--key")));
  const TrustList list = trustListOf(city, now);
  const ScopePolicy* const scope = list.findScope(scene);
  if (scope == nullptr) return badInput(Fault::ScopeUnknown);
  if (venue.empty() && scope->audienceRule == AudienceRule::VenueOnly) return usage("--scene " + scene + " needs --venue: its codes are for whoever is named in them.");
  Made made;
  made.trustList = writeTrustList(city, list);
  CC_CHECK(putPass(city, *scope, venue.empty() ? scene : std::string(kVenuePrefix) + venue, now, made));
  CC_CHECK(putStatusList(city, now, arguments.has("--revoked"), made));
  CC_CHECK(writeAll(folder, city, made));
  Answer answer{ExitCode::Good,
                {{"city", kCityName}, {"cityKey", hexOf(city.publicKey())}, {"folder", folder}, {"scene", scene}, {"code", made.code},
                 {"issuedUnixSeconds", now}, {"sealed", made.sceneKey.has_value()}, {"revoked", arguments.has("--revoked")}}, {}};
  answer.lines = folder + " holds a test city at " + timeText(now) + ": city-key.txt, trust-list, status-list, pass, code.txt" +
                 (made.sceneKey ? ", scene-key" : "") + ". No real verifier believes it.\n";
  return answer;
}

}  // namespace citycode::tools
