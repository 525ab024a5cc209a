// What comes in and goes out: files, standard input, and files that only their owner may read.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "citycode/bytes.h"
#include "tools/refusal.h"

namespace citycode::tools {

inline constexpr std::string_view kStandardInput = "-";
inline constexpr std::size_t kMaxTextBytes = 64 * 1024;   // a text that is given as one: more than any symbol, address or note has

/// A whole file, or standard input for "-". Refusals: 66 when it cannot be read, 65 when it has more than `most` bytes.
Given<Bytes> readInput(const std::string& path, std::size_t most);

/// The text itself, or standard input for "-", without the line feed at its end. Refusals: as above.
Given<std::string> textOrInput(const std::string& given, std::size_t most = kMaxTextBytes);

enum class Readers { All, OwnerOnly };

/// A new file. Refusal: 73 when there is one of this name or none can be made; then nothing is left of it.
Given<Done> writeNewFile(const std::string& path, ByteView bytes, Readers readers = Readers::All);

/// Refusals: 65 for a file that others may read, since a key that they can read is no secret; 66 when it is not there.
Given<Done> checkOwnerOnly(const std::string& path);

}  // namespace citycode::tools
