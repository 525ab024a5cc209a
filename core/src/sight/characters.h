// A symbol on a terminal.
#pragma once

#include <string>

#include "citycode/symbol.h"

namespace citycode {

/// Two rows of modules to a line of characters, the quiet zone included. What is light is drawn, as terminals are dark; told outright by
/// colours, so that a light one shows the same.
std::string charactersOf(const Matrix& matrix);

}  // namespace citycode
