#pragma once

#include <span>
#include <vector>

namespace citycode {

/// The indices of `keys`, the least key first; equal ones in their order. One function for all: each std::stable_sort of
/// a type of its own is 2 KB of the module.
std::vector<int> risingOrder(std::span<const double> keys);

}  // namespace citycode
