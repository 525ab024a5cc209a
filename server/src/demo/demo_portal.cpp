#include "demo/demo_portal.h"

#include <algorithm>
#include <array>

#include <sodium.h>

#include "base/clock.h"
#include "city/city_name.h"
#include "city/names_json.h"
#include "city/portal_record.h"
#include "demo/demo_offices.h"
#include "services/portal_desk.h"
#include "signing/http_signature.h"

namespace citycode::server {
namespace {

using State = SignInSeen::State;

const TextByLanguage kNames{"Demo Tax Office", "示范税务局", "示範稅務局", "Kantor Pajak Contoh"};
const TextByLanguage kPurposes{"Sign in to your tax account", "登录您的税务账户", "登入您的稅務帳戶", "Masuk ke akun pajak Anda"};

constexpr std::size_t kSessionBytes = 16;
constexpr std::size_t kMaxSessions = 2000;        // as many as the relay keeps for one portal
constexpr std::int64_t kKeptAfterSeconds = 60;    // for a browser that comes back in the last moment
constexpr std::string_view kReturnPath = "/portal/";

const std::string& purposeIn(std::string_view language) {
  const auto found = std::find(kLanguages.begin(), kLanguages.end(), language);
  const std::string& purpose = kPurposes[found == kLanguages.end() ? 0 : static_cast<std::size_t>(found - kLanguages.begin())];
  return purpose.empty() ? kPurposes[0] : purpose;
}

template <std::size_t kBytes>
std::array<std::uint8_t, kBytes> drawn() {
  std::array<std::uint8_t, kBytes> bytes;
  randombytes_buf(bytes.data(), bytes.size());
  return bytes;
}

}  // namespace

std::string_view signInStateName(State state) {
  switch (state) {
    case State::Waiting: return "waiting";
    case State::Opened: return "opened";
    case State::SignedIn: return "signed-in";
    case State::Refused: return "refused";
    case State::Expired: return "expired";
    case State::Failed: return "failed";
  }
  return "";
}

Portal DemoPortal::self() const {
  PortalSignIn signIn{placeNamesOf(kNames), keys_.sealingSecret.sealingKey(), {std::string(sceneName(Scene::SignIn))}, {parts_.origin + std::string(kReturnPath)}};
  return {std::string(kDemoPortalId), keys_.key.publicKey(), parts_.origin, std::string(kDemoTaxOffice.id), std::move(signIn)};
}

Result<Done> DemoPortal::registerSelf() const {
  if (!isPortalOrigin(parts_.origin)) return Done{};
  CC_CHECK(PortalDesk{parts_.desk.store}.add(self()));
  return Done{};
}

Result<SignInStarted> DemoPortal::start(std::string_view language, bool returns) {
  if (!isPortalOrigin(parts_.origin)) return Fault::RequestNotFound;
  const auto published = parts_.trustList.current();
  if (!published) return Fault::TrustMissing;
  const ScopePolicy* const scene = published->list.findScope(sceneName(Scene::SignIn));
  if (!scene) return Fault::ScopeUnknown;
  const std::int64_t now = parts_.desk.clock.nowUnixSeconds();
  const Portal portal = self();
  CC_TRY(record, portalRecordOf(portal, published->list, parts_.cityKeys.issuer(), now));

  Asked asked;
  asked.secret = drawn<kPortalProofBytes>();
  asked.returns = returns;
  asked.expiresUnixSeconds = now + parts_.requestSeconds;
  PortalQuestion question;
  question.nonce = drawn<kPortalNonceBytes>();
  question.scopeId = scene->id;
  question.purpose = purposeIn(language);
  question.required = {Attribute::Name, Attribute::Pseudonym};
  question.optional = {Attribute::DocumentType, Attribute::DocumentNumberMasked, Attribute::Over18};
  question.anchor = portalProofAt(asked.secret, 0);
  if (returns) question.returnAddress = parts_.origin + std::string(kReturnPath);
  question.issuedUnixSeconds = now;
  question.expiresUnixSeconds = asked.expiresUnixSeconds;
  CC_TRY(request, writePortalRequest(keys_.key, record.bytes, question));
  CC_TRY(taken, parts_.desk.ask(portal, request, published->list));
  asked.request = std::move(request);
  asked.id = taken.id;
  asked.startedMs = parts_.desk.clock.passedMs();

  SignInStarted started{encodeBase64Url(drawn<kSessionBytes>()), addressOf(asked), question.purpose, asked.expiresUnixSeconds};
  const std::lock_guard lock(mutex_);
  forgetOver();
  if (asked_.size() >= kMaxSessions) return Fault::RequestTooMany;
  asked_.emplace(started.session, std::move(asked));
  return started;
}

Result<SignInSeen> DemoPortal::look(const std::string& session, const std::optional<ReturnCode>& returned) {
  const std::lock_guard lock(mutex_);
  const auto found = asked_.find(session);
  if (found == asked_.end()) return SignInSeen{};
  Asked& asked = found->second;
  if (!asked.end) CC_CHECK(ask(asked));
  if (!asked.end) {
    const bool isOpened = asked.known == KnownState::Opened;
    return SignInSeen{isOpened ? State::Opened : State::Waiting, isOpened ? std::string() : addressOf(asked)};
  }
  if (asked.returnCode) {   // whoever sent the link to somebody else waits here in vain
    if (!returned) return SignInSeen{State::Opened};
    if (!constantTimeEqual(*asked.returnCode, *returned)) return SignInSeen{State::Failed, {}, Fault::PortalAnswerBroken};
  }
  SignInSeen seen = *std::move(asked.end);
  asked_.erase(found);
  return seen;
}

Result<Done> DemoPortal::ask(Asked& asked) const {
  const std::int64_t nowMs = parts_.desk.clock.nowUnixMs();
  const UsedRequest poll{sha256(keys_.key.publicKey()), encodeBase64Url(drawn<kSessionBytes>()), nowMs + kUsedForRelaySeconds * kMillisecondsPerSecond};
  CC_TRY(changed, parts_.desk.take(kDemoPortalId, {{asked.id, asked.known}}, poll));
  for (const ChangedRequest& each : changed) {
    switch (each.state) {
      case SigninState::Opened: asked.known = KnownState::Opened; break;
      case SigninState::Answered: asked.end = judge(asked, each.answer); break;
      case SigninState::Ended: asked.end = SignInSeen{}; break;
    }
  }
  return Done{};
}

SignInSeen DemoPortal::judge(Asked& asked, ByteView answer) const {
  const auto failed = [](Fault fault) { return SignInSeen{State::Failed, {}, fault}; };
  const auto published = parts_.trustList.current();
  if (!published) return failed(Fault::TrustMissing);
  const std::int64_t now = parts_.desk.clock.nowUnixSeconds();
  VerifierState verifier;
  verifier.trust = published->list;
  auto days = parts_.statusLists.current();
  if (!days) return failed(days.fault());
  for (const auto& day : *days) (void)verifier.takeStatusList(bytesOf(day->full.bytes), now);   // without one the verdict says so
  auto secret = SceneKey::fromSecret(keys_.sealingSecret.secret());
  verifier.portalKey = *std::move(secret);
  auto judged = verifier.judgeAnswer(answer, asked.request, now, 0);
  if (!judged) return failed(judged.fault());
  asked.returnCode = judged->answer.returnCode;
  if (judged->answer.refused()) return SignInSeen{State::Refused};
  if (judged->verdict->outcome != Outcome::Valid) return failed(judged->verdict->fault.value_or(Fault::InternalBug));
  return SignInSeen{State::SignedIn, {}, {}, std::move(judged->verdict)};
}

std::string DemoPortal::addressOf(const Asked& asked) const {
  const std::int64_t passed = (parts_.desk.clock.passedMs() - asked.startedMs) / kMillisecondsPerSecond;
  const auto second = static_cast<std::uint32_t>(std::clamp<std::int64_t>(passed, 0, kMaxRequestSeconds));
  return "/app/#portal=" + writePortalCode({asked.id, second, portalProofAt(asked.secret, second)});
}

void DemoPortal::forgetOver() {
  const std::int64_t now = parts_.desk.clock.nowUnixSeconds();
  std::erase_if(asked_, [&](const auto& each) { return each.second.expiresUnixSeconds + kKeptAfterSeconds <= now; });
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
