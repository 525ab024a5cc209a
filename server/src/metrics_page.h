// GET /metrics on the port for whoever watches (http/server.h, listenAside): what was counted, and what is true now.
#pragma once

#include <string>

#include "city/trust_list_keeper.h"
#include "http/server.h"
#include "metrics/metrics.h"
#include "revocation/status_list_keeper.h"

namespace citycode::server {

struct MetricsPage {
  const Metrics& metrics;
  const Server& server;
  Store& store;
  const TrustListKeeper& trustList;
  StatusListKeeper& statusLists;
  Clock clock;
  std::string dataFolder;

  Response answer(const Request& request) const;

 private:
  Metrics::Now now() const;
};

}  // namespace citycode::server
