// What the parts of make_vectors share.
#pragma once

#include <cstdio>
#include <string>

#include <nlohmann/json.hpp>

#include "citycode/bytes.h"
#include "citycode/fault.h"
#include "citycode/result.h"

namespace citycode::test {

using Json = nlohmann::ordered_json;

inline std::string hexOf(ByteView bytes) {
  std::string text;
  for (const std::uint8_t byte : bytes) {
    char two[3];
    std::snprintf(two, sizeof two, "%02x", byte);
    text += two;
  }
  return text;
}

template <class T>
Json faultOrNull(const Result<T>& result) {
  return result ? Json(nullptr) : Json(faultId(result.fault()));
}

}  // namespace citycode::test

namespace citycode {

void printTrustLife();   // make_list_vectors.cpp
void printPlaces();      // make_place_vectors.cpp

}  // namespace citycode
