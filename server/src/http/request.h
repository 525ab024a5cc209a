// An HTTP request in our own words: what a handler may know about it. No engine's header is included here.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace citycode::server {

/// Other: no route answers it.
enum class Method : std::uint8_t { Get, Head, Post, Put, Patch, Delete, Other };

std::string_view methodName(Method method);

/// Everything in it is untrusted text.
struct Request {
  Method method = Method::Other;
  std::string target;        // as received: path and query
  std::string requestId;     // ours, never the client's
  std::string clientNetwork;   // http/client_network.h, for the rate limit only: never stored, never logged
  std::string body;

  std::string_view path() const { return std::string_view(target).substr(0, target.find('?')); }

  void addHeader(std::string_view name, std::string_view value);
  /// Empty when absent; several of one name are joined by ", " (RFC 9110 section 5.3). `name` in lower case.
  std::string_view header(std::string_view name) const;

 private:
  struct Field {
    std::string name;   // lower case
    std::string value;
  };
  std::vector<Field> fields_;
};

/// True when a comma-separated header names `token`, not with q=0. Case is ignored.
bool acceptsToken(std::string_view headerValue, std::string_view token);

}  // namespace citycode::server
