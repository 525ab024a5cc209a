#include "tools/texts.h"

#include <charconv>
#include <chrono>
#include <cstdio>

#include <nlohmann/json.hpp>

#include "encoding/alphabets.h"
#include "encoding/cbor.h"
#include "encoding/shown_text.h"
#include "signing/http_signature.h"

namespace citycode::tools {
namespace {

constexpr std::int64_t kYear10000 = 253'402'300'800;   // seconds since 1970
constexpr std::string_view kTimeShape = "0000-00-00T00:00:00Z";

int digitOf(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

template <class Number>
bool isNumber(std::string_view text, Number& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size();
}

bool hasShape(std::string_view text) {
  if (text.size() != kTimeShape.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool isDigit = text[i] >= '0' && text[i] <= '9';
    if (kTimeShape[i] == '0' ? !isDigit : text[i] != kTimeShape[i]) return false;
  }
  return true;
}

std::optional<std::int64_t> timeOfDate(std::string_view text) {
  if (!hasShape(text)) return std::nullopt;
  const auto part = [&](std::size_t at, std::size_t size) {
    int value = 0;
    isNumber(text.substr(at, size), value);
    return value;
  };
  const std::chrono::year_month_day date{std::chrono::year(part(0, 4)), std::chrono::month(static_cast<unsigned>(part(5, 2))),
                                         std::chrono::day(static_cast<unsigned>(part(8, 2)))};
  const int hour = part(11, 2), minute = part(14, 2), second = part(17, 2);
  if (!date.ok() || hour > 23 || minute > 59 || second > 59) return std::nullopt;
  const std::int64_t days = std::chrono::sys_days(date).time_since_epoch().count();
  return ((days * 24 + hour) * 60 + minute) * 60 + second;
}

}  // namespace

std::string hexOf(ByteView bytes) {
  std::string text;
  text.reserve(2 * bytes.size());   // at once: of a secret no copy is left behind
  for (const std::uint8_t byte : bytes) text.append({kHexDigits[byte >> 4], kHexDigits[byte & 15]});
  return text;
}

std::optional<Bytes> bytesFromHex(std::string_view text) {
  if (text.empty() || text.size() % 2 != 0) return std::nullopt;
  Bytes bytes;
  bytes.reserve(text.size() / 2);   // likewise
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const int high = digitOf(text[i]), low = digitOf(text[i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    bytes.push_back(static_cast<std::uint8_t>(high << 4 | low));
  }
  return bytes;
}

std::optional<Bytes> bytesFromText(std::string_view text) {
  if (auto bytes = bytesFromHex(text)) return bytes;
  auto bytes = text.empty() ? Fault::RequestMalformed : decodeBase64Url(text);
  return bytes ? std::optional(*std::move(bytes)) : std::nullopt;
}

Given<Sha256> hashFrom(std::string_view text, std::string_view what) {
  const auto bytes = bytesFromText(text);
  if (!bytes || bytes->size() != kSha256Bytes)
    return Refusal{ExitCode::BadInput, Fault::RequestMalformed, std::string(what) + " must be 32 bytes, as 64 hexadecimal digits or as base64url."};
  Sha256 hash;
  std::copy(bytes->begin(), bytes->end(), hash.begin());
  return hash;
}

Given<std::uint64_t> numberFrom(std::string_view text, std::string_view option) {
  std::uint64_t value = 0;
  if (!isNumber(text, value)) return usage(std::string(option) + " needs a whole number from 0 on.");
  return value;
}

Given<std::int64_t> timeFrom(std::string_view text) {
  std::int64_t seconds = 0;
  if (isNumber(text, seconds) && seconds >= 0 && seconds < kYear10000) return seconds;
  if (const auto time = timeOfDate(text); time && *time >= 0) return *time;
  return usage("--at needs seconds since 1970 or a time such as 2027-01-15T08:00:00Z.");
}

std::string timeText(std::int64_t unixSeconds) {
  if (unixSeconds < 0 || unixSeconds >= kYear10000) return std::to_string(unixSeconds);
  using namespace std::chrono;
  const sys_seconds time{seconds(unixSeconds)};
  const year_month_day date(floor<days>(time));
  const hh_mm_ss clock(time - floor<days>(time));
  char text[64];
  std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02dZ", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                static_cast<unsigned>(date.day()), static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()));
  return text;
}

std::int64_t timeNow() {
  return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

std::string shown(std::string_view untrusted) {
  if (cbor::isUtf8(bytesOf(untrusted)) && isFitToShow(untrusted)) return std::string(untrusted);
  return nlohmann::json(untrusted).dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
}

}  // namespace citycode::tools
