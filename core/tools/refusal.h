// Why a verb did not do what was asked, and with which exit code the program ends.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "citycode/result.h"

namespace citycode::tools {

/// From 64 on those of BSD's sysexits.
enum class ExitCode : int {
  Good = 0,         // done; valid; the proof holds
  Bad = 1,          // invalid; the proof does not hold; nothing was read in the picture
  Undecided = 2,
  Usage = 64,       // the command line
  BadInput = 65,    // what was given cannot be read as what it should be
  NoInput = 66,     // a file that is missing or may not be read
  Broken = 70,      // an error of the program's own
  NoOutput = 73,    // a file that cannot be made
};

struct Refusal {
  ExitCode exit = ExitCode::BadInput;
  std::optional<Fault> fault;   // of the core; nothing for files
  std::string sentence;
};

Refusal usage(std::string sentence);                // with start/bad-option
Refusal badInput(Fault fault);                      // with the fault's own sentence
Refusal badInput(Fault fault, std::string_view of);   // "FILE: " and the fault's own sentence

/// What a fault means for whoever sits at this terminal: one sentence.
std::string_view faultSentence(Fault fault);

/// A value or a Refusal; CC_TRY and CC_CHECK work with it as with Result, whose faults become exit code 65.
template <class T>
class [[nodiscard]] Given {
 public:
  Given(T value) : held_(std::in_place_index<0>, std::move(value)) {}                 // NOLINT: implicit on purpose
  Given(Refusal refusal) : held_(std::in_place_index<1>, std::move(refusal)) {}       // NOLINT: implicit on purpose
  Given(Fault fault) : held_(std::in_place_index<1>, badInput(fault)) {}              // NOLINT: implicit on purpose

  explicit operator bool() const { return held_.index() == 0; }
  T& operator*() { return std::get<0>(held_); }
  T* operator->() { return &std::get<0>(held_); }
  const Refusal& fault() const { return std::get<1>(held_); }

 private:
  std::variant<T, Refusal> held_;
};

}  // namespace citycode::tools
