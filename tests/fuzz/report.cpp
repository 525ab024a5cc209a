// JSON for hosts: whatever UTF-8 stands in a name comes out again, and nothing else of the document moves.
#include "verdict/report.h"

#include <nlohmann/json.hpp>

#include "../core/test_city.h"
#include "encoding/cbor.h"
#include "fuzz.h"

void citycode::fuzz::oneInput(ByteView bytes) {
  cbor::Writer writer;
  writer.putText(textOf(bytes));
  if (!cbor::Reader(writer.bytes()).takeText()) return;   // no UTF-8: never reaches a report
  static const TrustList list = test::TestCity().trustList();
  TrustList named = list;
  named.cityName = textOf(bytes);
  const auto listJson = nlohmann::json::parse(trustListJson(named, {}), nullptr, false);
  CC_HOLDS(listJson.is_object() && listJson.at("cityName") == named.cityName);
  CC_HOLDS(listJson.size() == nlohmann::json::parse(trustListJson(list, {})).size());

  Verdict verdict;
  verdict.attributes = {{Attribute::Name, std::string(textOf(bytes))}, {Attribute::Pseudonym, copyOf(bytes)}};
  const auto verdictDocument = nlohmann::json::parse(verdictJson(verdict), nullptr, false);
  CC_HOLDS(verdictDocument.is_object() && verdictDocument.at("attributes").at("name") == textOf(bytes));
}
