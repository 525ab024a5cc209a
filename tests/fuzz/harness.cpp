// libFuzzer's door: starts the crypto library, measures the slowest run, says it at the end for scripts/fuzz.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>

#include <nlohmann/json.hpp>

#include "citycode/crypto.h"
#include "fuzz.h"

namespace citycode::fuzz {
namespace {

std::clock_t slowest = 0;   // processor time: a busy machine is no finding

void saySlowest() { std::fprintf(stderr, "slowest run: %.1f ms\n", 1000.0 * static_cast<double>(slowest) / CLOCKS_PER_SEC); }

}  // namespace

void broken(const char* condition, const char* file, int line) {
  std::fprintf(stderr, "%s:%d: this did not hold: %s\n", file, line, condition);
  std::abort();
}

std::uint64_t Input::number(std::size_t bytes) {
  std::uint64_t value = 0;
  for (; bytes > 0 && !rest_.empty(); --bytes, rest_ = rest_.subspan(1)) value = value << 8 | rest_[0];
  return value;
}

ByteView Input::part() {
  const std::size_t size = std::min<std::size_t>(number(2), rest_.size());
  const ByteView taken = rest_.first(size);
  rest_ = rest_.subspan(size);
  return taken;
}

bool isJson(std::string_view text) { return nlohmann::json::accept(text); }

}  // namespace citycode::fuzz

extern "C" int LLVMFuzzerInitialize(int*, char***) {
  if (!citycode::startCrypto()) std::abort();
  std::atexit(citycode::fuzz::saySlowest);
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace citycode::fuzz;
  const std::clock_t begin = std::clock();
  oneInput(citycode::ByteView(data, size));
  slowest = std::max(slowest, std::clock() - begin);
  return 0;
}
