// What the parts of make_vectors share.
#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "byte_text.h"
#include "citycode/result.h"

namespace citycode::test {

using Json = nlohmann::ordered_json;

template <class T>
Json faultOrNull(const Result<T>& result) {
  return result ? Json(nullptr) : Json(faultId(result.fault()));
}

}  // namespace citycode::test

namespace citycode {

void printEnrolmentCodes();   // make_request_vectors.cpp
void printLogFaults();        // make_log_vectors.cpp
void printPlaces();           // make_place_vectors.cpp
void printPortals();          // make_portal_vectors.cpp
void printRatings();          // make_rating_vectors.cpp
void printReplayShares();     // make_terminal_vectors.cpp
void printRequests();         // make_request_vectors.cpp
void printSceneKeys();        // make_terminal_vectors.cpp
void printScreenedTexts();    // make_screened_vectors.cpp
void printStatusLists();      // make_status_vectors.cpp
void printTokens();           // make_token_vectors.cpp
void printTrustLife();        // make_list_vectors.cpp
void printWorkClock();        // make_clock_vectors.cpp

}  // namespace citycode
