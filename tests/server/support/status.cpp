#include "support/status.h"

#include <gtest/gtest.h>

#include "support/device.h"

namespace citycode::server::test {
namespace {

std::string addressOf(const nlohmann::json& entry) {
  return "/v1/status-lists/" + entry["issuerKid"].get<std::string>() + "/" + std::to_string(entry["day"].get<std::int64_t>());
}

}  // namespace

std::string statusAddress(const ServerProcess& server, int day) {
  const auto index = server.get("/v1/status-lists").json();
  for (const auto& entry : index["lists"])
    if (entry["day"] == index["nowUnixSeconds"].get<std::int64_t>() / 86400 + day) return addressOf(entry);
  return "";
}

StatusLists statusLists(const ServerProcess& server, const TrustList& trust) {
  StatusLists lists;
  const auto index = server.get("/v1/status-lists").json();
  for (const auto& entry : index["lists"]) {
    const Reply list = server.get(addressOf(entry));
    EXPECT_TRUE(lists.adopt(bytesOf(list.body), trust, index["nowUnixSeconds"])) << list.status;
  }
  return lists;
}

}  // namespace citycode::server::test
