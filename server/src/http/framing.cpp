#include "http/framing.h"

#include <algorithm>
#include <string_view>

namespace citycode::server {
namespace {

namespace http = boost::beast::http;

constexpr unsigned kHttp10 = 10;                  // HTTP/1.0, as Beast counts versions
constexpr std::size_t kMaxHostBytes = 255 + 6;   // RFC 1035 section 2.3.4, and ":65535"

std::string_view viewOf(boost::beast::string_view text) { return {text.data(), text.size()}; }

bool isDigits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool isHostByte(char c) {
  const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  return letter || (c >= '0' && c <= '9') || std::string_view("-._~:[]").find(c) != std::string_view::npos;
}

bool hasOneGoodHost(const EngineHeader& header) {
  if (header.count(http::field::host) != 1) return false;
  const std::string_view host = viewOf(header[http::field::host]);
  return !host.empty() && host.size() <= kMaxHostBytes && std::all_of(host.begin(), host.end(), isHostByte);
}

bool hasGoodContentLengths(const EngineHeader& header) {
  std::string_view first;
  const auto [begin, end] = header.equal_range(http::field::content_length);
  for (auto field = begin; field != end; ++field) {
    const std::string_view value = viewOf(field->value());
    if (!isDigits(value) || (!first.empty() && value != first)) return false;
    first = value;
  }
  return true;
}

bool hasGoodTransferCoding(const EngineHeader& header) {
  const std::size_t count = header.count(http::field::transfer_encoding);
  if (count == 0) return true;
  return count == 1 && header.version() != kHttp10 && header.count(http::field::content_length) == 0 &&
         boost::beast::iequals(header[http::field::transfer_encoding], "chunked");
}

// Visible ASCII that begins with '/': no absolute form, no '*', no raw bytes above 126.
bool isPathTarget(std::string_view target) {
  return target.starts_with('/') && std::all_of(target.begin(), target.end(), [](char c) { return c > ' ' && c < 0x7f; });
}

Method methodOf(http::verb verb) {
  switch (verb) {
    case http::verb::get: return Method::Get;
    case http::verb::head: return Method::Head;
    case http::verb::post: return Method::Post;
    case http::verb::put: return Method::Put;
    case http::verb::patch: return Method::Patch;
    case http::verb::delete_: return Method::Delete;
    default: return Method::Other;
  }
}

}  // namespace

Result<Done> checkFraming(const EngineHeader& header) {
  const bool good = hasOneGoodHost(header) && hasGoodContentLengths(header) && hasGoodTransferCoding(header) &&
                    isPathTarget(viewOf(header.target()));
  if (!good) return Fault::RequestMalformed;
  return Done{};
}

Request requestFrom(const EngineHeader& header) {
  Request request;
  request.method = methodOf(header.method());
  request.target = viewOf(header.target());
  for (const auto& field : header) request.addHeader(viewOf(field.name_string()), viewOf(field.value()));
  return request;
}

}  // namespace citycode::server
