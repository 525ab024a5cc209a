// A secret key in a file of two lines: what it is for, and 64 hexadecimal digits.
#pragma once

#include <string>
#include <string_view>

#include "citycode/crypto.h"
#include "tools/files.h"

namespace citycode::tools {

/// The first line: a key that a test city may sign with says so, and no other key does.
inline constexpr std::string_view kKeyLine = "citycode key";
inline constexpr std::string_view kTestKeyLine = "citycode test key";

struct NewKey {
  SigningKey key;
  std::string text;   // the file's; whoever is done with it wipes it
};
/// From this machine's randomness.
Given<NewKey> makeKey(std::string_view firstLine);

/// Refusals: 66 for a file that cannot be read, 65 for one that others can read too, that is no key file, or is not marked
/// as a test key.
Given<SigningKey> readTestKey(const std::string& path);

void wipeText(std::string& secret);

}  // namespace citycode::tools
