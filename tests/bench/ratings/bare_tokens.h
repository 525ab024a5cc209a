// What a token and its redemption need of ristretto255 and nothing else, as bare calls of libsodium.
#pragma once

#include <cstddef>

namespace citycode::server::bench {

/// Milliseconds of processor time for one token.
struct BareTokenMs {
  double issued = 0;     // evaluated, with its proof
  double redeemed = 0;   // evaluated anew from its input
};

/// The mean of `tokens` on each of `threads` threads at once: a processor that is busy on all sides is slower on each.
BareTokenMs timeBareTokens(std::size_t tokens, std::size_t threads);

}  // namespace citycode::server::bench
