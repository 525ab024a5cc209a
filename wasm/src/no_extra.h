// Force-included into ZXing-C++'s QRDecoder.cpp in WebAssembly builds (wasm/CMakeLists.txt). It notes the mask, the
// version and the errors as JSON for Barcode::extra(), which nobody here reads, and escapes them with snprintf: the C
// library's printing of numbers would come along, long double included.
#pragma once

#include <string>

#include "JSON.h"

#define JsonProp(...) std::string()
