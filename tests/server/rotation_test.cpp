// The city moves to another root and to another issuer: the commands, the real server, and a verifier that follows.
#include "lists/trust_anchors.h"

#include <sys/stat.h>

#include <csignal>

#include "citycode/pass.h"
#include "citycode/status_list.h"
#include "fault_or_none.h"
#include "support/demo_city.h"
#include "support/status.h"

namespace citycode::server::test {
namespace {

constexpr std::int64_t kDay = 86400;

class Rotation : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(startCrypto()); }

  std::string data() const { return folder_ / "data"; }

  /// Runs the server until `use` is done, `days` from now.
  template <class Use>
  void serving(std::int64_t days, Use use) {
    ServerProcess server;
    ASSERT_TRUE(server.start(data(), {{"--demo", "--post-rate", "0", "--clock-offset-seconds", std::to_string(days * kDay)}, {}})) << server.errors();
    use(server);
    EXPECT_EQ(server.stop(SIGTERM), 0);
  }

  Finished command(std::vector<std::string> words, std::int64_t days = 0) const {
    words.insert(words.begin(), {"--data", data(), "--clock-offset-seconds", std::to_string(days * kDay)});
    return runToEnd(words);
  }

  /// What the command printed: a public key.
  PublicKey keyOf(const Finished& finished) {
    EXPECT_EQ(finished.status, 0) << finished.errors;
    PublicKey key{};
    const auto bytes = decodeBase64Url(finished.output.substr(0, 43));
    EXPECT_TRUE(bytes && bytes->size() == key.size()) << finished.output;
    if (bytes && bytes->size() == key.size()) std::copy(bytes->begin(), bytes->end(), key.begin());
    return key;
  }

  static TrustAnchors pinned(const ServerProcess& server) {
    TrustAnchors anchors;
    const Bytes root = *decodeBase64Url(server.get("/v1/city").json()["rootKey"].get<std::string>());
    std::copy(root.begin(), root.end(), anchors.root.begin());
    return anchors;
  }
  static Result<AdoptedTrust> adopt(const ServerProcess& server, const TrustAnchors& anchors, const std::string& query = "") {
    return adoptTrustList(bytesOf(server.get("/v1/trust-list" + query).body), anchors, std::nullopt);
  }

  TemporaryFolder folder_;
};

TEST_F(Rotation, MovesVerifiersToTheNextRoot) {
  TrustAnchors punctual, late, never;
  serving(0, [&](const ServerProcess& server) { punctual = late = never = adopt(server, pinned(server))->anchors; });
  EXPECT_EQ(punctual.nextRoot, std::nullopt);

  const PublicKey next = keyOf(command({"announce-next-root"}));
  EXPECT_EQ(keyOf(command({"announce-next-root"})), next) << "announcing again changes nothing";
  const Finished tooEarly = command({"switch-root"});
  EXPECT_EQ(tooEarly.status, 2);
  EXPECT_NE(tooEarly.errors.find("does not name this next root key yet"), std::string::npos) << tooEarly.errors;

  serving(0, [&](const ServerProcess& server) {
    EXPECT_EQ(server.get("/v1/trust-list?root=" + encodeBase64Url(punctual.root)).status, 200);
    const auto told = adopt(server, punctual);
    ASSERT_TRUE(told) << faultId(told.fault());
    punctual = told->anchors;
  });
  EXPECT_EQ(punctual.nextRoot, next);
  EXPECT_EQ(punctual.version, 2u);

  const PublicKey before = punctual.root;
  EXPECT_EQ(keyOf(command({"switch-root"})), next);
  serving(0, [&](const ServerProcess& server) {
    EXPECT_EQ(pinned(server).root, next);
    const auto moved = adopt(server, punctual);
    ASSERT_TRUE(moved) << faultId(moved.fault());
    EXPECT_EQ(moved->anchors.root, next);
    EXPECT_EQ(moved->anchors.version, 3u);
    EXPECT_EQ(moved->anchors.nextRoot, std::nullopt);
    EXPECT_EQ(moved->list.issuers.size(), 1u) << "the issuer did not change";
    // One that missed the announcement asks for the last list of the root that it knows.
    EXPECT_EQ(faultOrNone(adopt(server, late)), Fault::TrustBadSignature);
    const auto bridge = adopt(server, late, "?root=" + encodeBase64Url(before));
    ASSERT_TRUE(bridge) << faultId(bridge.fault());
    EXPECT_TRUE(adopt(server, bridge->anchors));
    EXPECT_EQ(server.get("/v1/trust-list?root=" + encodeBase64Url(PublicKey{7})).status, 404);
    EXPECT_EQ(server.get("/v1/trust-list?root=").status, 404);
    EXPECT_EQ(server.get("/v1/trust-list?other").status, 200);
  });
  struct stat facts{};
  std::size_t retired = 0;
  for (const auto& entry : std::filesystem::directory_iterator(data() + "/keys")) {
    ASSERT_EQ(::stat(entry.path().c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 07777, 0600u) << entry.path();
    if (entry.path().extension() == ".retired") ++retired;
  }
  EXPECT_EQ(retired, 1u);
  EXPECT_EQ(command({"switch-root"}).status, 2) << "there is no next root now";
}

TEST_F(Rotation, KeepsTheNextRootsSeedElsewhereUntilTheSwitch) {
  serving(0, [](const ServerProcess&) {});
  const std::string offline = folder_ / "offline";
  const Finished made = runToEnd({"--data", offline, "announce-next-root"});
  const PublicKey next = keyOf(made);
  EXPECT_EQ(command({"announce-next-root", "--next-root-key", "no key"}).status, 2);
  EXPECT_EQ(keyOf(command({"announce-next-root", "--next-root-key", encodeBase64Url(next)})), next);
  EXPECT_FALSE(std::filesystem::exists(data() + "/keys/next-root.seed"));
  serving(0, [&](const ServerProcess& server) { EXPECT_EQ(adopt(server, pinned(server))->anchors.nextRoot, next); });
  EXPECT_EQ(command({"switch-root"}).status, 2) << "the seed is not here";
  std::filesystem::copy_file(offline + "/keys/next-root.seed", data() + "/keys/next-root.seed");
  EXPECT_EQ(keyOf(command({"switch-root"})), next);
  EXPECT_FALSE(std::filesystem::exists(data() + "/keys/next-root.key"));
  serving(0, [&](const ServerProcess& server) { EXPECT_EQ(pinned(server).root, next); });
}

TEST_F(Rotation, MovesToTheNextIssuerWithOverlap) {
  Device device;
  Bytes oldPass;
  const auto passOf = [](const ServerProcess& server, const Device& owner) {
    const Reply reply = owner.post(server, "/v1/passes", passesBody({"transit"}));
    EXPECT_EQ(reply.status, 200) << reply.body;
    return *decodeBase64Url(reply.json()["passes"][0]["pass"].get<std::string>());
  };
  serving(0, [&](const ServerProcess& server) {
    ASSERT_EQ(device.enrol(server, newDemoCode(server)).status, 201);
    oldPass = passOf(server, device);
  });
  const PublicKey next = keyOf(command({"announce-next-issuer"}));
  EXPECT_EQ(command({"switch-issuer"}).status, 2) << "no list names it yet";
  PublicKey before{};
  serving(0, [&](const ServerProcess& server) {
    const TrustList list = adopt(server, pinned(server))->list;
    ASSERT_EQ(list.issuers.size(), 2u);
    before = list.issuers[0].key;
    EXPECT_EQ(list.issuers[1].key, next);
    EXPECT_TRUE(sameBytes(ByteView(passOf(server, device)).subspan(5, 4), ByteView(oldPass).subspan(5, 4))) << "the same kid";
  });
  EXPECT_EQ(command({"switch-issuer"}, 6).status, 2) << "six days are not enough";
  EXPECT_EQ(keyOf(command({"switch-issuer"}, 7)), next);
  serving(7, [&](const ServerProcess& server) {
    const TrustList list = adopt(server, pinned(server))->list;
    ASSERT_EQ(list.issuers.size(), 2u);
    EXPECT_EQ(list.issuers[0].key, next);
    EXPECT_EQ(list.issuers[1].key, before);
    EXPECT_LE(list.issuers[1].expiresUnixSeconds, nowUnixSeconds() + 7 * kDay + 60);
    EXPECT_GT(list.issuers[1].expiresUnixSeconds, nowUnixSeconds() + 7 * kDay - 60);
  });
  serving(7 + 180, [&](const ServerProcess& server) { EXPECT_EQ(adopt(server, pinned(server))->list.issuers.size(), 2u); });
  serving(7 + 182, [&](const ServerProcess& server) { EXPECT_EQ(adopt(server, pinned(server))->list.issuers.size(), 1u); });
}

TEST_F(Rotation, GoesOnRevokingWhatARetiredIssuerSigned) {
  Device gone, stays, early;
  const auto passesOf = [](const ServerProcess& server, const Device& owner) {
    const Reply reply = owner.post(server, "/v1/passes", passesBody({"transit"}));
    EXPECT_EQ(reply.status, 200) << reply.body;
    return *readUnverifiedPass(*decodeBase64Url(reply.json()["passes"][0]["pass"].get<std::string>()));
  };
  const auto revoke = [](const ServerProcess& server, const Device& owner) {
    EXPECT_EQ(owner.post(server, "/v1/devices/revoke", R"({"devices":"this","reason":"lost"})").status, 200);
  };
  serving(-8, [](const ServerProcess&) {});
  keyOf(command({"announce-next-issuer"}, -8));
  serving(-8, [](const ServerProcess&) {});   // from here on lists name it
  PassClaims goneBefore, staysBefore, earlyBefore;
  serving(0, [&](const ServerProcess& server) {
    for (Device* each : {&gone, &stays, &early}) ASSERT_EQ(each->enrol(server, newDemoCode(server)).status, 201);
    goneBefore = passesOf(server, gone);
    staysBefore = passesOf(server, stays);
    earlyBefore = passesOf(server, early);
    revoke(server, early);
  });
  keyOf(command({"switch-issuer"}));
  serving(0, [&](const ServerProcess& server) {
    const PassClaims goneAfter = passesOf(server, gone), staysAfter = passesOf(server, stays);
    revoke(server, gone);
    const TrustList trust = adopt(server, pinned(server))->list;
    const StatusLists lists = statusLists(server, trust);
    const auto stateOf = [&](const PassClaims& pass, const Issuer& issuer) {
      return checkStatus(&lists, issuer.key, statusDayOf(pass.notBeforeUnixSeconds), pass.statusIndex,
                         *trust.findScope("transit"), nowUnixSeconds()).entry.state;
    };
    const Issuer &now = trust.issuers.at(0), &before = trust.issuers.at(1);
    EXPECT_EQ(stateOf(goneAfter, now), CheckState::Failed);
    EXPECT_EQ(stateOf(staysAfter, now), CheckState::Passed);
    EXPECT_EQ(stateOf(goneBefore, before), CheckState::Failed) << "revoked after its issuer was retired";
    EXPECT_EQ(stateOf(earlyBefore, before), CheckState::Failed) << "revoked before";
    EXPECT_EQ(stateOf(staysBefore, before), CheckState::Passed);
    EXPECT_EQ(server.get("/v1/status-lists").json()["lists"].size(), 2u * 4 - 1) << "tomorrow the retired one signs nothing";
  });
  serving(182, [&](const ServerProcess& server) { EXPECT_EQ(server.get("/v1/status-lists").json()["lists"].size(), 4u); });
}

TEST_F(Rotation, TakesAStolenIssuerOutAtOnce) {
  serving(0, [](const ServerProcess&) {});
  EXPECT_EQ(command({"switch-issuer", "--at-once"}).status, 2) << "there must be a next one";
  const PublicKey next = keyOf(command({"announce-next-issuer"}));
  EXPECT_EQ(keyOf(command({"switch-issuer", "--at-once"})), next);
  serving(0, [&](const ServerProcess& server) {
    const TrustList list = adopt(server, pinned(server))->list;
    ASSERT_EQ(list.issuers.size(), 1u);
    EXPECT_EQ(list.issuers[0].key, next);
    Device device;
    ASSERT_EQ(device.enrol(server, newDemoCode(server)).status, 201);
    const Reply reply = device.post(server, "/v1/passes", passesBody({"transit"}));
    const PassClaims claims = *readUnverifiedPass(*decodeBase64Url(reply.json()["passes"][0]["pass"].get<std::string>()));
    EXPECT_GE(claims.notBeforeUnixSeconds, list.issuers[0].notBeforeUnixSeconds) << "what it signs is accepted at once";
  });
}

TEST_F(Rotation, AcceptsAtOnceWhatAKeySignsThatWasAnnouncedAMomentAgo) {
  serving(0, [](const ServerProcess&) {});
  const PublicKey next = keyOf(command({"announce-next-issuer"}));
  serving(0, [&](const ServerProcess& server) { EXPECT_EQ(adopt(server, pinned(server))->list.issuers.at(1).key, next); });
  EXPECT_EQ(keyOf(command({"switch-issuer", "--at-once"})), next);
  serving(0, [&](const ServerProcess& server) {
    const Issuer issuer = adopt(server, pinned(server))->list.issuers.at(0);
    EXPECT_EQ(issuer.key, next);
    Device device;
    ASSERT_EQ(device.enrol(server, newDemoCode(server)).status, 201);
    const Reply reply = device.post(server, "/v1/passes", passesBody({"transit"}));
    const PassClaims claims = *readUnverifiedPass(*decodeBase64Url(reply.json()["passes"][0]["pass"].get<std::string>()));
    EXPECT_GE(claims.notBeforeUnixSeconds, issuer.notBeforeUnixSeconds) << "the mark before the announcement";
  });
}

TEST_F(Rotation, SaysThatAKeyListIsDamaged) {
  serving(0, [](const ServerProcess&) {});
  writeFile(data() + "/keys/former-roots.keys", "not a key\n");
  const Finished failed = runToEnd({"--data", data(), "--port", "0"});
  EXPECT_EQ(failed.status, 1);
  EXPECT_NE(failed.errors.find("former-roots.keys"), std::string::npos) << failed.errors;
}

}  // namespace
}  // namespace citycode::server::test
