// Somebody else's program: judges a code with the installed package alone. judge CITY-KEY TRUST-LIST STATUS-LIST SCENE TIME CODE
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>

#include <citycode/citycode.h>

namespace {

citycode::Bytes bytesOfFile(const char* path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 7 || !citycode::startCrypto()) return 64;
  const std::int64_t now = std::atoll(arguments[5]);
  citycode::Verifier verifier;
  const auto adopted = verifier.takeTrustList(bytesOfFile(arguments[2]), bytesOfFile(arguments[1]), now);
  if (!adopted) return std::cout << "trust list: " << citycode::faultId(adopted.fault()) << '\n', 65;
  if (const auto taken = verifier.takeStatusList(bytesOfFile(arguments[3]), now); !taken)   // it goes on with what it has
    std::cerr << "status list: " << citycode::faultId(taken.fault()) << '\n';
  const citycode::Verdict verdict =
      verifier.verify(arguments[6], {.nowUnixSeconds = now, .scopeName = arguments[4], .venueId = {}, .nonce = {}});
  std::cout << citycode::outcomeName(verdict.outcome) << ' ' << (verdict.fault ? citycode::faultId(*verdict.fault) : "") << '\n';
  return verdict.outcome == citycode::Outcome::Valid ? 0 : 1;
}
