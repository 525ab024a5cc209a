// RFC 9285: what is decoded encodes to the same text, and any bytes come back.
#include "encoding/base45.h"

#include "fuzz.h"

void citycode::fuzz::oneInput(ByteView bytes) {
  const std::string_view text = textOf(bytes);
  const auto decoded = decodeBase45(text);
  if (decoded) {
    CC_HOLDS(decoded->size() <= text.size() / 3 * 2 + 1);
    CC_HOLDS(encodeBase45(*decoded) == text);
  }
  const auto back = decodeBase45(encodeBase45(bytes));
  CC_HOLDS(back && sameBytes(*back, bytes));
}
