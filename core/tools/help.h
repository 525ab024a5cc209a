// What the tables say, for people: help, the manual page, completion of shells.
#pragma once

#include <string>

#include "tools/verb.h"

namespace citycode::tools {

std::string helpText();
std::string helpText(const Verb& verb);

}  // namespace citycode::tools
