#include "demo/demo_portal.h"

#include <algorithm>
#include <array>

#include <sodium.h>

#include "base/clock.h"
#include "city/city_name.h"
#include "city/names_json.h"
#include "citycode/trust_list.h"
#include "demo/demo_offices.h"
#include "signing/http_signature.h"

namespace citycode::server {
namespace {

const TextByLanguage kNames{"Demo Tax Office", "示范税务局", "示範稅務局", "Kantor Pajak Contoh"};
const TextByLanguage kPurposes{"Sign in to your tax account", "登录您的税务账户", "登入您的稅務帳戶", "Masuk ke akun pajak Anda"};

template <class Key>
Key freshKey(Result<Key> (*from)(ByteView)) {
  std::array<std::uint8_t, kSeedBytes> seed;
  randombytes_buf(seed.data(), seed.size());
  Key key = *from(seed);   // any 32 random bytes are one
  wipe(seed);
  return key;
}

const std::string& purposeIn(std::string_view language) {
  const auto found = std::find(kLanguages.begin(), kLanguages.end(), language);
  const std::string& purpose = kPurposes[found == kLanguages.end() ? 0 : static_cast<std::size_t>(found - kLanguages.begin())];
  return purpose.empty() ? kPurposes[0] : purpose;
}

std::uint32_t demoSceneId() {
  const auto scopes = standardScopes();
  return std::find_if(scopes.begin(), scopes.end(), [](const ScopePolicy& s) { return s.name == kDemoPortalScene; })->id;
}

}  // namespace

Portal demoPortalAt(const std::string& origin, const DemoPortalKeys& keys) {
  PortalSignIn signIn{placeNamesOf(kNames), keys.sealingKey, {std::string(sceneName(Scene::SignIn)), std::string(kDemoPortalScene)}, {origin + "/portal/"}};
  return {std::string(kDemoPortalId), keys.key, origin, std::string(kDemoTaxOffice.id), std::move(signIn)};
}

DemoPortal::DemoPortal() : key_(freshKey<SigningKey>(SigningKey::fromSeed)), sealingSecret_(freshKey<SceneKey>(SceneKey::fromSecret)) {}

Result<PortalAsked> DemoPortal::ask(const SigningKey& issuer, const std::string& origin, std::string_view language,
                                    std::int64_t nowUnixSeconds) const {
  PortalRecord record;
  record.portalId = kDemoPortalAudience.substr(kDemoPortalAudience.find(':') + 1);
  for (std::size_t i = 0; i < kNames.size(); ++i) record.names[static_cast<Language>(i + 1)] = kNames[i];
  record.origin = origin;
  record.scopeIds = {demoSceneId()};
  record.sealingKey = sealingSecret_.sealingKey();
  record.portalKey = key_.publicKey();
  record.notBeforeUnixSeconds = nowUnixSeconds;
  record.expiresUnixSeconds = nowUnixSeconds + kSecondsPerDay;
  CC_TRY(registered, writePortalRecord(issuer, record));

  PortalAsked asked;
  randombytes_buf(asked.question.nonce.data(), asked.question.nonce.size());
  asked.question.scopeId = record.scopeIds.front();
  asked.question.purpose = purposeIn(language);
  asked.question.required = {Attribute::Name, Attribute::Pseudonym};
  asked.question.optional = {Attribute::DocumentType};
  asked.question.issuedUnixSeconds = nowUnixSeconds;
  asked.question.expiresUnixSeconds = nowUnixSeconds + kDemoRequestSeconds;
  CC_TRY(request, writePortalRequest(key_, registered, asked.question));
  asked.link = "/app/#portal=" + encodeBase64Url(request);
  return asked;
}

ToldService DemoPortal::taxReturn(std::string caseReference, const std::optional<Sha256>& passDigest) {
  ToldService told;
  told.officeId = kDemoTaxOffice.id;
  told.itemId = kDemoTaxReturn;
  told.way = ServiceWay::Online;
  told.caseReference = std::move(caseReference);
  told.passDigest = passDigest;
  return told;
}

}  // namespace citycode::server
