// A value or one Fault. An expected refusal is a value; reading the wrong half is a bug and asserts.
#pragma once

#include <cassert>
#include <cstdint>
#include <string_view>
#include <utility>
#include <variant>

namespace citycode {

/// The vocabulary of refusals: one enumerator for each id in faults.def.
enum class Fault : std::uint8_t {
#define CC_FAULT(enumerator, id, httpStatus, retryable) enumerator,
#include "citycode/faults.def"
#undef CC_FAULT
};

/// The stable id that people and programs see, for example "time/expired".
std::string_view faultId(Fault fault);

/// The HTTP status that carries this fault (RFC 9110); 0 when it never leaves a browser.
int faultHttpStatus(Fault fault);

/// True when the same action can succeed later without the person changing anything.
bool faultIsRetryable(Fault fault);

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
