// What tests/vectors/ratings.json expects of rated services and ratings that are taken: all that they say, by the numbers on the wire.
#pragma once

#include <nlohmann/json.hpp>

#include "byte_text.h"
#include "rating/rating.h"

namespace citycode::test {

template <class Json>
Json valueOf(const RatedService& service) {
  return {{"officeId", service.officeId}, {"itemId", service.itemId}, {"channel", static_cast<int>(service.channel)},
          {"week", service.week}, {"weekText", weekText(service.week)}};
}

template <class Json>
Json valueOf(const Rating& rating) {
  Json indicators = Json::object(), reasons = Json::array();
  for (const auto& [indicator, level] : rating.opinion.indicators)
    indicators[std::to_string(static_cast<int>(indicator))] = static_cast<int>(level);
  for (const Reason reason : rating.opinion.reasons) reasons.push_back(static_cast<int>(reason));
  return {{"service", valueOf<Json>(rating.service)}, {"input", hexOf(rating.input)}, {"output", hexOf(rating.output)},
          {"level", static_cast<int>(rating.opinion.level)}, {"indicators", indicators}, {"reasons", reasons}, {"text", rating.opinion.text},
          {"replyDigest", rating.replyDigest ? Json(hexOf(*rating.replyDigest)) : Json(nullptr)}};
}

}  // namespace citycode::test
