#include "http/response_head.h"

#include <cassert>

namespace citycode::server {
namespace {

constexpr int kNotModified = 304;
constexpr std::size_t kTypicalHeadBytes = 1024;   // the security headers are some 700

std::string_view reason(int status) {
  switch (status) {
    case 200: return "OK";
    case 201: return "Created";
    case 302: return "Found";
    case 304: return "Not Modified";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 410: return "Gone";
    case 413: return "Content Too Large";
    case 415: return "Unsupported Media Type";
    case 429: return "Too Many Requests";
    case 500: return "Internal Server Error";
    case 503: return "Service Unavailable";
    default: return "";   // the reason phrase is optional (RFC 9112 section 4)
  }
}

void putField(std::string& head, std::string_view name, std::string_view value) {
  // All values are ours. A line break in one would be a bug, and a way to forge headers.
  assert(value.find_first_of("\r\n") == std::string_view::npos);
  head.append(name).append(": ").append(value).append("\r\n");
}

}  // namespace

std::string responseHead(const Response& response, bool keepAlive) {
  std::string head;
  head.reserve(kTypicalHeadBytes);
  head.append("HTTP/1.1 ").append(std::to_string(response.status)).append(" ").append(reason(response.status)).append("\r\n");
  for (const auto& [name, value] : response.headers) putField(head, name, value);
  if (response.status != kNotModified) putField(head, "Content-Length", std::to_string(response.content().size()));
  putField(head, "Connection", keepAlive ? "keep-alive" : "close");
  head.append("\r\n");
  return head;
}

}  // namespace citycode::server
