// What the machine says of this process, by the names that Prometheus has for it.
#pragma once

namespace citycode::server {

struct ProcessNumbers {
  double residentBytes = 0;
  double processorSeconds = 0;
  double openDescriptors = 0;
};

ProcessNumbers readProcessNumbers();

}  // namespace citycode::server
