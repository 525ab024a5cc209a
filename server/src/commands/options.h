// What the command line says, as values.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/log.h"
#include "city/city_name.h"
#include "citycode/crypto.h"
#include "citycode/pass.h"
#include "http/rate_limit.h"
#include "http/server.h"
#include "registry/revocation_reason.h"
#include "store/store_address.h"

namespace citycode::server {

struct Command;   // commands/command_table.h

struct Options {
  const Command* command = nullptr;   // nothing: the server
  enum class Show : std::uint8_t { Nothing, Help, Version } show = Show::Nothing;
  std::vector<std::string> hints;     // for the person who typed a former word
  std::string configurationFile;      // empty: none
  std::map<std::string, std::string> saidBy;   // by the option's name: who said what is in force; what is not in it is a default

  std::string dataFolder = "data";
  StoreAddress store = SqliteAddress{};   // an empty path: in the data folder
  std::string storeText;                  // as it was given; no address has a password
  std::string storePasswordFile, storePassword;   // at most one of them; they are in each address of PostgreSQL above and below
  std::vector<std::string> origins;   // empty: localhost and 127.0.0.1 with the port
  std::int32_t cityOffsetSeconds = 28'800;   // China Standard Time; the city's calendar days
  std::int64_t clockOffsetSeconds = 0;       // tests only: as if that time had passed
  std::string clockStepFile;                 // tests only: see machineClocks (base/city_time.h)

  // Of the server alone.
  std::string webFolder;              // empty: no web app
  ListenOptions listen;               // its port is also in the origins, when none is given
  LogLevel logLevel = LogLevel::Info;
  std::optional<std::uint16_t> metricsPort;   // nothing: no numbers are shown
  std::string metricsHost = "127.0.0.1";
  bool demo = false;
  bool lan = false;                   // commands/local_network.h
  std::vector<std::string> lanAddresses;   // of this machine, where it is so
  std::int64_t demoRatings = 0;
  std::int64_t demoSignInSeconds = 180;   // long enough to take a phone out and read who asks
  std::string workingDaysFile;        // empty: Monday to Friday
  TextByLanguage cityName;                 // empty texts: the default of the mode
  RateLimitOptions postRate;
  RateLimitOptions deviceRate = kDeviceRate;
  RateLimitOptions portalRate = kPortalRate;

  // Of commands; the tables say of which.
  std::string personId;
  std::string deviceId;
  std::optional<std::uint32_t> card;
  std::string out;                    // a new file
  std::string file, rejects;          // of people import; "-" is standard input
  bool isRehearsal = false, trustDocuments = false;
  std::string from, to;               // addresses of copy-store, folders of backup and restore
  bool withKeys = false;              // in a backup
  std::optional<RevocationReason> reason;
  std::string venueId;
  std::string venueName;              // as staff know it
  TextByLanguage venueNames;               // as citizens read it
  std::string venueAddress;
  std::vector<std::string> scenes;
  std::string officeId;
  std::map<std::string, TextByLanguage> items;   // of the office, by id
  bool isAbove = false;                  // above all offices
  std::string portalId;
  std::optional<PublicKey> portalKey;
  std::string portalOrigin;              // the portal's own, not the city's
  std::optional<SealingKey> sealingKey;
  std::vector<std::string> returnAddresses;
  std::int64_t days = 30;
  std::string terminalId;
  std::optional<PublicKey> nextRootKey;   // its seed is kept elsewhere
  bool atOnce = false;
};

/// The public origins; the first is the city's address in what it signs.
inline std::vector<std::string> originsOf(const Options& options, std::uint16_t port) {
  if (!options.origins.empty()) return options.origins;
  const std::string number = std::to_string(port);
  if (!options.lanAddresses.empty()) {
    std::vector<std::string> origins;
    for (const std::string& address : options.lanAddresses) origins.push_back(std::string("https://").append(address).append(":").append(number));
    return origins;
  }
  return {std::string("http://localhost:").append(number), std::string("http://127.0.0.1:").append(number)};
}

}  // namespace citycode::server
