// The fault of a result, or none: a test that expects a fault and is given a value fails by its name, where
// Result::fault() would end the whole program and no test after it would run.
#pragma once

#include <optional>
#include <ostream>

#include "citycode/result.h"

namespace citycode {

template <class T>
std::optional<Fault> faultOrNone(const Result<T>& result) {
  if (result) return std::nullopt;
  return result.fault();
}

/// A test that compares it fails where `*result` would end the whole program.
template <class T>
std::optional<T> valueOrNone(Result<T> result) {
  if (!result) return std::nullopt;
  return *std::move(result);
}

/// GoogleTest shows a fault by its id.
inline void PrintTo(Fault fault, std::ostream* out) { *out << faultId(fault); }

}  // namespace citycode
