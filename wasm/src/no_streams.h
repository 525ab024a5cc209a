// Force-included into qrcodegen.cpp in WebAssembly builds (wasm/CMakeLists.txt). That library words one
// error message with std::ostringstream, which nobody reads and which alone would link the C++ locale
// machinery: 50 KB of the module after compression.
#pragma once

#include <sstream>
#include <string>

namespace std {
struct citycode_no_stream {
  template <class T>
  citycode_no_stream& operator<<(const T&) {
    return *this;
  }
  string str() const { return {}; }
};
}  // namespace std

#define ostringstream citycode_no_stream
