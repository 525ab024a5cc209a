// Why the program cannot start: one sentence that tells the person at the keyboard what to do.
#pragma once

#include <string>
#include <utility>
#include <variant>

#include "citycode/result.h"

namespace citycode::server {

struct StartFailure {
  Fault fault;
  std::string sentence;
};

/// A value or the reason why there is none. Unlike `Result` it carries a sentence with a path, because
/// the reader is the operator of this machine and nobody else.
template <class T>
class [[nodiscard]] Started {
 public:
  Started(T value) : held_(std::in_place_index<0>, std::move(value)) {}                   // NOLINT: implicit on purpose
  Started(StartFailure failure) : held_(std::in_place_index<1>, std::move(failure)) {}    // NOLINT: implicit on purpose

  explicit operator bool() const { return held_.index() == 0; }
  T& operator*() { return std::get<0>(held_); }
  T* operator->() { return &std::get<0>(held_); }
  const StartFailure& failure() const { return std::get<1>(held_); }

 private:
  std::variant<T, StartFailure> held_;
};

/// The sentence for a fault of the storage (store/*), naming the file or folder.
StartFailure storageFailure(Fault fault, const std::string& path);

/// The fault that an errno of a file operation means.
Fault faultOfErrno(int error);

}  // namespace citycode::server
