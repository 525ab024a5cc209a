#include "citycode/result.h"

#include <array>

namespace citycode {
namespace {

struct Row {
  std::string_view id;
  int httpStatus;
  bool retryable;
};

constexpr std::array kRows{
#define CC_FAULT(enumerator, id, httpStatus, retryable) Row{id, httpStatus, retryable},
#include "citycode/faults.def"
#undef CC_FAULT
};

const Row& rowOf(Fault fault) { return kRows[static_cast<std::size_t>(fault)]; }

}  // namespace

std::string_view faultId(Fault fault) { return rowOf(fault).id; }
int faultHttpStatus(Fault fault) { return rowOf(fault).httpStatus; }
bool faultIsRetryable(Fault fault) { return rowOf(fault).retryable; }

}  // namespace citycode
