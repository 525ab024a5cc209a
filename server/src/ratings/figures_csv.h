// The public figures as a table that spreadsheets open (RFC 4180, UTF-8).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "services/figures.h"
#include "services/offices.h"

namespace citycode::server {

/// One cell of a row. Quoted where it must be; one that a spreadsheet would run as a formula (it begins with = + - @ or a tab) gets an
/// apostrophe in front (OWASP, "CSV Injection").
std::string csvCell(std::string_view text);

/// With a head, and lines that end with CR LF. Names are in English, or in the first language that they have.
std::string figuresCsv(const std::vector<ShownCell>& cells, const std::vector<Office>& offices);

}  // namespace citycode::server
