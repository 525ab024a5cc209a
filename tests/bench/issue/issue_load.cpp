// The load of scripts/bench issue: issue_load PORT PERSON SEED, then one command a line; each is answered by one line of JSON.
//
//   prepare BATCHES               enrols phones and makes pass keys, so that so many batches can be asked for
//   closed IN_FLIGHT BATCHES      as soon as an answer makes room
//   open PER_SECOND BATCHES       at moments that chance chose before (a Poisson process: phones do not know of one another)
//   bare BATCHES THREADS          the bare cryptography of the batch that was answered first, without the server
//
// It ends with the input. What goes wrong is one sentence on standard error, and status 1.
#include <sys/resource.h>

#include <cmath>
#include <cstdio>
#include <iostream>
#include <optional>
#include <random>
#include <sstream>
#include <stdexcept>
#include <string>

#include <nlohmann/json.hpp>

#include "citycode/crypto.h"
#include "issue/answer_check.h"
#include "issue/bare_work.h"
#include "load/load.h"
#include "issue/phones.h"

namespace {

using namespace citycode::server::bench;
using Json = nlohmann::json;

constexpr std::size_t kMostConnections = 1024;   // a proxy in front of the server keeps fewer

double rounded(double value) { return std::round(value * 1000) / 1000; }

class Load {
 public:
  Load(std::uint16_t port, int person, unsigned seed) : port_(port), phones_(port, person), chance_(seed) {}

  Json answer(const std::string& line) {
    std::istringstream words(line);
    std::string name;
    double first = 0;
    std::size_t second = 0;
    words >> name >> first;
    if (name == "prepare" && words && first >= 1) return prepare(static_cast<std::size_t>(first));
    words >> second;
    if (!words || first <= 0 || second == 0) throw std::runtime_error("This is no command: " + line);
    if (name == "closed") return load({phones_.sign(second), {}, static_cast<std::size_t>(first)});
    if (name == "open") return load({phones_.sign(second), moments(first, second), kMostConnections});
    if (name == "bare") return bare(static_cast<std::size_t>(first), second);
    throw std::runtime_error("This is no command: " + line);
  }

 private:
  Json prepare(std::size_t batches) {
    phones_.prepare(batches);
    return {{"phones", phones_.enrolled()}, {"scenes", phones_.scenes()}, {"passesPerBatch", kPassesPerBatch}};
  }

  std::vector<double> moments(double perSecond, std::size_t count) {
    std::exponential_distribution<double> gap(perSecond);
    std::vector<double> due;
    for (double at = 0; due.size() < count;) due.push_back(at += gap(chance_));
    return due;
  }

  Json load(const Plan& plan) {
    const Answers answers = runLoad(port_, plan);
    for (const auto& [request, body] : answers.kept) {
      const auto passes = check_.read(plan.requests[request], body);
      if (!bare_) bare_ = bareWorkOf(plan.requests[request], passes);
    }
    Json statuses = Json::object(), latencies = Json::array();
    for (const auto& [status, count] : answers.statuses) statuses[std::to_string(status)] = count;
    for (const double ms : answers.latenciesMs) latencies.push_back(rounded(ms));
    return {{"statuses", std::move(statuses)}, {"latenciesMs", std::move(latencies)}, {"wallSeconds", answers.wallSeconds},
            {"ownCpuSeconds", answers.ownCpuSeconds}};
  }

  Json bare(std::size_t batches, std::size_t threads) const {
    if (!bare_) throw std::runtime_error("No batch was answered yet.");
    const BareMs ms = timeBareWork(*bare_, batches, threads);
    return {{"verificationMs", ms.verification}, {"signaturesMs", ms.signatures}, {"sealsMs", ms.seals}, {"keyChecksMs", ms.keyChecks},
            {"seals", bare_->sealedBytes.size()}};
  }

  std::uint16_t port_;
  Phones phones_;
  std::mt19937_64 chance_;
  AnswerCheck check_;
  std::optional<BareWork> bare_;
};

/// Debian gives a process 1,024 descriptors, and lets it ask for more.
void raiseDescriptors() {
  rlimit files{};
  ::getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &files);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4 || !citycode::startCrypto()) {
    std::fputs("usage: issue_load PORT PERSON SEED\n", stderr);
    return 2;
  }
  raiseDescriptors();
  try {
    Load load(static_cast<std::uint16_t>(std::stoul(argv[1])), std::stoi(argv[2]), static_cast<unsigned>(std::stoul(argv[3])));
    for (std::string line; std::getline(std::cin, line);) std::cout << load.answer(line).dump() << std::endl;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
  return 0;
}
