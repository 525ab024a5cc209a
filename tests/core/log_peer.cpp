// Answers log_oracle.py line by line, so that an implementation from outside can hold ours against its own.
//
//   entries HEX...            the log's entries from now on ("-" is an empty entry)
//   root SIZE                 its root
//   include INDEX SIZE        an inclusion proof, as hex hashes
//   consist FIRST SECOND      a consistency proof
//   check-include INDEX SIZE ROOT HASH...          "yes" or "no"
//   check-consist FIRST SECOND ROOT ROOT HASH...   "yes" or "no"
#include <cstdint>
#include <iostream>
#include <sstream>
#include <string>

#include "byte_text.h"
#include "log/log_proof.h"

namespace {

using namespace citycode;
using test::bytesFromHex;

LogHash hashOf(const std::string& hex) {
  LogHash hash{};
  const Bytes bytes = bytesFromHex(hex);
  std::copy_n(bytes.begin(), std::min(bytes.size(), hash.size()), hash.begin());
  return hash;
}

void print(std::span<const LogHash> hashes) {
  static const char* const kDigits = "0123456789abcdef";
  std::string line;
  for (const LogHash& hash : hashes) {
    if (!line.empty()) line += ' ';
    for (const std::uint8_t byte : hash) line.append({kDigits[byte >> 4], kDigits[byte & 15]});
  }
  std::cout << line << std::endl;
}

LogProof hashesOf(std::istringstream& words) {
  LogProof proof;
  for (std::string word; words >> word;) proof.push_back(hashOf(word));
  return proof;
}

std::vector<LogHash> leaves;

void printProof(const Result<LogProof>& proof) {
  if (proof) print(*proof);
  else std::cout << faultId(proof.fault()) << std::endl;
}

void answer(const std::string& verb, std::istringstream& words) {
  LeafList nodes{std::span<const LogHash>(leaves)};
  std::uint64_t a = 0, b = 0;
  std::string first, second;
  if (verb == "entries") {
    leaves.clear();
    for (std::string word; words >> word;) leaves.push_back(leafHash(word == "-" ? Bytes() : bytesFromHex(word)));
    std::cout << leaves.size() << std::endl;
  } else if (verb == "root" && words >> a) {
    const auto root = logRoot(nodes, a);
    if (root) print({&*root, 1});
    else std::cout << faultId(root.fault()) << std::endl;
  } else if (verb == "include" && words >> a >> b) {
    printProof(proveInclusion(nodes, a, b));
  } else if (verb == "consist" && words >> a >> b) {
    printProof(proveConsistency(nodes, a, b));
  } else if (verb == "check-include" && words >> a >> b >> first && a < leaves.size()) {
    std::cout << (verifyInclusion(leaves[a], a, b, hashesOf(words), hashOf(first)) ? "yes" : "no") << std::endl;
  } else if (verb == "check-consist" && words >> a >> b >> first >> second) {
    std::cout << (verifyConsistency(a, b, hashOf(first), hashOf(second), hashesOf(words)) ? "yes" : "no") << std::endl;
  } else {
    std::cout << "malformed" << std::endl;
  }
}

}  // namespace

int main() {
  if (!startCrypto()) return 1;
  for (std::string line; std::getline(std::cin, line);) {
    std::istringstream words(line);
    std::string verb;
    words >> verb;
    answer(verb, words);
  }
  return 0;
}
