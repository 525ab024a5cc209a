#include "ratings/bare_tokens.h"

#include <sodium.h>

#include <array>
#include <ctime>
#include <stdexcept>
#include <vector>

#include "load/side_by_side.h"

namespace citycode::server::bench {
namespace {

using Element = std::array<unsigned char, crypto_core_ristretto255_BYTES>;
using Number = std::array<unsigned char, crypto_core_ristretto255_SCALARBYTES>;
using Wide = std::array<unsigned char, crypto_core_ristretto255_HASHBYTES>;

double threadCpuMs() {
  timespec time{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

/// Numbers and elements of its own for each thread.
class Bench {
 public:
  Bench() {
    crypto_core_ristretto255_random(element_.data());
    crypto_core_ristretto255_scalar_random(number_.data());
    randombytes_buf(wide_.data(), wide_.size());
  }

  /// RFC 9497 section 3.3.3, BlindEvaluate of one element: the element is looked at, the key inverted, the element multiplied, the
  /// tweaked key computed; the proof weighs both elements' sums and has two commitments.
  bool issue() {
    crypto_core_ristretto255_scalar_invert(inverse_.data(), number_.data());
    return crypto_core_ristretto255_is_valid_point(element_.data()) == 1 && multiply(inverse_) && base() && multiply(number_) && multiply(number_) &&
           base() && multiply(number_);
  }

  /// Evaluate: the input hashed to an element, the key inverted, the element multiplied.
  bool redeem() {
    crypto_core_ristretto255_from_hash(element_.data(), wide_.data());
    crypto_core_ristretto255_scalar_invert(inverse_.data(), number_.data());
    return multiply(inverse_);
  }

 private:
  bool multiply(const Number& number) { return crypto_scalarmult_ristretto255(product_.data(), number.data(), element_.data()) == 0; }
  bool base() { return crypto_scalarmult_ristretto255_base(product_.data(), number_.data()) == 0; }

  Element element_, product_;
  Number number_, inverse_;
  Wide wide_;
};

template <class Call>
double msOf(std::size_t times, Call&& call) {
  const double before = threadCpuMs();
  bool good = true;
  for (std::size_t i = 0; i < times; ++i) good = call() && good;
  if (!good) throw std::runtime_error("A bare operation failed.");
  return (threadCpuMs() - before) / static_cast<double>(times);
}

}  // namespace

BareTokenMs timeBareTokens(std::size_t tokens, std::size_t threads) {
  std::vector<BareTokenMs> measured(threads);
  sideBySide(threads, [&](std::size_t thread) {
    Bench bench;
    measured[thread] = {msOf(tokens, [&] { return bench.issue(); }), msOf(tokens, [&] { return bench.redeem(); })};
  });
  BareTokenMs mean;
  for (const BareTokenMs& one : measured) {
    mean.issued += one.issued / static_cast<double>(threads);
    mean.redeemed += one.redeemed / static_cast<double>(threads);
  }
  return mean;
}

}  // namespace citycode::server::bench
