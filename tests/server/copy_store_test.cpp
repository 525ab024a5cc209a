// The command that moves a city's records to another database, as an operator uses it.
#include <signal.h>

#include <filesystem>

#include "support/demo_city.h"
#include "support/engines.h"

namespace citycode::server::test {
namespace {

class CopyStore : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(startCrypto());
    ASSERT_TRUE(server_.start(data_, {{"--store", from_, "--demo"}, {}})) << server_.errors();
    ASSERT_EQ(device_.enrol(server_, newDemoCode(server_)).status, 201);
    ASSERT_EQ(device_.post(server_, "/v1/passes", passesBody({"transit", "transit"})).status, 200);
    ASSERT_EQ(device_.post(server_, "/v1/paper-codes", R"({"photo":null})").status, 201);
  }
  Finished copy(const std::string& from, const std::string& to) { return runToEnd({"--data", data_, "copy-store", "--from", from, "--to", to}); }

  const TemporaryFolder folder_;
  const std::string data_ = folder_ / "data";
  const std::string from_ = "sqlite:" + (folder_ / "from.sqlite");
  const std::string to_ = isOnPostgresql() ? storeUrl(folder_ / "to") : "sqlite:" + (folder_ / "to.sqlite");
  const Device device_;
  ServerProcess server_;
};

TEST_F(CopyStore, TheCityGoesOnThere) {
  ASSERT_EQ(server_.stop(SIGTERM), 0);
  const Finished copied = copy(from_, to_);
  ASSERT_EQ(copied.status, 0) << copied.errors;
  EXPECT_NE(copied.output.find("pass_batch: 1 rows, counted on both sides\n"), std::string::npos) << copied.output;
  ASSERT_TRUE(server_.start(data_, {{"--store", to_, "--demo"}, {}})) << server_.errors();
  EXPECT_EQ(device_.post(server_, "/v1/passes", passesBody({"transit"})).status, 200);
  EXPECT_EQ(device_.post(server_, "/v1/paper-codes/list", "{}").json()["cards"].size(), 1u);
  EXPECT_EQ(device_.post(server_, "/v1/devices/revoke", R"({"devices":"this","reason":"lost"})").json()["revokedPasses"], 3);
}

TEST_F(CopyStore, WhileTheServerRunsNothingIsLostThatItAnswered) {
  ASSERT_EQ(copy(from_, to_).status, 0);
  EXPECT_EQ(device_.post(server_, "/v1/passes", passesBody({"transit"})).status, 200) << "the server goes on with its own";
}

TEST_F(CopyStore, RefusesWhatIsNotEmptyOrNotThere) {
  ASSERT_EQ(copy(from_, to_).status, 0);
  const Finished again = copy(from_, to_);
  EXPECT_EQ(again.status, 2);
  EXPECT_NE(again.errors.find("give --to an empty database"), std::string::npos) << again.errors;
  const Finished nowhere = copy("sqlite:" + (folder_ / "mistyped.sqlite"), to_);
  EXPECT_EQ(nowhere.status, 2);
  EXPECT_NE(nowhere.errors.find("There are no records"), std::string::npos) << nowhere.errors;
  EXPECT_FALSE(std::filesystem::exists(folder_ / "mistyped.sqlite"));
  const Finished noAddress = copy("from.sqlite", to_);
  EXPECT_EQ(noAddress.status, 2);
  const Finished itself = copy(from_, from_);
  EXPECT_NE(itself.status, 0);
}

TEST_F(CopyStore, AServerOnAnEmptyDatabaseBesideKeysIsRefused) {
  ASSERT_EQ(server_.stop(SIGTERM), 0);
  const Finished failed = runToEnd({"--data", data_, "--store", to_, "--port", "0", "--demo"});
  EXPECT_EQ(failed.status, 1);
  EXPECT_NE(failed.errors.find("copy-store"), std::string::npos) << failed.errors;
}

}  // namespace
}  // namespace citycode::server::test
