#include "support/scanner.h"

#include <algorithm>

#include "citycode/status_list.h"
#include "signing/http_signature.h"

namespace citycode::server::test {

Scanner::Scanner(const ServerProcess& server) {
  const Bytes root = *decodeBase64Url(server.get("/v1/city").json()["rootKey"].get<std::string>());
  std::copy(root.begin(), root.end(), anchors.root.begin());
}

std::string Scanner::fetch(const ServerProcess& server, std::int64_t nowUnixSeconds) {
  auto adopted = adoptTrustList(bytesOf(server.get("/v1/trust-list").body), anchors, nowUnixSeconds);
  if (!adopted) return std::string(faultId(adopted.fault()));
  anchors = adopted->anchors;
  trust = adopted->list;
  const auto index = server.get("/v1/status-lists").json();
  if (index["lists"].size() < 4) return "lists are missing";
  for (const auto& entry : index["lists"]) {
    const std::string address = "/v1/status-lists/" + entry["issuerKid"].get<std::string>() + "/" + std::to_string(entry["day"].get<std::int64_t>());
    const auto list = lists.adopt(bytesOf(server.get(address).body), *trust, nowUnixSeconds);
    if (!list) return std::string(faultId(list.fault()));
  }
  return "";
}

CheckState Scanner::stateOf(const PassClaims& pass, std::int64_t nowUnixSeconds) const {
  return checkStatus(&lists, trust->issuers[0].key, statusDayOf(pass.notBeforeUnixSeconds), pass.statusIndex, *trust->findScope("transit"), nowUnixSeconds)
      .entry.state;
}

}  // namespace citycode::server::test
