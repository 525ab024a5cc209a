#include "city_server.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <mutex>

#include "callers/admission.h"
#include "callers/front_desk.h"
#include "city/city_routes.h"
#include "city/clock_keeper.h"
#include "city/key_rotation.h"
#include "city_folder.h"
#include "citycode/http_signature.h"
#include "demo/demo_people.h"
#include "demo/demo_routes.h"
#include "enrolment/enrolment_codes.h"
#include "enrolment/enrolment_routes.h"
#include "issuance/card_commands.h"
#include "issuance/issuance_routes.h"
#include "issuance/paper_routes.h"
#include "revocation/reason.h"
#include "revocation/revocation_routes.h"
#include "revocation/status_routes.h"
#include "store/sqlite_schema.h"
#include "terminals/terminal_commands.h"
#include "terminals/terminal_routes.h"
#include "web/web_routes.h"

namespace citycode::server {
namespace {

/// Expired passes and codes are kept this long for questions and appeals, then deleted.
constexpr std::int64_t kRetentionSeconds = 30 * kSecondsPerDay;

/// Four times what is cut back to (journal_size_limit): no load of a moment.
constexpr std::uintmax_t kLargeJournalBytes = 64 * 1024 * 1024;

/// An operator's page looks at the health route about as often.
constexpr int kTryToWriteSeconds = 60, kTryAgainSeconds = 5;

const FourTexts kPlainCityName{"City", "城市", "城市", "Kota"};

FourTexts cityNameOf(const Options& options) {
  FourTexts names = options.demo ? kDemoCityName : kPlainCityName;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (!options.cityName[i].empty()) names[i] = options.cityName[i];
  }
  return names;
}

std::vector<std::string> originsOf(const Options& options, std::uint16_t port) {
  if (!options.origins.empty()) return options.origins;
  const std::string number = std::to_string(port);
  return {std::string("http://localhost:").append(number), std::string("http://127.0.0.1:").append(number)};
}

/// Everything that lives as long as the server runs, in the order of dependence.
struct City {
  City(const Options& options, std::shared_ptr<CityTime> time, std::unique_ptr<Store> openedStore,
       std::unique_ptr<CityKeys> openedKeys, RotationKeys rotation, std::shared_ptr<const WebFolder> webFolder, std::uint16_t port)
      : clock(time), log(clock), clockKeeper(std::move(time), options.dataFolder, log),
        journalPath(databasePath(options) + "-wal"), store(std::move(openedStore)), keys(std::move(openedKeys)),
        networks(options.postRate), trustList(*keys, *store, clock, cityNameOf(options)[0], std::move(rotation)), signedRequests(originsOf(options, port), clock, networks, options.deviceRate),
        admission(*store, signedRequests), newcomers(signedRequests, clock),
        cityRoutes{*keys, trustList, *store, clock, cityNameOf(options), options.demo},
        enrolmentRoutes{*store, trustList, newcomers, clock, options.cityOffsetSeconds},
        issuanceRoutes{trustList, admission, {*keys, *store, options.cityOffsetSeconds}, clock},
        statusLists(*keys, trustList, *store, clock), statusRoutes{statusLists, clock, originsOf(options, port)[0]},
        revocationRoutes{*store, *keys, admission, statusLists, clock},
        terminalRoutes{*store, *keys, trustList, newcomers, admission, clock},
        paperRoutes{admission, {*keys, *store, originsOf(options, port).front(), options.cityOffsetSeconds}, statusLists, clock},
        demoRoutes{*store, *keys, trustList, clock, options.cityOffsetSeconds, originsOf(options, port).front()}, webRoutes(std::move(webFolder)),
        router(admission), frontDesk(router, networks, clock, log, originsOf(options, port)) {
    cityRoutes.addTo(router);
    enrolmentRoutes.addTo(router);
    issuanceRoutes.addTo(router);
    statusRoutes.addTo(router);
    revocationRoutes.addTo(router);
    terminalRoutes.addTo(router);
    paperRoutes.addTo(router);
    if (options.demo) demoRoutes.addTo(router);
    webRoutes.addTo(router);
  }

  Result<Done> prepare(bool demo) {
    if (demo) CC_CHECK(demoRoutes.addPeople());
    clockKeeper.look();
    (void)static_cast<bool>(store->tryToWrite());   // so that health knows
    forgetExpired();   // a server that is started every day has few hours of its own
    tellAboutJournal();
    const auto settled = settleDates();
    datesAreSettled = static_cast<bool>(settled);
    // What can be read is served on a full disk, too.
    if (!settled && !trustList.current()) return settled.fault();
    return Done{};
  }

  /// After the city's time went back, or may have while the server was away.
  Result<Done> settleDates() {
    const std::int64_t nowMs = clock.nowUnixMs();
    const auto corrected = store->correctDatesAfter({nowMs, nowMs + kCounterCodeSeconds * kMillisecondsPerSecond, keys->issuerKeys()});
    CC_CHECK(trustList.refresh());
    statusLists.lookAgain();
    return corrected;
  }

  /// A reader that was forgotten (a shell, a backup) lets the file beside the database grow for as long as it is there.
  void tellAboutJournal() {
    std::error_code error;
    const auto bytes = std::filesystem::file_size(journalPath, error);
    if (!error && bytes > kLargeJournalBytes) log.measured("warn", "store-journal-large", "bytes", static_cast<std::int64_t>(bytes));
  }

  /// Once a minute, and more often while nothing can be written.
  void tellAboutWriting() {
    const auto before = store->cannotWrite();
    if (++secondsSinceWriting < (before ? kTryAgainSeconds : kTryToWriteSeconds)) return;
    secondsSinceWriting = 0;
    const auto outcome = store->tryToWrite();
    if (!outcome && !before) log.event("error", "store-not-writable", outcome.fault());
    if (outcome && before) log.event("info", "store-writable");
  }

  void everySecond() {
    const std::lock_guard lock(upkeep);
    tellAboutWriting();
    if (clockKeeper.look()) datesAreSettled = false;
    if (datesAreSettled) return;
    const auto settled = settleDates();   // tried again each second: a disk may be full just now
    datesAreSettled = static_cast<bool>(settled);
    if (settled) log.event("info", "dates-settled");
  }

  void forgetExpired() {
    const auto forgotten = store->forgetExpiredBefore(clock.nowUnixMs() - kRetentionSeconds * kMillisecondsPerSecond);
    if (!forgotten) log.event("error", "retention-failed", forgotten.fault());
  }

  void everyHour() {
    const std::lock_guard lock(upkeep);
    tellAboutJournal();
    const auto refreshed = trustList.refresh();
    if (!refreshed) log.event("error", "trust-list-not-signed", refreshed.fault());
    forgetExpired();
    const auto reusable = store->forgetUsedRequests(clock.nowUnixMs());
    if (!reusable) log.event("error", "retention-failed", reusable.fault());
  }

  void reloadWeb(const std::string& folder) {
    if (folder.empty()) return;
    auto read = WebFolder::read(folder);
    if (read) webRoutes.replace(std::move(*read));   // else the old one stays
    log.event(read ? "info" : "error", read ? "web-folder-read" : "web-folder-unreadable");
  }

  Clock clock;
  Log log;
  ClockKeeper clockKeeper;
  std::mutex upkeep;             // one at a time changes what is published
  bool datesAreSettled = true;
  int secondsSinceWriting = 0;
  std::string journalPath;
  std::unique_ptr<Store> store;
  std::unique_ptr<CityKeys> keys;
  RateLimit networks;
  TrustListKeeper trustList;
  SignedRequests signedRequests;
  Admission admission;
  Newcomers newcomers;
  CityRoutes cityRoutes;
  EnrolmentRoutes enrolmentRoutes;
  IssuanceRoutes issuanceRoutes;
  StatusListKeeper statusLists;
  StatusRoutes statusRoutes;
  RevocationRoutes revocationRoutes;
  TerminalRoutes terminalRoutes;
  PaperRoutes paperRoutes;
  DemoRoutes demoRoutes;
  WebRoutes webRoutes;
  Router router;
  FrontDesk frontDesk;
};

Application applicationOf(City& city, const Options& options) {
  return {
      .answer = [&city](const Request& request) { return city.frontDesk.answer(request); },
      .refuse = [&city](Fault fault) { return city.frontDesk.refuse(fault); },
      .mayBlock = [&city](const Request& request) { return city.router.mayBlock(request); },
      .everySecond = [&city] { city.everySecond(); },
      .everyHour = [&city] { city.everyHour(); },
      .onHangup = [&city, folder = options.webFolder] { city.reloadWeb(folder); },
      .atLimit = [&city](std::size_t limit) { city.log.measured("warn", "connections-at-limit", "limit", static_cast<std::int64_t>(limit)); },
  };
}

void printReady(const Options& options, std::uint16_t port) {
  const std::string& host = options.listen.host;
  const bool isLocal = host == "127.0.0.1" || host == "localhost" || host == "0.0.0.0" || host == "::" || host == "::1";
  const bool isVersion6 = host.find(':') != std::string::npos;
  const char* format = isVersion6 && !isLocal ? "Citycode is ready at http://[%s]:%u/\n" : "Citycode is ready at http://%s:%u/\n";
  std::printf(format, isLocal ? "localhost" : host.c_str(), unsigned{port});
  std::fflush(stdout);
}

}  // namespace

std::optional<StartFailure> serveCity(const Options& options) {
  // The port first: a second start of the same city stops here and touches nothing.
  auto server = Server::listen(options.listen);
  if (!server) return server.failure();
  std::shared_ptr<const WebFolder> web;
  if (!options.webFolder.empty()) {
    auto read = WebFolder::read(options.webFolder);
    if (!read) return read.failure();
    web = std::move(*read);
  }
  auto store = openStore(options);
  if (!store) return store.failure();
  auto keys = openKeys(options, **store);
  if (!keys) return keys.failure();

  auto rotation = readRotationKeys(options.dataFolder);
  if (!rotation) return rotation.failure();
  if (auto isPrivate = keepDataPrivate(options); !isPrivate) return isPrivate.failure();

  const std::uint16_t port = (*server)->port();
  auto time = openCityTime(options, store->get());
  City city(options, std::move(time), std::move(*store), std::move(*keys), std::move(*rotation), std::move(web), port);
  if (const auto ready = city.prepare(options.demo); !ready) return groundFailure(ready.fault(), databasePath(options));
  printReady(options, port);   // the kernel queues connections since `listen`
  (*server)->run(applicationOf(city, options));
  city.clockKeeper.save();
  return std::nullopt;
}

std::optional<StartFailure> printVenueRecord(const Options& options) {
  if (!hasCity(options)) return noCity(options);
  auto keys = CityKeys::open(options.dataFolder, Absent::Refuse);
  if (!keys) return keys.failure();
  const std::string origin = originsOf(options, options.listen.port).front();
  auto address = venueAddress(options.venue, (*keys)->issuer(), origin, Clock(openCityTime(options, nullptr)).nowUnixSeconds());
  if (!address) return address.failure();
  std::printf("%s\n", address->c_str());
  return std::nullopt;
}

std::optional<StartFailure> rotateKeys(const Options& options) {
  const auto printed = [](Started<PublicKey> key) -> std::optional<StartFailure> {
    if (!key) return key.failure();
    std::printf("%s\n", encodeBase64Url(*key).c_str());
    return std::nullopt;
  };
  using Command = Options::Command;
  if (options.command == Command::AnnounceNextRoot) return printed(announceNextRoot(options.dataFolder, options.nextRootKey));
  // A root may be announced on a machine that has nothing else (docs/deploy.md), an issuer is a city's.
  if (!hasCity(options)) return noCity(options);
  if (options.command == Command::AnnounceNextIssuer) return printed(announceNextIssuer(options.dataFolder));
  auto store = openExistingStore(options);
  if (!store) return store.failure();
  if (options.command == Command::SwitchRoot) return printed(switchRoot(options.dataFolder, **store));
  return printed(switchIssuer(options.dataFolder, **store, Clock(openCityTime(options, store->get())), options.atOnce));
}

std::optional<StartFailure> printEnrolmentCode(const Options& options) {
  auto store = openExistingStore(options);
  if (!store) return store.failure();
  const auto id = identifierFromText(options.personId);
  const auto person = id ? (*store)->findPerson(*id) : Result<std::optional<Person>>(std::optional<Person>());
  if (!person) return groundFailure(person.fault(), databasePath(options));
  if (!person->has_value()) return StartFailure{Fault::StartBadOption, "There is no person with this id: give --person an id from the city's records."};
  const auto code = makeEnrolmentCode(**store, *id, kCounterCodeSeconds, Clock(openCityTime(options, store->get())));
  if (!code) return groundFailure(code.fault(), databasePath(options));
  std::printf("%s\n", code->text.c_str());
  return std::nullopt;
}

namespace {

Started<std::vector<DeviceId>> devicesNamedBy(const Options& options, Store& store) {
  if (!options.deviceId.empty()) {
    const auto bytes = decodeBase64Url(options.deviceId);
    DeviceId id{};
    if (!bytes || bytes->size() != id.size()) return StartFailure{Fault::StartBadOption, "This is not a device's id: give --device the 43 characters that its enrolment answered."};
    std::copy(bytes->begin(), bytes->end(), id.begin());
    return std::vector<DeviceId>{id};
  }
  const auto personId = identifierFromText(options.personId);
  auto devices = personId ? store.devicesOf(*personId) : Result<std::vector<DeviceId>>(std::vector<DeviceId>());
  if (!devices) return groundFailure(devices.fault(), databasePath(options));
  return *std::move(devices);
}

}  // namespace

std::optional<StartFailure> revokeDevice(const Options& options) {
  auto store = openExistingStore(options);
  if (!store) return store.failure();
  auto keys = CityKeys::open(options.dataFolder, Absent::Refuse);
  if (!keys) return keys.failure();
  auto devices = devicesNamedBy(options, **store);
  if (!devices) return devices.failure();
  const Clock clock(openCityTime(options, store->get()));
  // A card is the person's: it goes with the person, not with one phone.
  const auto cardsOf = options.deviceId.empty() ? identifierFromText(options.personId) : std::nullopt;
  const auto revoked = (*store)->revokeDevices({*std::move(devices), (*keys)->issuerKeys(),
                                                *revocationReasonFromName(options.reason), clock.nowUnixMs(), cardsOf});
  if (!revoked) return groundFailure(revoked.fault(), databasePath(options));
  const std::uint32_t cards = revoked->cards.value_or(0);
  if (revoked->devices == 0 && cards == 0) return StartFailure{Fault::StartBadOption, "No device was withdrawn: it is unknown, or was withdrawn before."};
  const std::string andCards = cards > 0 ? ", and " + std::to_string(cards) + " card(s)" : "";
  std::printf("Withdrawn: %u device(s) with %u pass(es)%s, refused wherever the next status list has arrived.\n",
              unsigned{revoked->devices}, unsigned{revoked->passes}, andCards.c_str());
  return std::nullopt;
}

std::optional<StartFailure> runCardCommand(const Options& options) {
  auto store = openExistingStore(options);
  if (!store) return store.failure();
  auto keys = CityKeys::open(options.dataFolder, Absent::Refuse);
  if (!keys) return keys.failure();
  const PaperOffice office{**keys, **store, originsOf(options, options.listen.port).front(), options.cityOffsetSeconds};
  auto answer = answerCardCommand(options, {office, Clock(openCityTime(options, store->get())), databasePath(options)});
  if (!answer) return answer.failure();
  std::fputs(answer->c_str(), stdout);
  return std::nullopt;
}

std::optional<StartFailure> checkRecords(const Options& options) {
  if (!hasCity(options)) return noCity(options);
  if (const auto checked = checkWholeDatabase(databasePath(options)); !checked) return groundFailure(checked.fault(), databasePath(options));
  std::puts("The records are whole.");
  return std::nullopt;
}

std::optional<StartFailure> confirmClock(const Options& options) {
  if (!hasCity(options)) return noCity(options);
  const MachineClocks clocks = machineClocks(options.clockOffsetSeconds, options.clockStepFile);
  if (clocks.bootId.empty())
    return StartFailure{Fault::StoreUnavailable, "This machine does not say when it was started: let a time service set its clock instead."};
  const ClockReading reading = clocks.read();
  const std::string path = clockConfirmationPath(options.dataFolder);
  if (!writeClockMark(path, {clocks.bootId, reading})) return groundFailure(faultOfErrno(errno), path);
  std::printf("The clock is taken for right: it is %s.\n", utcText(reading.wallUnixMs).c_str());
  return std::nullopt;
}

std::optional<StartFailure> runTerminalCommand(const Options& options) {
  auto store = openExistingStore(options);
  if (!store) return store.failure();
  auto answer = answerTerminalCommand(options, **store, Clock(openCityTime(options, store->get())));
  if (!answer) return answer.failure();
  std::fputs(answer->c_str(), stdout);
  return std::nullopt;
}

}  // namespace citycode::server
