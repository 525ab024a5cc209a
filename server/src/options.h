// The command line.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/start_failure.h"
#include "city/city_name.h"
#include "city/venue_desk.h"
#include "citycode/crypto.h"
#include "http/rate_limit.h"
#include "http/server.h"

namespace citycode::server {

struct Options {
  enum class Command {
    Serve, EnrolmentCode, RevokeDevice, ListCards, MakeCard, ReplaceCard, RevokeCard, TerminalCode, ListTerminals, RemoveTerminal, VenueRecord,
    AnnounceNextRoot, SwitchRoot, AnnounceNextIssuer, SwitchIssuer, ConfirmClock, Check, Help, Version
  } command = Command::Serve;

  std::string dataFolder = "data";
  std::string webFolder;              // empty: no web app
  ListenOptions listen;
  std::vector<std::string> origins;   // empty: localhost and 127.0.0.1 with the port
  bool demo = false;
  FourTexts cityName;                 // empty texts: the default of the mode
  std::int32_t cityOffsetSeconds = 28'800;   // China Standard Time; the city's calendar days
  RateLimitOptions postRate;
  RateLimitOptions deviceRate = kDeviceRate;
  std::string personId;               // of the enrolment-code, revoke-device, cards, make-card and revoke-card commands
  std::string deviceId;               // of the revoke-device command, instead of a person
  std::optional<std::uint32_t> card;  // of the replace-card and revoke-card commands, here instead of a person
  std::string out;                    // of the make-card and replace-card commands: the file that takes the card
  std::string reason;                 // of the revoke-device and revoke-card commands
  std::string venueId;                // of the terminal-code command, as the name
  std::string venueName;
  std::vector<std::string> scopes;
  std::string terminalId;             // of the remove-terminal command
  std::optional<PublicKey> nextRootKey;   // of announce-next-root: its seed is kept elsewhere
  bool atOnce = false;                // of switch-issuer
  WantedVenue venue;                  // of the venue-record command
  std::int64_t clockOffsetSeconds = 0;       // tests only: as if that time had passed
  std::string clockStepFile;                 // tests only: see machineClocks (base/city_time.h)
};

/// Failure: start/bad-option with one sentence.
Started<Options> parseOptions(const std::vector<std::string>& arguments);

std::string helpText();

}  // namespace citycode::server
