// The log that the fuzzers of log_*.h and their seeds share: fixed keys, a few leaves.
#pragma once

#include <string>
#include <vector>

#include "../core/test_city.h"
#include "log/log_checkpoint.h"

namespace citycode::fuzz {

inline constexpr std::uint64_t kLogLeaves = 40;

struct LogCity {
  SigningKey log = test::keyFrom(20), witness[2] = {test::keyFrom(21), test::keyFrom(22)};
  std::vector<LogHash> leaves = [] {
    std::vector<LogHash> leaves;
    for (std::uint64_t n = 0; n < kLogLeaves; ++n) leaves.push_back(leafHash(bytesOf("entry " + std::to_string(n))));
    return leaves;
  }();

  NoteKey key() const { return {"log.example.org/city", NoteKeyType::Ed25519, log.publicKey()}; }
  NoteKey witnessKey(int n) const {
    return {"witness.example/w" + std::to_string(n), NoteKeyType::Cosignature, witness[n].publicKey()};
  }
  LogHash root(std::uint64_t size) const {
    LeafList nodes(leaves);
    return test::must(logRoot(nodes, size));
  }
  Checkpoint checkpoint() const { return {key().name, kLogLeaves, root(kLogLeaves), {}}; }
  std::string note() const {
    std::string text = signCheckpoint(checkpoint(), log);
    for (int i = 0; i < 2; ++i)
      text += cosignatureLine(checkpointText(checkpoint()), witnessKey(i).name, witness[i], test::kNow - 10);
    return text;
  }
};

inline const LogCity& logCity() {
  static const LogCity instance;
  return instance;
}

}  // namespace citycode::fuzz
