// Texts of symbols that are the city's and no person's code: what they are, so that whoever scans one is told where it
// belongs (docs/format.md, "Other texts").
#pragma once

#include <string_view>

#include "citycode/result.h"

namespace citycode {

/// "CC", a version of one or more digits other than 1, ":": what a later version of this format begins with.
bool isLaterVersion(std::string_view untrustedText);

/// Why a text that does not begin as a code of this version is no code: code/later-version, code/list-part,
/// code/venue-sheet, code/portal-request, code/enrolment, else code/not-city-code. Nothing of it is believed.
Fault faultOfOtherText(std::string_view untrustedText);

}  // namespace citycode
