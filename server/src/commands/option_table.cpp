#include "commands/option_table.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

#include "base/key_text.h"
#include "base/number_text.h"
#include "callers/signed_requests.h"
#include "citycode/pass.h"
#include "demo/demo_ratings.h"
#include "encoding/cbor.h"
#include "encoding/shown_text.h"
#include "issuance/card_number.h"
#include "pass/sealed.h"
#include "places/portal_request.h"
#include "places/venue_record.h"
#include "rating/rated_service.h"
#include "revocation/reason.h"
#include "terminals/terminal_routes.h"

namespace citycode::server {
namespace {

constexpr std::int32_t kMaxOffsetSeconds = 14 * 3600;   // Kiribati
constexpr unsigned kMaxRate = 1'000'000;                // a second: more than the machine answers
constexpr double kPostBurst = 5;                        // seconds of the rate: RateLimitOptions
constexpr std::size_t kMaxVenueNameBytes = 64;          // as a city's
constexpr std::size_t kMaxCityNameBytes = 64;           // kMaxAttributeTextBytes, the same room on a screen
constexpr std::size_t kMaxLanguageTagBytes = 16;        // longer is a name with a sign in it
constexpr std::int64_t kMaxClockOffsetSeconds = 100LL * 366 * 86400;   // a century

constexpr std::size_t kMaxPasswordBytes = 1'023;        // libpq takes no longer ones from a file
constexpr std::size_t kMaxReturnAddresses = 16;         // of one portal's pages
constexpr std::int64_t kMaxStaffDays = 366;             // a year: who works there changes

constexpr std::array<std::string_view, 3> kLogLevels{"info", "warn", "error"};   // as LogLevel has them

std::string unless(bool good, const char* sentence) { return good ? "" : sentence; }

template <class Number>
bool readNumber(const std::string& text, Number least, Number most, Number& out) {
  const auto value = numberFromText<Number>(text);
  if (!value || *value < least || *value > most) return false;
  out = *value;
  return true;
}

// What Server::listen takes; an address of IPv6 may name its interface.
bool isNumericAddress(const std::string& text) {
  in6_addr bytes{};
  return text == "localhost" || ::inet_pton(AF_INET, text.c_str(), &bytes) == 1 || ::inet_pton(AF_INET6, text.substr(0, text.find('%')).c_str(), &bytes) == 1;
}

// Scheme and authority exactly as browsers write them, because signatures cover it.
bool isOrigin(const std::string& text) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!text.starts_with(scheme)) continue;
    const std::string_view authority = std::string_view(text).substr(scheme.size());
    const auto good = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || std::string_view("-.:[]").find(c) != std::string_view::npos; };
    return !authority.empty() && std::all_of(authority.begin(), authority.end(), good);
  }
  return false;
}

// "fr=Ville": a language that this city does not speak, and not a name.
bool namesAnotherLanguage(const std::string& text) {
  const std::size_t end = text.find('=');
  if (end == std::string::npos || end < 2 || end > kMaxLanguageTagBytes) return false;
  return std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(end),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-'; });
}

/// What people read, as somebody typed it: what no reader would take, or a terminal has taken apart, is refused here.
bool isName(const std::string& text, std::size_t most) {
  return text.size() <= most && cbor::isUtf8(bytesOf(text)) && isFitToWrite(text);
}

// "TEXT" names something in all languages, "zh-CN=TEXT" in one.
bool readNames(const std::string& text, TextByLanguage& names) {
  if (!isName(text, kMaxCityNameBytes)) return false;
  for (std::size_t i = 0; i < kLanguages.size(); ++i) {
    const std::string prefix = std::string(kLanguages[i]) + "=";
    if (!text.starts_with(prefix)) continue;
    names[i] = text.substr(prefix.size());
    return isName(names[i], kMaxCityNameBytes);
  }
  if (namesAnotherLanguage(text)) return false;
  names.fill(text);
  return true;
}

// "a,b,c"; whether the city has such scenes is known to its records.
std::vector<std::string> splitNames(const std::string& v) {
  std::vector<std::string> names;
  for (std::size_t begin = 0; begin <= v.size();) {
    const std::size_t end = std::min(v.find(',', begin), v.size());
    names.push_back(v.substr(begin, end - begin));
    begin = end + 1;
  }
  return names;
}

// "outpatient=Outpatient visit" in all languages, "outpatient=zh-CN=门诊" in one.
bool readItem(const std::string& text, std::map<std::string, TextByLanguage>& items) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || !isItemId(text.substr(0, equals))) return false;
  return readNames(text.substr(equals + 1), items[text.substr(0, equals)]);
}

std::string takeOrigin(Options& o, const std::string& v) {
  if (!isOrigin(v)) return "--origin needs an origin such as https://code.example, without a path and in lower case.";
  if (o.origins.size() == kMaxOrigins) return "--origin can be given at most 8 times.";
  o.origins.push_back(v);
  return {};
}

std::string takePostRate(Options& o, const std::string& v) {
  unsigned rate = 0;
  if (!readNumber<unsigned>(v, 0, kMaxRate, rate)) return "--post-rate needs a number from 0 (no limit) to 1000000.";
  o.postRate = {static_cast<double>(rate), kPostBurst * rate};
  return {};
}

std::string takeDeviceRate(Options& o, const std::string& v) {
  unsigned rate = 0;
  if (!readNumber<unsigned>(v, 0, kMaxRate, rate)) return "--device-rate needs a number from 0 (no limit) to 1000000.";
  o.deviceRate = {static_cast<double>(rate), kDeviceRate.burst / kDeviceRate.perSecond * rate};
  return {};
}

std::string takePortalRate(Options& o, const std::string& v) {
  unsigned rate = 0;
  if (!readNumber<unsigned>(v, 0, kMaxRate, rate)) return "--portal-rate needs a number from 0 (no limit) to 1000000.";
  o.portalRate = {static_cast<double>(rate), kPortalRate.burst / kPortalRate.perSecond * rate};
  return {};
}

std::string takeScenes(Options& o, const std::string& v) {
  o.scenes = splitNames(v);
  return unless(!v.empty() && o.scenes.size() <= kMaxTerminalScopes, "--scenes needs at most 32 scenes, such as identity,court.");
}

std::string takeStore(StoreAddress& address, std::string_view option, const std::string& v) {
  constexpr std::string_view kNamed = "--store";   // by the sentences of the reader
  auto parsed = parseStoreAddress(v);
  if (!parsed) return std::string(option) + parsed.failure().sentence.substr(kNamed.size());
  address = std::move(*parsed);
  return {};
}

std::string takeReturnAddress(Options& o, const std::string& v) {
  o.returnAddresses.push_back(v);   // whether it is one of the portal's is known when its origin is
  return unless(!v.empty() && o.returnAddresses.size() <= kMaxReturnAddresses, "--return-to needs an address on the portal's origin, and can be given at most 16 times.");
}

using Of = OptionRow::Of;
using Key = OptionRow::Key;
using Values = std::vector<std::string>;   // in force

/// Nothing for an empty text.
Values text(const std::string& value) { return value.empty() ? Values() : Values{value}; }
Values number(std::int64_t value) { return {std::to_string(value)}; }
Values rate(const RateLimitOptions& rate) { return number(static_cast<std::int64_t>(rate.perSecond)); }
Values flag(bool isSet) { return {isSet ? "true" : "false"}; }

Values namesInForce(const TextByLanguage& names) {
  Values values;
  for (std::size_t i = 0; i < names.size(); ++i)
    if (!names[i].empty()) values.push_back(std::string(kLanguages[i]) + "=" + names[i]);
  return values;
}

std::string takeStoreAddress(Options& o, const std::string& v) {
  o.storeText = v;
  return takeStore(o.store, "--store", v);
}

}  // namespace

const std::vector<OptionRow>& optionTable() {
  static const std::vector<OptionRow> rows{
      {"--data", "DIR", Of::Every, "keys and records; made when absent (default: data)",
       [](Options& o, const std::string& v) { o.dataFolder = v; return unless(!v.empty(), "--data needs a folder."); },
       Key::Text, [](const Options& o) { return text(o.dataFolder); }},
      {"--store", "ADDRESS", Of::Every,
       "where the records are: sqlite:FILE, or postgresql://USER@HOST/DATABASE as libpq takes it, without a password (default: citycode.sqlite in the data folder)",
       takeStoreAddress,
       Key::Text, [](const Options& o) { return text(o.storeText.empty() ? "sqlite:" + o.dataFolder + "/citycode.sqlite" : o.storeText); }},
      {"--store-password-file", "FILE", Of::Every, "holds the password of PostgreSQL, and nobody else can read it; read for each connection",
       [](Options& o, const std::string& v) { o.storePasswordFile = v; return unless(!v.empty(), "--store-password-file needs a file."); },
       Key::Text, [](const Options& o) { return text(o.storePasswordFile); }},
      {"--store-password", "TEXT", Of::Every, "",
       [](Options& o, const std::string& v) {
         o.storePassword = v;
         return unless(!v.empty() && v.size() <= kMaxPasswordBytes, "--store-password needs a password of at most 1023 bytes."); },
       Key::Secret, [](const Options& o) { return text(o.storePassword); }},
      {"--web", "DIR", Of::Server, "the built web app; without it only /v1/ is answered",
       [](Options& o, const std::string& v) { o.webFolder = v; return unless(!v.empty(), "--web needs a folder."); },
       Key::Text, [](const Options& o) { return text(o.webFolder); }},
      {"--host", "ADDR", Of::Server, "address to listen on (default: 127.0.0.1)",
       [](Options& o, const std::string& v) { o.listen.host = v; return unless(isNumericAddress(v), "--host needs an address such as 127.0.0.1."); },
       Key::Text, [](const Options& o) { return text(o.listen.host); }},
      {"--tls-certificate", "FILE", Of::Server, "serves https with this certificate and those that lead to its authority, in PEM (default: http, for a proxy in front)",
       [](Options& o, const std::string& v) { o.listen.tls.certificate = v; return unless(!v.empty(), "--tls-certificate needs a file."); },
       Key::Text, [](const Options& o) { return text(o.listen.tls.certificate); }},
      {"--tls-key", "FILE", Of::Server, "the certificate's private key, in PEM",
       [](Options& o, const std::string& v) { o.listen.tls.key = v; return unless(!v.empty(), "--tls-key needs a file."); },
       Key::Text, [](const Options& o) { return text(o.listen.tls.key); }},
      {"--lan", "", Of::Server, "on every address of this machine, as https with a certificate made on the spot, to try it on phones in one room",
       [](Options& o, const std::string&) { o.lan = true; return std::string(); },
       Key::Flag, [](const Options& o) { return flag(o.lan); }},
      {"--port", "N", Of::Every, "port, 0 for a free one (default: 8080)",
       [](Options& o, const std::string& v) { return unless(readNumber<std::uint16_t>(v, 0, 65535, o.listen.port), "--port needs a number from 0 to 65535."); },
       Key::Number, [](const Options& o) { return number(o.listen.port); }},
      {"--origin", "URL", Of::Every,
       "how browsers reach this server, such as https://code.example; repeatable (default: http://localhost:PORT and http://127.0.0.1:PORT)", takeOrigin,
       Key::List, [](const Options& o) { return originsOf(o, o.listen.port); }},
      {"--threads", "N", Of::Server, "event loops (default: one a core)",
       [](Options& o, const std::string& v) { return unless(readNumber<unsigned>(v, 1, kMaxThreads, o.listen.threads), "--threads needs a number from 1 to 256."); },
       Key::Number, [](const Options& o) { return number(o.listen.threads); }},
      {"--log-level", "LEVEL", Of::Server, "the least that is logged: info, warn or error (default: info)",
       [](Options& o, const std::string& v) {
         const auto level = std::find(kLogLevels.begin(), kLogLevels.end(), v);
         if (level == kLogLevels.end()) return std::string("--log-level needs info, warn or error.");
         o.logLevel = static_cast<LogLevel>(level - kLogLevels.begin());
         return std::string(); },
       Key::Text, [](const Options& o) { return text(std::string(kLogLevels[static_cast<std::size_t>(o.logLevel)])); }},
      {"--metrics-port", "N", Of::Server, "a port for whoever watches: numbers for Prometheus at /metrics, 0 for a free one (default: none)",
       [](Options& o, const std::string& v) {
         return unless(readNumber<std::uint16_t>(v, 0, 65535, o.metricsPort.emplace()), "--metrics-port needs a number from 0 to 65535."); },
       Key::Number, [](const Options& o) { return o.metricsPort ? number(*o.metricsPort) : Values(); }},
      {"--metrics-host", "ADDR", Of::Server, "address of that port (default: 127.0.0.1)",
       [](Options& o, const std::string& v) { o.metricsHost = v; return unless(isNumericAddress(v), "--metrics-host needs an address such as 127.0.0.1."); },
       Key::Text, [](const Options& o) { return text(o.metricsHost); }},
      {"--demo", "", Of::Server, "a city of invented people, anybody may become one of them",
       [](Options& o, const std::string&) { o.demo = true; return std::string(); },
       Key::Flag, [](const Options& o) { return flag(o.demo); }},
      {"--demo-ratings", "N", Of::Server, "invented ratings of the demo's offices, where there are none yet (default: 0)",
       [](Options& o, const std::string& v) {
         return unless(readNumber<std::int64_t>(v, 0, kMaxDemoRatings, o.demoRatings), "--demo-ratings needs a number from 0 to 100000."); },
       Key::Number, [](const Options& o) { return number(o.demoRatings); }},
      {"--demo-sign-in-seconds", "N", Of::Server, "for how long the demo's portal waits for an answer (default: 180)",
       [](Options& o, const std::string& v) {
         return unless(readNumber<std::int64_t>(v, 1, kMaxRequestSeconds, o.demoSignInSeconds), "--demo-sign-in-seconds needs a number from 1 to 300."); },
       Key::Number, [](const Options& o) { return number(o.demoSignInSeconds); }},
      {"--city-name", "NAME", Of::Server, "the city's name; LANGUAGE=NAME for one of en, zh-CN, zh-Hant, id",
       [](Options& o, const std::string& v) {
         return unless(readNames(v, o.cityName), "--city-name needs a name of at most 64 bytes, such as \"Demo City\" or \"zh-CN=示范市\"; the languages are en, zh-CN, zh-Hant and id."); },
       Key::Names, [](const Options& o) { return namesInForce(o.cityName); }},
      {"--utc-offset-seconds", "N", Of::Every, "the city's time zone (default: 28800, UTC+8)",
       [](Options& o, const std::string& v) {
         return unless(readNumber<std::int32_t>(v, -kMaxOffsetSeconds, kMaxOffsetSeconds, o.cityOffsetSeconds), "--utc-offset-seconds needs a number such as 28800."); },
       Key::Number, [](const Options& o) { return number(o.cityOffsetSeconds); }},
      {"--working-days", "FILE", Of::Server, "holidays and days worked in their place, which a case's limits leave out (default: Monday to Friday are worked)",
       [](Options& o, const std::string& v) { o.workingDaysFile = v; return unless(!v.empty(), "--working-days needs a file."); },
       Key::Text, [](const Options& o) { return text(o.workingDaysFile); }},
      {"--post-rate", "N", Of::Server, "POST requests a second and client address that no enrolled device signed, 0 for no limit (default: 20)", takePostRate,
       Key::Number, [](const Options& o) { return rate(o.postRate); }},
      {"--device-rate", "N", Of::Server, "requests a second that an enrolled device signed, 0 for no limit (default: 2)", takeDeviceRate,
       Key::Number, [](const Options& o) { return rate(o.deviceRate); }},
      {"--portal-rate", "N", Of::Server, "requests a second that a portal's server signed, 0 for no limit (default: 100)", takePortalRate,
       Key::Number, [](const Options& o) { return rate(o.portalRate); }},
      {"--config", "FILE", Of::Every, "what stands here, in a file (docs/deploy.md); CITYCODE_CONFIG names it, too",
       [](Options& o, const std::string& v) { o.configurationFile = v; return unless(!v.empty(), "--config needs a file."); }},
      {"--help", "", Of::Every, "this text", [](Options& o, const std::string&) { o.show = Options::Show::Help; return std::string(); }},
      {"--version", "", Of::Every, "which version this is", [](Options& o, const std::string&) { o.show = Options::Show::Version; return std::string(); }},
      {"--clock-offset-seconds", "N", Of::Every, "",
       [](Options& o, const std::string& v) {
         return unless(readNumber<std::int64_t>(v, -kMaxClockOffsetSeconds, kMaxClockOffsetSeconds, o.clockOffsetSeconds), "--clock-offset-seconds needs a number."); }},
      {"--clock-step-file", "FILE", Of::Every, "",
       [](Options& o, const std::string& v) { o.clockStepFile = v; return unless(!v.empty(), "--clock-step-file needs a file."); }},

      {"--person", "ID", Of::Commands, "", [](Options& o, const std::string& v) { o.personId = v; return unless(!v.empty(), "--person needs a person's id."); }},
      {"--device", "ID", Of::Commands, "", [](Options& o, const std::string& v) { o.deviceId = v; return unless(!v.empty(), "--device needs a device's id."); }},
      {"--card", "NUMBER", Of::Commands, "",
       [](Options& o, const std::string& v) {
         o.card = cardNumberFromText(v);
         return unless(o.card.has_value(), "--card needs a card's number of 8 digits, such as 04815162."); }},
      {"--file", "FILE", Of::Commands, "", [](Options& o, const std::string& v) { o.file = v; return unless(!v.empty(), "people import needs a file, or - for standard input."); }},
      {"--rejects", "FILE", Of::Commands, "", [](Options& o, const std::string& v) { o.rejects = v; return unless(!v.empty(), "--rejects needs the name of a file."); }},
      {"--dry-run", "", Of::Commands, "", [](Options& o, const std::string&) { o.isRehearsal = true; return std::string(); }},
      {"--trust-documents", "", Of::Commands, "", [](Options& o, const std::string&) { o.trustDocuments = true; return std::string(); }},
      {"--out", "FILE", Of::Commands, "", [](Options& o, const std::string& v) { o.out = v; return unless(!v.empty(), "--out needs the name of a new file."); }},
      {"--from", "PLACE", Of::Commands, "",
       [](Options& o, const std::string& v) { o.from = v; return unless(!v.empty(), "--from needs an address or a folder."); }},
      {"--to", "PLACE", Of::Commands, "", [](Options& o, const std::string& v) { o.to = v; return unless(!v.empty(), "--to needs an address or a folder."); }},
      {"--with-keys", "", Of::Commands, "", [](Options& o, const std::string&) { o.withKeys = true; return std::string(); }},
      {"--reason", "CODE", Of::Commands, "",
       [](Options& o, const std::string& v) {
         o.reason = revocationReasonFromName(v);
         return unless(o.reason.has_value(), "--reason needs removed, lost, stolen, compromised or error."); }},
      {"--venue", "ID", Of::Commands, "",
       [](Options& o, const std::string& v) {
         o.venueId = v;
         return unless(isVenueId(v), "--venue needs an id of at most 26 letters, digits, hyphens, dots and colons."); }},
      {"--venue-name", "NAME", Of::Commands, "",
       [](Options& o, const std::string& v) {
         o.venueName = v;
         return unless(isName(v, kMaxVenueNameBytes), "--venue-name needs a name of at most 64 bytes without control characters."); }},
      {"--name", "NAME", Of::Commands, "",
       [](Options& o, const std::string& v) {
         return unless(readNames(v, o.venueNames), "--name needs a name of at most 64 bytes, such as \"City Library\" or \"zh-CN=城市图书馆\"; the languages are en, zh-CN, zh-Hant and id."); }},
      {"--address", "TEXT", Of::Commands, "",
       [](Options& o, const std::string& v) {
         o.venueAddress = v;
         return unless(v.empty() || isName(v, kMaxVenueAddressBytes), "--address needs at most 120 bytes without control characters."); }},
      {"--scenes", "A,B", Of::Commands, "", takeScenes},
      {"--office", "ID", Of::Commands, "",
       [](Options& o, const std::string& v) {
         o.officeId = v;
         return unless(isOfficeId(v), "--office needs an id of at most 26 small letters, numbers and hyphens, that of its terminals' venue."); }},
      {"--item", "ID=NAME", Of::Commands, "",
       [](Options& o, const std::string& v) {
         return unless(readItem(v, o.items), "--item needs an id and a name, such as \"passport=Passport renewal\" or \"passport=zh-CN=护照换发\"."); }},
      {"--above", "", Of::Commands, "", [](Options& o, const std::string&) { o.isAbove = true; return std::string(); }},
      {"--days", "N", Of::Commands, "",
       [](Options& o, const std::string& v) {
         return unless(readNumber<std::int64_t>(v, 1, kMaxStaffDays, o.days), "--days needs a number from 1 to 366."); }},
      {"--id", "ID", Of::Commands, "",
       [](Options& o, const std::string& v) {
         o.portalId = v;
         return unless(isPortalId(v), "--id needs a portal's id of at most 25 small letters, numbers and hyphens."); }},
      {"--key", "KEY", Of::Commands, "",
       [](Options& o, const std::string& v) {
         o.portalKey = publicKeyFromText(v);
         return unless(o.portalKey.has_value(), "--key needs an Ed25519 public key of 43 characters (base64url)."); }},
      {"--portal-origin", "URL", Of::Commands, "",
       [](Options& o, const std::string& v) {
         o.portalOrigin = v;
         return unless(isPortalOrigin(v), "--portal-origin needs the portal's own address, https://tax.example or, to try things out, http://localhost:8081."); }},
      {"--sealing-key", "KEY", Of::Commands, "",
       [](Options& o, const std::string& v) {
         o.sealingKey = bytesFromBase64Url<kSceneKeyBytes>(v);
         return unless(o.sealingKey && isStrongSealingKey(*o.sealingKey), "--sealing-key needs an X25519 public key of 43 characters (base64url)."); }},
      {"--return-to", "URL", Of::Commands, "", takeReturnAddress},
      {"--terminal", "ID", Of::Commands, "", [](Options& o, const std::string& v) { o.terminalId = v; return unless(!v.empty(), "--terminal needs a terminal's id."); }},
      {"--next-root-key", "KEY", Of::Commands, "",
       [](Options& o, const std::string& v) {
         o.nextRootKey = publicKeyFromText(v);
         return unless(o.nextRootKey.has_value(), "--next-root-key needs a public key of 43 characters, as announce-next-root prints it."); }},
      {"--at-once", "", Of::Commands, "", [](Options& o, const std::string&) { o.atOnce = true; return std::string(); }},
  };
  return rows;
}

std::string keyOf(const OptionRow& row) { return std::string(row.name.substr(2)); }

std::string variableOf(const OptionRow& row) {
  std::string name = "CITYCODE_" + keyOf(row);
  std::transform(name.begin(), name.end(), name.begin(), [](char c) { return c == '-' ? '_' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  return name;
}

const OptionRow* findOption(std::string_view name) {
  const auto& rows = optionTable();
  const auto found = std::find_if(rows.begin(), rows.end(), [&](const OptionRow& row) { return row.name == name; });
  return found == rows.end() ? nullptr : &*found;
}

}  // namespace citycode::server
