// Whether an answer is what was asked for. A load that is answered with anything else measures nothing.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "citycode/bytes.h"
#include "citycode/pass.h"

namespace citycode::server::bench {

struct AnsweredPass {
  PassClaims claims;
  Bytes signedMessage;   // what the issuer signed (Sig_structure)
};

class AnswerCheck {
 public:
  /// The passes of an answer: one for each key of the request, in its order, each with a status index that no other pass of its day
  /// had among the answers seen before. Throws std::runtime_error with a sentence when it is anything else.
  std::vector<AnsweredPass> read(const std::string& request, const std::string& body);

 private:
  std::set<std::pair<std::int64_t, std::uint32_t>> indices_;   // by UTC day
};

}  // namespace citycode::server::bench
