#include "http/json.h"

#include <algorithm>
#include <set>
#include <vector>

namespace citycode::server {

bool isJsonType(std::string_view contentType) {
  std::string text;
  for (const char c : contentType) {
    if (c == ' ' || c == '\t') continue;
    text += c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  }
  return text == "application/json" || text == "application/json;charset=utf-8";
}

namespace {

// Of two members of one name programs take now the first, now the last (RFC 8259 section 4): neither is taken here.
Json parseWithoutDuplicates(std::string_view body) {
  std::vector<std::set<std::string>> namesOf;   // of each object that is open
  bool isUnique = true;
  Json document = Json::parse(body, [&](int, Json::parse_event_t event, Json& parsed) {
    if (event == Json::parse_event_t::object_start) namesOf.emplace_back();
    if (event == Json::parse_event_t::object_end) namesOf.pop_back();
    if (event == Json::parse_event_t::key) isUnique = namesOf.back().insert(parsed.get<std::string>()).second && isUnique;
    return true;
  }, /*allow_exceptions=*/false);
  return isUnique ? document : Json();
}

}  // namespace

Result<Json> readJsonObject(std::string_view body, std::size_t memberCount) { return readJsonObject(body, memberCount, ""); }

Result<Json> readJsonObject(std::string_view body, std::size_t memberCount, const char* optionalMember) {
  Json document = parseWithoutDuplicates(body);
  if (!document.is_object()) return Fault::RequestMalformed;
  if (*optionalMember != '\0' && document.contains(optionalMember)) ++memberCount;
  if (document.size() != memberCount) return Fault::RequestMalformed;
  return document;
}

Result<std::string> takeText(const Json& object, const char* member, std::size_t maxBytes) {
  if (!object.is_object()) return Fault::RequestMalformed;
  const auto found = object.find(member);
  if (found == object.end() || !found->is_string()) return Fault::RequestMalformed;
  const auto& text = found->get_ref<const std::string&>();
  // PostgreSQL keeps no text with U+0000, and no name or code has one.
  if (text.size() > maxBytes || text.find('\0') != std::string::npos) return Fault::RequestMalformed;
  return text;
}

Response jsonResponse(int status, const Json& document) {
  Response response;
  response.status = status;
  response.headers.emplace_back("Content-Type", "application/json");
  // Names come from our own records; a byte that is not UTF-8 becomes U+FFFD instead of an exception.
  response.body = document.dump(-1, ' ', false, Json::error_handler_t::replace);
  return response;
}

}  // namespace citycode::server
