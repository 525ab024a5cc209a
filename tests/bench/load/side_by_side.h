// The same work on several threads.
#pragma once

#include <algorithm>
#include <cstddef>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace citycode::server::bench {

inline std::size_t processors() { return std::max<std::size_t>(1, std::thread::hardware_concurrency()); }

/// Calls `work` with 0 to `workers` - 1, each on a thread of its own, and throws on what the first of them threw that failed.
template <class Work>
void sideBySide(std::size_t workers, Work&& work) {
  std::mutex mutex;
  std::exception_ptr failure;
  std::vector<std::thread> threads;
  for (std::size_t worker = 0; worker < workers; ++worker) {
    threads.emplace_back([&, worker] {
      try {
        work(worker);
      } catch (...) {
        const std::lock_guard lock(mutex);
        if (!failure) failure = std::current_exception();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  if (failure) std::rethrow_exception(failure);
}

}  // namespace citycode::server::bench
