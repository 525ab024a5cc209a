// https by the server itself: which files it takes, and who gets nothing.
#include "http/tls.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "support/server_process.h"
#include "support/temporary_folder.h"

namespace citycode::server::test {
namespace {

constexpr std::int64_t kNow = 1'795'831'786, kDay = 86'400;

class OwnTls : public testing::Test {
 protected:
  CertificateFiles kept(const std::string& folder, std::int64_t now = kNow, const std::vector<std::string>& addresses = {"192.0.2.7", "127.0.0.1"}) {
    auto files = keepOwnCertificate(folder_ / folder, addresses, now);
    EXPECT_TRUE(files) << files.failure().sentence;
    return *files;
  }
  std::string refusal(const std::vector<std::string>& options) {
    std::vector<std::string> arguments{"--data", folder_ / "data", "--port", "0"};
    arguments.insert(arguments.end(), options.begin(), options.end());
    const Finished finished = runToEnd(arguments);
    EXPECT_EQ(finished.status, 2) << finished.errors;
    EXPECT_FALSE(std::filesystem::exists(folder_ / "data/citycode.sqlite")) << "nothing is begun";
    return finished.errors;
  }

  const TemporaryFolder folder_;
};

TEST_F(OwnTls, KeepsTheCertificateThatFitsAndMakesAnotherWhereItDoesNot) {
  const CertificateFiles files = kept("a");
  const std::string first = fingerprintOf(files);
  EXPECT_EQ(first.size(), 32u * 3 - 1);
  EXPECT_EQ(std::filesystem::status(files.key).permissions(), std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  EXPECT_EQ(fingerprintOf(kept("a", kNow + 80 * kDay)), first) << "whoever trusted it need not again";
  EXPECT_EQ(fingerprintOf(kept("a", kNow, {"127.0.0.1"})), first) << "it is for this one, too";
  const std::string later = fingerprintOf(kept("a", kNow + 84 * kDay));
  EXPECT_NE(later, first) << "a week before it ends";
  const std::string elsewhere = fingerprintOf(kept("a", kNow + 84 * kDay, {"192.0.2.8", "127.0.0.1"}));
  EXPECT_NE(elsewhere, later);
  writeFile(files.key, "no key");
  EXPECT_NE(fingerprintOf(kept("a", kNow + 84 * kDay, {"192.0.2.8", "127.0.0.1"})), elsewhere) << "of no use without its key";
}

TEST_F(OwnTls, TakesNoFilesThatDoNotBelongTogether) {
  const CertificateFiles one = kept("a"), other = kept("b");
  EXPECT_TRUE(openTls(one));
  EXPECT_FALSE(openTls({one.certificate, other.key}));
  EXPECT_NE(refusal({"--tls-certificate", one.certificate, "--tls-key", other.key}).find("is no private key of the certificate"), std::string::npos);
  EXPECT_NE(refusal({"--tls-certificate", folder_ / "none.pem", "--tls-key", one.key}).find("none.pem is no certificate in PEM"), std::string::npos);
  EXPECT_NE(refusal({"--tls-certificate", one.certificate}).find("belong together"), std::string::npos);
  EXPECT_NE(refusal({"--lan", "--tls-certificate", one.certificate, "--tls-key", one.key}).find("--lan makes a certificate by itself"), std::string::npos);
}

TEST_F(OwnTls, AnswersNobodyWithoutTls) {
  ServerProcess server;
  const CertificateFiles files = kept("a");
  ASSERT_TRUE(server.start(folder_ / "data", {{"--tls-certificate", files.certificate, "--tls-key", files.key}, {}})) << server.errors();
  EXPECT_NE(server.output().find("https://localhost:"), std::string::npos);
  EXPECT_EQ(exchangeRaw(server.port(), "GET /v1/city HTTP/1.1\r\nHost: localhost\r\n\r\n").status, 0);
  EXPECT_EQ(server.stop(SIGTERM), 0) << server.errors();
}

}  // namespace
}  // namespace citycode::server::test
