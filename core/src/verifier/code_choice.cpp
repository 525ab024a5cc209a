#include "citycode/verifier.h"

#include <optional>

#include "citycode/symbol.h"
#include "paper/paper_code.h"
#include "pass/other_code.h"
#include "pass/presentation.h"

namespace citycode {
namespace {

/// A city code as far as its text goes.
struct Candidate {
  std::size_t position;
  std::string_view text;
  bool isCut;
  DecodedCode code;   // empty unless it is a phone's code that can be taken apart

  std::int64_t slot() const {
    const auto claims = decodePresentationClaims(code.presentationPayload);   // of no bytes: refused
    return claims ? claims->issuedUnixSeconds : 0;
  }
};

bool isCityCode(std::string_view text) {
  return text.starts_with(kCodePrefix) || isLaterVersion(text) || (looksLikePaperCode(text) && decodePaperCode(text));
}

bool isSameCode(const Candidate& a, const Candidate& b) {
  return a.text == b.text || (!a.code.pass.empty() && sameBytes(a.code.pass, b.code.pass));
}

/// Of two symbols of one code: the one that is whole, then the later slot.
bool isBetter(const Candidate& a, const Candidate& b) { return a.isCut != b.isCut ? b.isCut : a.slot() > b.slot(); }

std::size_t longestWhole(const std::vector<FoundSymbol>& inView) {
  std::size_t longest = inView.size();
  for (std::size_t i = 0; i < inView.size(); ++i)
    if (!inView[i].isCut && (longest == inView.size() || inView[i].bytes.size() > inView[longest].bytes.size())) longest = i;
  return longest;
}

}  // namespace

Result<std::size_t> chooseCode(const std::vector<FoundSymbol>& inView) {
  if (inView.size() == 1) return inView.front().isCut ? 1 : 0;   // as good as always
  std::optional<Candidate> chosen;
  for (std::size_t i = 0; i < inView.size(); ++i) {
    const std::string_view text = textOf(inView[i].bytes);
    if (!isCityCode(text)) continue;
    Candidate candidate{i, text, inView[i].isCut, {}};
    if (auto code = decodeCode(text)) candidate.code = *std::move(code);
    if (chosen && !isSameCode(*chosen, candidate)) return Fault::ImageTwoCodes;
    if (!chosen || isBetter(candidate, *chosen)) chosen = std::move(candidate);
  }
  if (!chosen) return longestWhole(inView);
  if (inView.size() >= kMaxSymbolsPerImage) return Fault::ImageTwoCodes;
  return chosen->isCut ? inView.size() : chosen->position;
}

}  // namespace citycode
