// Text that somebody signed and people read: names, places, purposes. One rule for all of it, when it is written and
// when it is read.
#pragma once

#include <string_view>

namespace citycode {

/// False for what changes how other text is read, or is not seen at all: control characters (line feed and NUL among
/// them), line and paragraph separators, bidirectional controls, invisible format characters, private use,
/// noncharacters and U+FFF0 to U+FFFF; and for a text without one character that is seen. docs/format.md has the
/// table. `text` is well-formed UTF-8. An empty text is not fit to be shown: who allows one asks before.
bool isFitToShow(std::string_view text);

/// Fit to show, and not decomposed: no combining mark stands behind a letter that it would be composed with in Unicode
/// normalization form C. A simple rule, stricter than that form: marks behind Latin, Greek and Cyrillic letters, the voicing
/// marks of kana, the hamza and madda of Arabic, conjoining jamo. For names that somebody enters; readers do not ask.
bool isFitToWrite(std::string_view text);

}  // namespace citycode
