// The load of scripts/bench ratings: ratings_load PORT, then one command a line; each is answered by one line of JSON.
//
//   services IN_FLIGHT COUNT    a desk ends services with slips, as soon as an answer makes room
//   tokens IN_FLIGHT COUNT      phones turn tickets into tokens
//   ratings IN_FLIGHT COUNT     and spend them
//   bare COUNT THREADS          the bare operations of ristretto255 of a token and of its redemption, without the server
//
// It ends with the input. What goes wrong is one sentence on standard error, and status 1.
#include <cmath>
#include <cstdio>
#include <iostream>
#include <sstream>
#include <stdexcept>
#include <string>

#include <nlohmann/json.hpp>

#include "citycode/crypto.h"
#include "load/load.h"
#include "ratings/bare_tokens.h"
#include "ratings/raters.h"

namespace {

using namespace citycode::server::bench;
using Json = nlohmann::json;

double rounded(double value) { return std::round(value * 1000) / 1000; }

Json asJson(const Answers& answers) {
  Json statuses = Json::object(), latencies = Json::array();
  for (const auto& [status, count] : answers.statuses) statuses[std::to_string(status)] = count;
  for (const double ms : answers.latenciesMs) latencies.push_back(rounded(ms));
  return {{"statuses", std::move(statuses)}, {"latenciesMs", std::move(latencies)}, {"wallSeconds", answers.wallSeconds},
          {"ownCpuSeconds", answers.ownCpuSeconds}};
}

Json answer(std::uint16_t port, Raters& raters, const std::string& line) {
  std::istringstream words(line);
  std::string name;
  std::size_t first = 0, second = 0;
  words >> name >> first >> second;
  if (!words || first == 0 || second == 0) throw std::runtime_error("This is no command: " + line);
  if (name == "bare") {
    const BareTokenMs ms = timeBareTokens(first, second);
    return {{"issuedMs", ms.issued}, {"redeemedMs", ms.redeemed}};
  }
  if (name == "services") {
    const Answers answers = runLoad(port, {raters.services(second), {}, first, true});
    raters.takeTickets(answers);
    return asJson(answers);
  }
  if (name == "tokens") {
    const Answers answers = runLoad(port, {raters.tokens(second), {}, first, true});
    raters.takeTokens(answers);
    return asJson(answers);
  }
  if (name == "ratings") return asJson(runLoad(port, {raters.ratings(second), {}, first}));
  throw std::runtime_error("This is no command: " + line);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2 || !citycode::startCrypto()) {
    std::fputs("usage: ratings_load PORT\n", stderr);
    return 2;
  }
  try {
    const auto port = static_cast<std::uint16_t>(std::stoul(argv[1]));
    Raters raters(port);
    for (std::string line; std::getline(std::cin, line);) std::cout << answer(port, raters, line).dump() << std::endl;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
  return 0;
}
