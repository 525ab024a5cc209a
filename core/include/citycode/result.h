// A value or one Fault. An expected refusal is a value; reading the wrong half is a bug and asserts.
#pragma once

#include <cassert>
#include <utility>
#include <variant>

#include "citycode/fault.h"

namespace citycode {

struct Done {};

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : held_(std::in_place_index<0>, std::move(value)) {}  // NOLINT: implicit on purpose
  Result(Fault fault) : held_(std::in_place_index<1>, fault) {}         // NOLINT: implicit on purpose

  explicit operator bool() const { return held_.index() == 0; }

  T& operator*() & { assert(*this); return *std::get_if<0>(&held_); }
  const T& operator*() const& { assert(*this); return *std::get_if<0>(&held_); }
  T&& operator*() && { assert(*this); return std::move(*std::get_if<0>(&held_)); }
  T* operator->() { assert(*this); return std::get_if<0>(&held_); }
  const T* operator->() const { assert(*this); return std::get_if<0>(&held_); }

  Fault fault() const { assert(!*this); return *std::get_if<1>(&held_); }

 private:
  std::variant<T, Fault> held_;
};

}  // namespace citycode

/// Binds `name` to the value of `expression`, or returns its fault from the enclosing function.
#define CC_TRY(name, expression)                            \
  auto name##Result_ = (expression);                        \
  if (!name##Result_) return name##Result_.fault();         \
  auto& name = *name##Result_

/// Returns the fault of `expression` from the enclosing function, if it has one.
#define CC_CHECK(expression) \
  if (auto checked_ = (expression); !checked_) return checked_.fault()
