#include "http/security_headers.h"

namespace citycode::server {
namespace {

// 'wasm-unsafe-eval' lets the rulebook be compiled and allows no eval of JavaScript.
constexpr std::string_view kPolicyToFramedBy =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; worker-src 'self'; manifest-src 'self'; media-src 'self' blob:; base-uri 'none'; "
    "form-action 'self'; frame-ancestors ";
constexpr std::string_view kPolicyAfterwards = "; require-trusted-types-for 'script'";

// The camera reads codes, the wake lock and full screen keep a code or a kiosk visible; nothing else.
constexpr const char* kPermissionsPolicy =
    "camera=(self), geolocation=(), microphone=(), screen-wake-lock=(self), fullscreen=(self), accelerometer=(), "
    "gyroscope=(), magnetometer=(), midi=(), payment=(), usb=(), display-capture=()";

// Two years: what browsers ask of a preloaded host (RFC 6797 section 6.1).
constexpr const char* kStrictTransport = "max-age=63072000; includeSubDomains";

std::string policyFramedBy(std::string_view whom) { return std::string(kPolicyToFramedBy).append(whom).append(kPolicyAfterwards); }

}  // namespace

void addSecurityHeaders(Response& response, bool overTls) {
  const bool isFramed = response.hasHeader("Content-Security-Policy"), isForOthers = response.hasHeader("Cross-Origin-Resource-Policy");
  if (!isFramed) response.headers.emplace_back("Content-Security-Policy", policyFramedBy("'none'"));
  response.headers.emplace_back("X-Content-Type-Options", "nosniff");
  response.headers.emplace_back("Referrer-Policy", "no-referrer");
  response.headers.emplace_back("Permissions-Policy", kPermissionsPolicy);
  response.headers.emplace_back("Cross-Origin-Opener-Policy", "same-origin");
  if (!isForOthers) response.headers.emplace_back("Cross-Origin-Resource-Policy", "same-origin");
  if (overTls) response.headers.emplace_back("Strict-Transport-Security", kStrictTransport);
}

void letFrame(Response& response, std::string_view origin) {
  response.headers.emplace_back("Content-Security-Policy", policyFramedBy(origin));
}

void letAnyPageLoad(Response& response) {
  response.headers.emplace_back("Cross-Origin-Resource-Policy", "cross-origin");
  response.headers.emplace_back("Access-Control-Allow-Origin", "*");   // for `integrity`, which needs `crossorigin`
}

// Not ETag: a page that could read it would send it back, and a browser asks before such a request whether it may be made.
void letAnyPageRead(Response& response) {
  response.headers.emplace_back("Access-Control-Allow-Origin", "*");
  response.headers.emplace_back("Access-Control-Expose-Headers", "Date, Age, Retry-After");
}

}  // namespace citycode::server
