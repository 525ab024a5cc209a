// A list as a sequence of codes: parts in any order, twice, of other lists or of none give back what was split, or nothing.
#include "lists/code_sequence.h"

#include "fuzz.h"

namespace citycode::fuzz {
namespace {

constexpr int kMaxTexts = 80;   // more than a sequence has parts

// Whatever comes in as text.
void strangers(Input& input) {
  CodeSequence sequence(input.byte() % 2 ? ListKind::TrustList : ListKind::StatusList);
  for (int i = 0; i < kMaxTexts && !input.atEnd(); ++i) {
    const std::size_t had = sequence.have();
    const bool taken = static_cast<bool>(sequence.add(input.partText()));
    CC_HOLDS(sequence.have() <= sequence.total() && sequence.total() <= kMaxSequenceParts);
    CC_HOLDS(taken || sequence.have() <= had);
    if (sequence.isComplete()) CC_HOLDS(sequence.whole().size() <= kMaxSequenceParts * kMaxPartBytes);
  }
}

// A list of ours, its parts from the middle on and one of them bent.
void ours(Input& input) {
  const std::size_t partBytes = input.number(2), begin = input.byte(), bent = input.byte();
  const std::uint8_t mask = input.byte();
  const auto texts = splitIntoCodes(input.rest(), ListKind::TrustList, partBytes);
  if (!texts) return;
  CodeSequence sequence(ListKind::TrustList), disturbed(ListKind::TrustList);
  for (std::size_t i = 0; i < texts->size(); ++i) {
    std::string text = (*texts)[(begin + i) % texts->size()];
    CC_HOLDS(text.size() <= kMaxSequenceTextChars);
    CC_HOLDS(!sequence.isComplete() && sequence.add(text) && sequence.add(text));   // twice is once
    if (i == bent % texts->size()) text[bent % text.size()] = static_cast<char>(text[bent % text.size()] ^ mask);
    (void)disturbed.add(text);
  }
  CC_HOLDS(sequence.isComplete() && sameBytes(sequence.whole(), input.rest()));
  // What is complete is what was split: a part that was bent never becomes another list.
  if (disturbed.isComplete()) CC_HOLDS(sameBytes(disturbed.whole(), input.rest()));
}

}  // namespace

void oneInput(ByteView bytes) {
  Input input(bytes);
  if (input.byte() % 2) strangers(input);
  else ours(input);
}

}  // namespace citycode::fuzz
