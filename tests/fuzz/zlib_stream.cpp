// zlib streams: never more than the caller allows, one answer whatever is allowed beyond it, and what was packed
// comes back. Two bytes of limit, then the stream.
#include "encoding/zlib_stream.h"

#include "fuzz.h"

void citycode::fuzz::oneInput(ByteView bytes) {
  constexpr std::size_t kPlenty = 1 << 20;
  Input input(bytes);
  const std::size_t limit = input.number(2);
  const ByteView packed = input.rest();
  const auto plain = inflateZlib(packed, limit), whole = inflateZlib(packed, kPlenty);
  if (plain) CC_HOLDS(plain->size() <= limit && plain->capacity() <= limit && whole && *whole == *plain);
  else if (whole) CC_HOLDS(plain.fault() == Fault::PaperTooLarge && whole->size() > limit);
  else CC_HOLDS(plain.fault() == Fault::PaperTooLarge || plain.fault() == whole.fault());   // broken beyond the limit

  const auto stored = inflateZlib(storedZlib(packed), packed.size());
  CC_HOLDS(stored && sameBytes(*stored, packed));
  if (limit % 16 != 0) return;   // packing is slow
  const Bytes ours = deflateZlib(packed);
  const auto back = inflateZlib(ours, packed.size());
  CC_HOLDS(back && sameBytes(*back, packed));
  if (!packed.empty()) CC_HOLDS(inflateZlib(ours, packed.size() - 1).fault() == Fault::PaperTooLarge);
}
