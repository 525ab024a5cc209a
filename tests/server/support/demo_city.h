// A demo city that a whole suite of tests talks to.
#pragma once

#include <gtest/gtest.h>

#include <memory>

#include "citycode/crypto.h"
#include "pass/sealed.h"
#include "support/device.h"
#include "support/server_process.h"
#include "support/temporary_folder.h"

namespace citycode::server::test {

class DemoCity : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    ASSERT_TRUE(startCrypto());
    folder_ = std::make_unique<TemporaryFolder>();
    server_ = std::make_unique<ServerProcess>();
    ASSERT_TRUE(server_->start(folder_->path() + "/data", {{"--demo", "--post-rate", "0", "--threads", "2"}, {}})) << server_->errors();
  }
  static void TearDownTestSuite() {
    server_.reset();
    folder_.reset();
  }

  static const ServerProcess& server() { return *server_; }
  static const std::string& folder() { return folder_->path(); }

  /// A device that belongs to one of the demo people.
  static Device enrolled(int person = 1) {
    Device device;
    EXPECT_EQ(device.enrol(server(), newDemoCode(server(), person)).status, 201);
    return device;
  }

  /// What a terminal of the demo hall holds: the keys of every sealed scene.
  static SceneKeys sceneKeys() {
    const Device terminal;
    EXPECT_EQ(terminal.enrolAsTerminal(server(), newDemoTerminalCode(server())).status, 201);
    SceneKeys keys;
    const auto answer = terminal.post(server(), "/v1/scene-keys", "{}").json();
    for (const auto& key : answer["keys"]) {
      auto secret = SceneKey::fromSecret(*decodeBase64Url(key["secret"].get<std::string>()));
      EXPECT_TRUE(secret && keys.add(key["scopeId"], key["utcDay"], *std::move(secret)));
    }
    return keys;
  }

 private:
  static inline std::unique_ptr<TemporaryFolder> folder_;
  static inline std::unique_ptr<ServerProcess> server_;
};

}  // namespace citycode::server::test
