// The offices of the demo city that people can rate: the tax office and the hospital, with what they come for.
#pragma once

#include <string_view>
#include <vector>

#include "services/offices.h"

namespace citycode::server {

struct DemoDesk {
  std::string_view id;
  const char* name;   // as staff know it: Chinese, English
};
inline constexpr DemoDesk kDemoTaxOffice{"tax-office", "示范税务局 Demo Tax Office"};
inline constexpr std::string_view kDemoTaxReturn = "tax-return";   // one of its items

/// The same with the same ids in every demo city.
const std::vector<Office>& demoOffices();

}  // namespace citycode::server
