// From the fields of a line to what the register says of a person, or why not.
#pragma once

#include <string_view>
#include <variant>

#include "people/register_file.h"
#include "registry/register_entry.h"

namespace citycode::server {

struct RowRules {
  CalendarDate today;
  bool trustDocuments = false;   // numbers are as the register has them, whatever their check characters say
};

/// A person, or a reason's id (people/reason.h).
std::variant<RegisterEntry, std::string_view> entryOf(const RegisterLine& line, const RowRules& rules);

}  // namespace citycode::server
