// What one batch needs of cryptography and nothing else, as bare calls of libsodium on the bytes of a batch that the server answered.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "citycode/bytes.h"
#include "citycode/crypto.h"
#include "issue/answer_check.h"

namespace citycode::server::bench {

struct BareWork {
  std::string signedText;                  // of the request: verified once
  std::vector<Bytes> messages;             // each pass, as the issuer signed it
  std::vector<std::size_t> sealedBytes;    // the plain bytes of each seal
  std::vector<PublicKey> passKeys;
};

BareWork bareWorkOf(const std::string& request, const std::vector<AnsweredPass>& passes);

/// Milliseconds of processor time for a batch.
struct BareMs {
  double verification = 0, signatures = 0, seals = 0;   // what the batch needs
  double keyChecks = 0;   // that each pass key is a point of the prime-order group (crypto.h): what admitting keys so costs
};

/// The mean of `batches` on each of `threads` threads at once: a processor that is busy on all sides is slower on each.
BareMs timeBareWork(const BareWork& work, std::size_t batches, std::size_t threads);

}  // namespace citycode::server::bench
