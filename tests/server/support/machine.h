// Both clocks of a machine, moved by hand.
#pragma once

#include "base/clock.h"

namespace citycode::server::test {

struct Machine {
  ClockReading reading{kEarliestUnixMs + 1000, 500};
  bool isSynchronised = false;

  MachineClocks clocks(const std::string& bootId = "boot-1") {
    return {[this] { return reading; }, [this] { return isSynchronised; }, bootId};
  }
  void pass(std::int64_t ms) { reading.wallUnixMs += ms, reading.bootMs += ms; }
};

}  // namespace citycode::server::test
