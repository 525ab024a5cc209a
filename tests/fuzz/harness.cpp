// libFuzzer's entry point: starts the crypto library, measures the slowest run, says it at the end for scripts/fuzz.
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

// RFC 1950 and stored blocks of RFC 1951 section 3.2.4.
Bytes storedZlib(ByteView bytes) {
  constexpr std::size_t kMaxBlockBytes = 65535;
  constexpr std::uint32_t kAdlerModulus = 65521;
  Bytes stream{0x78, 0x01};
  std::uint32_t a = 1, b = 0;
  for (const std::uint8_t byte : bytes) a = (a + byte) % kAdlerModulus, b = (b + a) % kAdlerModulus;
  do {
    const ByteView block = bytes.first(std::min(bytes.size(), kMaxBlockBytes));
    bytes = bytes.subspan(block.size());
    const std::size_t size = block.size();
    for (const std::size_t byte : {std::size_t{bytes.empty()}, size, size >> 8, ~size, ~size >> 8})
      stream.push_back(static_cast<std::uint8_t>(byte));
    stream.insert(stream.end(), block.begin(), block.end());
  } while (!bytes.empty());
  for (const std::uint32_t half : {b, a}) stream.insert(stream.end(), {static_cast<std::uint8_t>(half >> 8), static_cast<std::uint8_t>(half)});
  return stream;
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
