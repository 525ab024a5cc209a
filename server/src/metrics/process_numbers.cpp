#include "metrics/process_numbers.h"

#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace citycode::server {
namespace {

double seconds(const timeval& time) { return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6; }

}  // namespace

ProcessNumbers readProcessNumbers() {
  ProcessNumbers numbers;
  std::ifstream pages("/proc/self/statm");
  double total = 0, resident = 0;
  if (pages >> total >> resident) numbers.residentBytes = resident * static_cast<double>(::sysconf(_SC_PAGESIZE));
  rusage used{};
  if (::getrusage(RUSAGE_SELF, &used) == 0) numbers.processorSeconds = seconds(used.ru_utime) + seconds(used.ru_stime);
  std::error_code error;
  for (std::filesystem::directory_iterator each("/proc/self/fd", error), end; !error && each != end; each.increment(error)) ++numbers.openDescriptors;
  return numbers;
}

}  // namespace citycode::server
