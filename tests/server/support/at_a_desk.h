// A city with the desk of an office, whose services people rate; its server can be started anew at another time.
#pragma once

#include <signal.h>

#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "support/rater.h"
#include "support/server_process.h"
#include "support/temporary_folder.h"

namespace citycode::server::test {

class AtADesk : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(startCrypto());
    startAt(0);
    desk_ = std::make_unique<Device>(enrolledDesk(server_, "tax-office"));
    trust_ = trustOf(server_);
  }
  void startAt(std::int64_t offsetSeconds) {
    server_.stop(SIGTERM);
    ASSERT_TRUE(server_.start(data_, {{"--demo", "--post-rate", "0", "--device-rate", "0", "--clock-offset-seconds", std::to_string(offsetSeconds)}, {}}))
        << server_.errors();
  }

  const TemporaryFolder folder_;
  const std::string data_ = folder_ / "data";
  ServerProcess server_;
  std::unique_ptr<Device> desk_;
  TrustList trust_;
};

}  // namespace citycode::server::test
