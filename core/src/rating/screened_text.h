// What may be published of a text that somebody wrote: without what may be the number of a document, a telephone, a bank card, and
// without addresses of mail (docs/format.md, "Screened text"). The rule errs on the side of hiding; the words themselves stay as they are.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace citycode {

/// Stands where something was hidden, however long it was.
inline constexpr std::string_view kHiddenMark = "\u2022\u2022\u2022";
/// From so many digits on a number may be somebody's: the last six of a resident number are many a person's password, and no telephone
/// that is dialled from outside has fewer.
inline constexpr std::size_t kMinHiddenDigits = 6;

/// Every byte that is not hidden stays. In time linear in the text; what is no UTF-8 is passed over.
std::string screenedText(std::string_view utf8);

}  // namespace citycode
