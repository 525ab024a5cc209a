#include "http/json.h"

#include <algorithm>

namespace citycode::server {

bool isJsonType(std::string_view contentType) {
  std::string text;
  for (const char c : contentType) {
    if (c == ' ' || c == '\t') continue;
    text += c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  }
  return text == "application/json" || text == "application/json;charset=utf-8";
}

Result<Json> readJsonObject(std::string_view body, std::size_t memberCount) {
  Json document = Json::parse(body, nullptr, /*allow_exceptions=*/false);
  if (!document.is_object() || document.size() != memberCount) return Fault::RequestMalformed;
  return document;
}

Result<std::string> takeText(const Json& object, const char* member, std::size_t maxBytes) {
  if (!object.is_object()) return Fault::RequestMalformed;
  const auto found = object.find(member);
  if (found == object.end() || !found->is_string()) return Fault::RequestMalformed;
  const auto& text = found->get_ref<const std::string&>();
  if (text.size() > maxBytes) return Fault::RequestMalformed;
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
