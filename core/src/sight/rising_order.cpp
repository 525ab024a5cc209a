#include "sight/rising_order.h"

#include <algorithm>
#include <cstddef>
#include <numeric>

namespace citycode {

std::vector<int> risingOrder(std::span<const double> keys) {
  std::vector<int> order(keys.size());
  std::iota(order.begin(), order.end(), 0);
  const auto isBefore = [&](int a, int b) {
    const double left = keys[static_cast<std::size_t>(a)], right = keys[static_cast<std::size_t>(b)];
    return left != right ? left < right : a < b;
  };
  std::make_heap(order.begin(), order.end(), isBefore);
  std::sort_heap(order.begin(), order.end(), isBefore);
  return order;
}

}  // namespace citycode
