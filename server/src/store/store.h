// Where the city's records are, whichever engine keeps them. Domains bring units of work; what these do to the records stands beside
// each domain's rules.
//
// Faults of the storage are store/*; any call may return them, and the next call may succeed again.
#pragma once

#include <functional>
#include <optional>
#include <type_traits>

#include "store/session.h"

namespace citycode::server {

class Store {
 public:
  virtual ~Store() = default;

  /// Each statement sees what was committed when it began.
  template <class Work>
  auto read(Work&& work) -> std::invoke_result_t<Work&, Session&> { return outcomeOf(work, &Store::runReading); }

  /// One transaction: what it did has happened completely and is on the disk, or it has not happened. A unit that returns a
  /// fault leaves nothing behind. A unit may run more than once before this returns, so it changes nothing but records.
  template <class Work>
  auto write(Work&& work) -> std::invoke_result_t<Work&, Session&> { return outcomeOf(work, &Store::runWriting); }

  /// Why nothing could be written when it was last tried; nothing while writing works.
  virtual std::optional<Fault> cannotWrite() = 0;
  /// Writes without changing anything, so that `cannotWrite` speaks of now. Fault: store/*.
  virtual Result<Done> tryToWrite() = 0;
  /// Where the records are, as sentences for the operator name it; without a password.
  virtual std::string place() const = 0;

 protected:
  /// Returns the fault of the work; nothing when it succeeded.
  using Unit = std::function<std::optional<Fault>(Session&)>;
  virtual std::optional<Fault> runReading(const Unit& unit) = 0;
  virtual std::optional<Fault> runWriting(const Unit& unit) = 0;

 private:
  template <class Work>
  auto outcomeOf(Work& work, std::optional<Fault> (Store::*run)(const Unit&)) -> std::invoke_result_t<Work&, Session&> {
    using Outcome = std::invoke_result_t<Work&, Session&>;
    std::optional<Outcome> outcome;
    const auto fault = (this->*run)([&](Session& session) -> std::optional<Fault> {
      outcome.emplace(work(session));
      return *outcome ? std::nullopt : std::optional(outcome->fault());
    });
    if (fault) return *fault;
    return *std::move(outcome);
  }
};

}  // namespace citycode::server
