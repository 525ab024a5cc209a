// What the parts of make_vectors share.
#pragma once

#include <cstdio>
#include <string>

#include <nlohmann/json.hpp>

#include "citycode/bytes.h"
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

void printEnrolmentCodes();   // make_request_vectors.cpp
void printLogFaults();        // make_log_vectors.cpp
void printPlaces();           // make_place_vectors.cpp
void printReplayShares();     // make_terminal_vectors.cpp
void printRequests();         // make_request_vectors.cpp
void printSceneKeys();        // make_terminal_vectors.cpp
void printStatusLists();      // make_status_vectors.cpp
void printTokens();           // make_token_vectors.cpp
void printTrustLife();        // make_list_vectors.cpp
void printWorkClock();        // make_clock_vectors.cpp

}  // namespace citycode
