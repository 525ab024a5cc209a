#include "options.h"

#include <algorithm>
#include <charconv>
#include <functional>
#include <map>
#include <thread>

#include "callers/signed_requests.h"
#include "city/key_rotation.h"
#include "citycode/cbor.h"
#include "citycode/presentation.h"
#include "citycode/shown_text.h"
#include "citycode/venue_record.h"
#include "issuance/card_number.h"
#include "revocation/reason.h"
#include "terminals/terminal_routes.h"

namespace citycode::server {
namespace {

constexpr unsigned kMaxThreads = 256;
constexpr std::int32_t kMaxOffsetSeconds = 14 * 3600;   // Kiribati
constexpr std::size_t kMaxVenueNameBytes = 64;
constexpr std::size_t kMaxCityNameBytes = 64;           // kMaxAttributeTextBytes, the same room on a screen
constexpr std::size_t kMaxLanguageTagBytes = 16;         // longer is a name with a sign in it
constexpr std::int64_t kMaxClockOffsetSeconds = 100LL * 366 * 86400;

StartFailure bad(std::string sentence) { return {Fault::StartBadOption, std::move(sentence) + " See --help."}; }

template <class Number>
bool readNumber(const std::string& text, Number least, Number most, Number& out) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < least || value > most) return false;
  out = value;
  return true;
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

// "TEXT" names the city in all languages, "zh-CN=TEXT" in one.
bool readCityName(const std::string& text, FourTexts& names) {
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

/// Reads one value; returns what was wrong with it, or nothing.
using Take = std::function<std::string(Options&, const std::string&)>;

std::string takeOrigin(Options& o, const std::string& v) {
  if (!isOrigin(v)) return "--origin needs an origin such as https://code.example, without a path and in lower case.";
  if (o.origins.size() == kMaxOrigins) return "--origin can be given at most 8 times.";
  o.origins.push_back(v);
  return {};
}

std::string unless(bool good, const char* sentence) { return good ? "" : sentence; }

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

std::string takeScopes(Options& o, const std::string& v) {
  o.scopes = splitNames(v);
  return unless(o.scopes.size() <= kMaxTerminalScopes, "--scopes needs at most 32 scenes, such as identity,court.");
}

const std::map<std::string, Take, std::less<>>& valueOptions() {
  static const std::map<std::string, Take, std::less<>> options{
      {"--data", [](Options& o, const std::string& v) { o.dataFolder = v; return unless(!v.empty(), "--data needs a folder."); }},
      {"--web", [](Options& o, const std::string& v) { o.webFolder = v; return unless(!v.empty(), "--web needs a folder."); }},
      {"--host", [](Options& o, const std::string& v) { o.listen.host = v; return unless(!v.empty(), "--host needs an address such as 127.0.0.1."); }},
      {"--port", [](Options& o, const std::string& v) {
         return unless(readNumber<std::uint16_t>(v, 0, 65535, o.listen.port), "--port needs a number from 0 to 65535."); }},
      {"--threads", [](Options& o, const std::string& v) {
         return unless(readNumber<unsigned>(v, 1, kMaxThreads, o.listen.threads), "--threads needs a number from 1 to 256."); }},
      {"--origin", takeOrigin},
      {"--city-name", [](Options& o, const std::string& v) {
         return unless(readCityName(v, o.cityName), "--city-name needs a name of at most 64 bytes, such as \"Demo City\" or \"zh-CN=示范市\"; the languages are en, zh-CN, zh-Hant and id."); }},
      {"--utc-offset-seconds", [](Options& o, const std::string& v) {
         return unless(readNumber<std::int32_t>(v, -kMaxOffsetSeconds, kMaxOffsetSeconds, o.cityOffsetSeconds),
                       "--utc-offset-seconds needs a number such as 28800."); }},
      {"--post-rate", [](Options& o, const std::string& v) {
         unsigned rate = 0;
         if (!readNumber<unsigned>(v, 0, 1'000'000, rate)) return std::string("--post-rate needs a number from 0 (no limit) to 1000000.");
         o.postRate = {static_cast<double>(rate), 5.0 * rate};
         return std::string(); }},
      {"--device-rate", [](Options& o, const std::string& v) {
         unsigned rate = 0;
         if (!readNumber<unsigned>(v, 0, 1'000'000, rate)) return std::string("--device-rate needs a number from 0 (no limit) to 1000000.");
         o.deviceRate = {static_cast<double>(rate), kDeviceRate.burst / kDeviceRate.perSecond * rate};
         return std::string(); }},
      {"--person", [](Options& o, const std::string& v) { o.personId = v; return unless(!v.empty(), "--person needs a person's id."); }},
      {"--device", [](Options& o, const std::string& v) { o.deviceId = v; return unless(!v.empty(), "--device needs a device's id."); }},
      {"--card", [](Options& o, const std::string& v) {
         o.card = cardNumberFromText(v);
         return unless(o.card.has_value(), "--card needs a card's number of 8 digits, such as 04815162."); }},
      {"--out", [](Options& o, const std::string& v) { o.out = v; return unless(!v.empty(), "--out needs the name of a new file."); }},
      {"--reason", [](Options& o, const std::string& v) {
         o.reason = v;
         return unless(revocationReasonFromName(v).has_value(), "--reason needs removed, lost, stolen, compromised or error."); }},
      {"--venue", [](Options& o, const std::string& v) {
         o.venueId = o.venue.id = v;
         return unless(isVenueId(v), "--venue needs an id of at most 26 letters, digits, hyphens, dots and colons."); }},
      {"--venue-name", [](Options& o, const std::string& v) {
         o.venueName = v;
         return unless(isName(v, kMaxVenueNameBytes), "--venue-name needs a name of at most 64 bytes without control characters."); }},
      {"--scopes", takeScopes},
      {"--terminal", [](Options& o, const std::string& v) { o.terminalId = v; return unless(!v.empty(), "--terminal needs a terminal's id."); }},
      {"--name", [](Options& o, const std::string& v) {
         return unless(readCityName(v, o.venue.names), "--name needs a name of at most 64 bytes, such as \"City Library\" or \"zh-CN=城市图书馆\"; the languages are en, zh-CN, zh-Hant and id."); }},
      {"--address", [](Options& o, const std::string& v) {
         o.venue.address = v;
         return unless(v.empty() || isName(v, kMaxVenueAddressBytes), "--address needs at most 120 bytes without control characters."); }},
      {"--scenes", [](Options& o, const std::string& v) {
         o.venue.scopeNames = splitNames(v);
         return unless(!v.empty(), "--scenes needs names such as identity,culture-and-sport."); }},
      {"--next-root-key", [](Options& o, const std::string& v) {
         o.nextRootKey = publicKeyFromText(v);
         return unless(o.nextRootKey.has_value(), "--next-root-key needs a public key of 43 characters, as announce-next-root prints it."); }},
      {"--clock-offset-seconds", [](Options& o, const std::string& v) {
         return unless(readNumber<std::int64_t>(v, -kMaxClockOffsetSeconds, kMaxClockOffsetSeconds, o.clockOffsetSeconds),
                       "--clock-offset-seconds needs a number."); }},
      {"--clock-step-file", [](Options& o, const std::string& v) { o.clockStepFile = v; return unless(!v.empty(), "--clock-step-file needs a file."); }},
  };
  return options;
}

using Command = Options::Command;

/// What is said first on the line; without one the program serves.
const std::map<std::string, Command, std::less<>>& commands() {
  static const std::map<std::string, Command, std::less<>> known{
      {"enrolment-code", Command::EnrolmentCode}, {"revoke-device", Command::RevokeDevice},
      {"cards", Command::ListCards}, {"make-card", Command::MakeCard}, {"replace-card", Command::ReplaceCard}, {"revoke-card", Command::RevokeCard},
      {"terminal-code", Command::TerminalCode}, {"terminals", Command::ListTerminals}, {"remove-terminal", Command::RemoveTerminal},
      {"venue-record", Command::VenueRecord},
      {"announce-next-root", Command::AnnounceNextRoot}, {"switch-root", Command::SwitchRoot},
      {"announce-next-issuer", Command::AnnounceNextIssuer}, {"switch-issuer", Command::SwitchIssuer},
      {"confirm-clock", Command::ConfirmClock}, {"check", Command::Check}};
  return known;
}

/// Options that belong to some commands alone: given to another one, somebody meant something else.
const std::map<std::string, std::vector<std::string_view>, std::less<>>& ownersOfOptions() {
  static const std::map<std::string, std::vector<std::string_view>, std::less<>> owners{
      {"--person", {"enrolment-code", "revoke-device", "cards", "make-card", "revoke-card"}},
      {"--device", {"revoke-device"}},
      {"--card", {"replace-card", "revoke-card"}},
      {"--out", {"make-card", "replace-card"}},
      {"--reason", {"revoke-device", "revoke-card"}},
      {"--venue", {"terminal-code", "venue-record"}},
      {"--venue-name", {"terminal-code"}},
      {"--scopes", {"terminal-code"}},
      {"--terminal", {"remove-terminal"}},
      {"--name", {"venue-record"}},
      {"--address", {"venue-record"}},
      {"--scenes", {"venue-record"}},
      {"--next-root-key", {"announce-next-root"}},
      {"--at-once", {"switch-issuer"}}};
  return owners;
}

bool readFlag(const std::string& argument, Options& options) {
  if (argument == "--demo") options.demo = true;
  else if (argument == "--help" || argument == "-h") options.command = Command::Help;
  else if (argument == "--version") options.command = Command::Version;
  else if (argument == "--at-once") options.atOnce = true;
  else return false;
  return true;
}

/// A sentence when an option was given that the command does not take; `command` is empty for a server.
std::string misplaced(const std::string& command, const std::vector<std::string>& given) {
  for (const std::string& option : given) {
    const auto owners = ownersOfOptions().find(option);
    if (owners == ownersOfOptions().end() || std::find(owners->second.begin(), owners->second.end(), command) != owners->second.end()) continue;
    std::string names;
    for (const std::string_view owner : owners->second) names.append(names.empty() ? "" : ", ").append(owner);
    return option + " belongs to " + names + (command.empty() ? ": no command was given." : ", and not to " + command + ".");
  }
  return {};
}

}  // namespace

Started<Options> parseOptions(const std::vector<std::string>& arguments) {
  Options options;
  options.listen.threads = std::clamp(std::thread::hardware_concurrency(), 1u, kMaxThreads);
  std::string command;
  std::vector<std::string> given;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (const auto named = commands().find(arguments[i]); named != commands().end()) {
      if (!command.empty()) return bad("There are two commands, " + command + " and " + arguments[i] + ": give one.");
      command = arguments[i];
      options.command = named->second;
      continue;
    }
    given.push_back(arguments[i].substr(0, arguments[i].find('=')));
    if (readFlag(arguments[i], options)) continue;
    // Both "--port 8080" and "--port=8080".
    const std::size_t equals = arguments[i].starts_with("--") ? arguments[i].find('=') : std::string::npos;
    const std::string name = arguments[i].substr(0, equals);
    const auto option = valueOptions().find(name);
    if (option == valueOptions().end()) return bad("There is no option \"" + name + "\".");
    if (equals == std::string::npos && i + 1 == arguments.size()) return bad(name + " needs a value.");
    const std::string value = equals == std::string::npos ? arguments[++i] : arguments[i].substr(equals + 1);
    if (auto wrong = option->second(options, value); !wrong.empty()) return bad(std::move(wrong));
  }
  if (options.command == Command::Help || options.command == Command::Version) return options;
  if (options.command == Command::VenueRecord && !options.scopes.empty())
    return bad("venue-record takes the scenes of a venue as --scenes; --scopes belongs to terminal-code.");
  if (options.command == Command::TerminalCode && !options.venue.scopeNames.empty())
    return bad("terminal-code takes the scenes of a scanner as --scopes; --scenes belongs to venue-record.");
  if (auto wrong = misplaced(command, given); !wrong.empty()) return bad(std::move(wrong));
  if (options.command == Command::EnrolmentCode && options.personId.empty()) {
    return bad("enrolment-code needs --person ID.");
  }
  if (options.command == Command::RevokeDevice) {
    if (options.personId.empty() == options.deviceId.empty()) return bad("revoke-device needs either --device ID or --person ID.");
    if (options.reason.empty()) return bad("revoke-device needs --reason CODE.");
  }
  if ((options.command == Command::ListCards || options.command == Command::MakeCard) && options.personId.empty())
    return bad("cards and make-card need --person ID.");
  if (options.command == Command::ReplaceCard && !options.card) return bad("replace-card needs --card NUMBER.");
  if ((options.command == Command::MakeCard || options.command == Command::ReplaceCard) && options.out.empty())
    return bad(command + " needs --out FILE: a card names a person, so it goes into a file of its own.");
  if (options.command == Command::RevokeCard) {
    if (options.personId.empty() == !options.card) return bad("revoke-card needs either --card NUMBER or --person ID.");
    if (options.reason.empty()) return bad("revoke-card needs --reason CODE.");
  }
  if (options.command == Command::TerminalCode && (options.venueId.empty() || options.venueName.empty() || options.scopes.empty())) {
    return bad("terminal-code needs --venue ID, --venue-name NAME and --scopes NAMES.");
  }
  if (options.command == Command::RemoveTerminal && options.terminalId.empty()) {
    return bad("remove-terminal needs --terminal ID.");
  }
  return options;
}

std::string helpText() {
  return R"(citycode-server: issues the city's passes and serves its web app.

  citycode-server [options]
  citycode-server --data DIR enrolment-code --person ID    prints a one-use code, good for 24 hours
  citycode-server --data DIR revoke-device (--device ID | --person ID) --reason CODE
                       withdraws a device with its passes, or all of a person's with the person's paper cards; the
                       server may run meanwhile. CODE is removed, lost, stolen, compromised or error
  citycode-server --data DIR cards --person ID             lists a person's paper cards
  citycode-server --data DIR --origin URL make-card --person ID --out FILE
  citycode-server --data DIR --origin URL replace-card --card NUMBER --out FILE
                       write the new card into a new file, which the page /sheet/#card prints; the card that is
                       replaced is withdrawn
  citycode-server --data DIR revoke-card (--card NUMBER | --person ID) --reason CODE
                                                           withdraws one card, or all of a person's
  citycode-server --data DIR terminal-code --venue ID --venue-name NAME --scopes identity,court
                                                           the same for a venue's scanner
  citycode-server --data DIR terminals                     lists the scanners
  citycode-server --data DIR remove-terminal --terminal ID takes one's right to keys away
  citycode-server --data DIR [--origin URL] venue-record --venue ID --name NAME [--address TEXT] --scenes A,B
                                                           prints the address that a venue shows as a code, for a year
  citycode-server --data DIR announce-next-root [--next-root-key KEY]
  citycode-server --data DIR switch-root
  citycode-server --data DIR announce-next-issuer
  citycode-server --data DIR switch-issuer [--at-once]      the city's keys over the years

  citycode-server --data DIR check                         reads every page of the records; the server may run
  citycode-server --data DIR confirm-clock                 the machine's clock is right although it was stepped forward

  --data DIR           keys and records; made when absent (default: data)
  --web DIR            the built web app; without it only /v1/ is answered
  --host ADDR          address to listen on (default: 127.0.0.1)
  --port N             port, 0 for a free one (default: 8080)
  --origin URL         how browsers reach this server, such as https://code.example; repeatable
                       (default: http://localhost:PORT and http://127.0.0.1:PORT)
  --threads N          event loops (default: one a core)
  --demo               a city of invented people, anybody may become one of them
  --city-name NAME     the city's name; LANGUAGE=NAME for one of en, zh-CN, zh-Hant, id
  --utc-offset-seconds N   the city's time zone (default: 28800, UTC+8)
  --post-rate N        POST requests a second and client address that no enrolled device signed, 0 for no limit (default: 20)
  --device-rate N      requests a second that an enrolled device signed, 0 for no limit (default: 2)
  --help, --version

More: docs/deploy.md.
)";
}

}  // namespace citycode::server
