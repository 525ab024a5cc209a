// The demo city's portal: an invented tax office that asks citizens to sign in, and where they can send a tax return. Here is what a
// portal's own server does: it keeps the keys and the secrets of its living codes, asks by way of the relay, and judges what comes back.
// A real one is another process and does it with the verifying kit; this one lives in the city's, so that trying it out takes one program.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "city/city_keys.h"
#include "city/trust_list_keeper.h"
#include "citycode/trust_list.h"
#include "demo/demo_portal_file.h"
#include "places/portal_answer.h"
#include "places/portal_code.h"
#include "registry/portals.h"
#include "revocation/status_list_keeper.h"
#include "services/service_desk.h"
#include "signin/signin_desk.h"
#include "verifier/verifier_state.h"

namespace citycode::server {

/// What the portal's page gets when somebody wants to sign in.
struct SignInStarted {
  std::string session;   // of this page alone: the code on its screen does not tell it
  std::string address;   // "/app/#portal=…", of the first second
  std::string purpose;
  std::int64_t expiresUnixSeconds = 0;
};

/// What the portal's page is told when it asks.
struct SignInSeen {
  enum class State : std::uint8_t { Waiting, Opened, SignedIn, Refused, Expired, Failed };

  State state = State::Expired;
  std::string address{};                   // while it waits: of this second
  std::optional<Fault> fault{};            // when it failed
  std::optional<Verdict> verdict{};        // when somebody signed in
};

std::string_view signInStateName(SignInSeen::State state);

class DemoPortal {
 public:
  struct Parts {
    const SigninDesk& desk;
    const CityKeys& cityKeys;
    const TrustListKeeper& trustList;
    StatusListKeeper& statusLists;
    std::string origin;   // of the demo's pages
    std::int64_t requestSeconds;   // at most kMaxRequestSeconds
  };

  DemoPortal(DemoPortalKeys keys, Parts parts) : keys_(std::move(keys)), parts_(std::move(parts)) {}

  /// Where its pages can be no portal's (neither https nor localhost) nothing is done. Faults: those of PortalDesk::add.
  Result<Done> registerSelf() const;

  /// `language` is one of kLanguages, else English is written. With `returns` the phone comes back to /portal/ in this browser.
  /// Faults: request/not-found where there is no portal, scope/unknown in a city without the scene, those of SigninDesk::ask.
  Result<SignInStarted> start(std::string_view language, bool returns);

  /// What becomes of it is told once. Where the phone comes back, only to the browser that brings its code. Faults: store/*.
  Result<SignInSeen> look(const std::string& session, const std::optional<ReturnCode>& returned);

  /// A tax return that came to the tax office online, from whoever signed in with that pass.
  static ToldService taxReturn(std::string caseReference, const std::optional<Sha256>& passDigest);

 private:
  struct Asked {
    PortalRequestId id{};
    Bytes request;
    PortalProof secret{};
    bool returns = false;
    std::int64_t startedMs = 0;             // on the clock that only goes forward
    std::int64_t expiresUnixSeconds = 0;
    KnownState known = KnownState::Waiting;
    std::optional<SignInSeen> end{};
    std::optional<ReturnCode> returnCode{};
  };

  Portal self() const;
  std::string addressOf(const Asked& asked) const;
  Result<Done> ask(Asked& asked) const;
  SignInSeen judge(Asked& asked, ByteView answer) const;
  void forgetOver();

  DemoPortalKeys keys_;
  Parts parts_;
  std::mutex mutex_;
  std::map<std::string, Asked> asked_;   // by session
};

}  // namespace citycode::server
