// The C ABI: any calls in any order with memory that is really there. No refusal has an answer, every status is known.
#include "citycode_abi.h"

#include <cmath>

#include "citycode/fault.h"
#include "../core/test_city.h"
#include "fuzz.h"

namespace citycode::fuzz {
namespace {

constexpr int kMaxCalls = 8;
constexpr int kVerbs = 13;
constexpr int kFaults = 0
#define CC_FAULT(enumerator, id, status, retryable) +1
#include "citycode/faults.def"
#undef CC_FAULT
    ;

double seconds(Input& input) {
  switch (input.byte() % 4) {
    case 0: return static_cast<double>(test::kNow);
    case 1: return std::nan("");
    case 2: return -1e300;
    default: return static_cast<double>(static_cast<std::int64_t>(input.number(8)));
  }
}

/// NULL now and then; else a copy of its own, so that AddressSanitizer sees its borders.
struct Memory {
  explicit Memory(ByteView bytes, std::size_t atLeast = 0) : copy(bytes.begin(), bytes.end()) { copy.resize(std::max(copy.size(), atLeast)); }
  const std::uint8_t* data() const { return copy.empty() ? nullptr : copy.data(); }
  std::size_t size() const { return copy.size(); }
  Bytes copy;
};

std::int32_t scan(Input& input) {
  const auto width = static_cast<std::int32_t>(input.byte() % 40), height = static_cast<std::int32_t>(input.byte() % 40);
  const std::int32_t stride = width + input.byte() % 3 - 1, format = input.byte() % 3;
  const Memory pixels(input.part(), static_cast<std::size_t>(std::max(stride, width)) * height * 4);
  return cc_scan_frame(pixels.data(), width, height, stride, format, input.byte() % 3, input.byte() % 20);
}

std::int32_t verifyText(Input& input) {
  const Memory text(input.part()), scope(input.part()), venue(input.part()), nonce(input.part());
  return cc_verify_code(text.data(), text.size(), seconds(input), scope.data(), scope.size(), venue.data(), venue.size(),
                        nonce.data(), nonce.size());
}

std::int32_t present(Input& input) {
  const Memory pass(input.part()), audience(input.part()), nonce(input.part()), signature(input.part(), 64);
  return cc_write_presentation(pass.data(), pass.size(), audience.data(), audience.size(), seconds(input), nonce.data(),
                               nonce.size(), input.byte() % 2 ? signature.data() : nullptr);
}

std::int32_t call(Input& input) {
  switch (input.byte() % kVerbs) {
    case 0: { const Memory list(input.part()), anchors(input.part());
              return cc_load_trust_list(list.data(), list.size(), anchors.data(), anchors.size(), seconds(input)); }
    case 1: return verifyText(input);
    case 2: return scan(input);
    case 3: { const Memory text(input.part()); const std::int32_t level = input.byte() % 6 - 1, form = input.byte() % 5 - 1;
              return cc_draw_code(text.data(), text.size(), level, form, input.byte() % 8); }
    case 4: { const Memory pass(input.part()); return cc_read_pass(pass.data(), pass.size()); }
    case 5: return present(input);
    case 6: { const Memory seed(input.part(), 32), message(input.part()); return cc_sign(seed.data(), message.data(), message.size()); }
    case 7: { const Memory key(input.part(), 32), message(input.part()), signature(input.part(), 64);
              return cc_verify_signature(key.data(), message.data(), message.size(), signature.data()); }
    case 8: { const Memory list(input.part()); const std::int32_t kind = input.byte() % 4, size = input.byte() * 4 - 8;
              return cc_split_list(list.data(), list.size(), kind, size); }
    case 9: { const Memory text(input.part()); const std::int32_t kind = input.byte() % 4;
              return cc_join_list_part(text.data(), text.size(), kind, input.byte() % 2); }
    case 10: { const Memory record(input.part()); return cc_read_venue(record.data(), record.size(), seconds(input)); }
    case 11: { const Memory asked(input.part()); return cc_read_portal_request(asked.data(), asked.size(), seconds(input)); }
    default: return cc_read_pass(nullptr, input.number(4));
  }
}

}  // namespace

void oneInput(ByteView bytes) {
  Input input(bytes);
  for (int i = 0; i < kMaxCalls && !input.atEnd(); ++i) {
    const std::int32_t status = call(input);
    CC_HOLDS(status >= 0 && status <= kFaults);
    CC_HOLDS(status != 1 + static_cast<std::int32_t>(Fault::InternalBug));
    CC_HOLDS(status == 0 || cc_answer_size() == 0);
    CC_HOLDS(cc_answer_size() == 0 || cc_answer_data() != nullptr);
  }
}

}  // namespace citycode::fuzz
