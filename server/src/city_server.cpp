#include "city_server.h"

#include <cstdio>
#include <filesystem>
#include <memory>

#include "base/folder_hold.h"
#include "callers/admission.h"
#include "callers/request_pipeline.h"
#include "cases/case_routes.h"
#include "cases/working_days_file.h"
#include "city/city_routes.h"
#include "commands/city_folder.h"
#include "commands/local_network.h"
#include "demo/demo_people.h"
#include "demo/demo_routes.h"
#include "enrolment/enrolment_routes.h"
#include "health_routes.h"
#include "http/server.h"
#include "issuance/issuance_routes.h"
#include "issuance/paper_routes.h"
#include "metrics/measured_store.h"
#include "metrics_page.h"
#include "openapi/openapi_routes.h"
#include "ratings/open_routes.h"
#include "ratings/rating_routes.h"
#include "revocation/revocation_routes.h"
#include "revocation/status_routes.h"
#include "services/service_routes.h"
#include "signin/signin_routes.h"
#include "terminals/terminal_routes.h"
#include "upkeep.h"
#include "web/web_routes.h"

namespace citycode::server {
namespace {

const TextByLanguage kPlainCityName{"City", "城市", "城市", "Kota"};

TextByLanguage cityNameOf(const Options& options) {
  TextByLanguage names = options.demo ? kDemoCityName : kPlainCityName;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (!options.cityName[i].empty()) names[i] = options.cityName[i];
  }
  return names;
}

/// What a served city is made of: opened, or made, before anything is put together.
struct OpenedCity {
  std::optional<FolderHold> hold;
  std::shared_ptr<CityTime> time;
  std::unique_ptr<Store> store;
  std::unique_ptr<StatusCounters> counters;
  std::unique_ptr<CityKeys> keys;
  RotationKeys rotation;
  WorkingCalendar workingDays;
  std::shared_ptr<const WebFolder> web;   // null: no web app
  std::optional<DemoPortalKeys> demoPortal;
};

/// Everything that lives as long as the server runs, in the order of dependence.
struct City {
  City(const Options& options, OpenedCity opened, const std::vector<std::string>& origins, const Server& server, Metrics& metrics)
      : hold(std::move(opened.hold)), clock(opened.time), log(clock, options.logLevel), store(std::move(opened.store)), counters(std::move(opened.counters)), keys(std::move(opened.keys)), workingDays(std::move(opened.workingDays)), ratingKeys(*keys), networks(options.postRate), floods(clock, options.postRate.perSecond <= 0),
        trustList(*keys, *store, clock, cityNameOf(options)[0], std::move(opened.rotation)), statusLists(*keys, trustList, *store, clock),
        upkeep({*store, *keys, trustList, statusLists, workingDays, log}, std::move(opened.time), options.dataFolder, databasePath(options)),
        signedRequests(origins, clock, networks, {options.deviceRate, options.portalRate}), admission(*store, signedRequests, clock), enrolmentRequests(signedRequests, *store, clock),
        cityRoutes{*keys, trustList, *store, clock, cityNameOf(options), options.demo},
        healthRoutes{*store, trustList, statusLists, clock},
        enrolmentRoutes{*store, *keys, trustList, enrolmentRequests, clock, options.cityOffsetSeconds},
        issuanceRoutes{trustList, admission, {*keys, *store, *counters, options.cityOffsetSeconds}, clock, metrics},
        statusRoutes{statusLists, clock, origins.front()},
        revocationRoutes{{*store, *keys, clock}, admission, statusLists},
        terminalRoutes{*store, *keys, trustList, enrolmentRequests, admission, clock},
        paperRoutes{admission, {*keys, *store, *counters, origins.front(), options.cityOffsetSeconds}, statusLists, clock, metrics},
        signinRoutes{{*store, portalChanges, clock}, *keys, trustList},
        serviceRoutes{{*keys, ratingKeys, *store, clock}, {ratingKeys, *store, clock}, trustList, signedRequests},
        ratingRoutes{{ratingKeys, *store, floods, clock}, admission}, openRoutes{*store, clock}, caseRoutes{{*store, clock, workingDays}},
        demoRoutes{*store, {*store, clock}, {*store, clock}, {*keys, ratingKeys, *store, clock}, *keys, trustList, clock, options.cityOffsetSeconds, origins.front()},
        webRoutes(std::move(opened.web), *store), router(admission), pipeline(router, networks, clock, log, metrics, origins),
        metricsPage{metrics, server, *store, trustList, statusLists, clock, options.dataFolder} {
    cityRoutes.addTo(router);
    healthRoutes.addTo(router);
    enrolmentRoutes.addTo(router);
    issuanceRoutes.addTo(router);
    statusRoutes.addTo(router);
    revocationRoutes.addTo(router);
    terminalRoutes.addTo(router);
    paperRoutes.addTo(router);
    signinRoutes.addTo(router);
    serviceRoutes.addTo(router);
    ratingRoutes.addTo(router);
    openRoutes.addTo(router);
    caseRoutes.addTo(router);
    if (opened.demoPortal) demoPortal.emplace(*std::move(opened.demoPortal), DemoPortal::Parts{signinRoutes.desk, *keys, trustList, statusLists, origins.front(), options.demoSignInSeconds});
    if (demoPortal) demoRoutes.portal = &*demoPortal;
    if (options.demo) demoRoutes.addTo(router);
    webRoutes.addTo(router);
    openApiRoutes.addTo(router);
  }

  Result<Done> prepare(bool demo, std::int64_t demoRatings) {
    if (demo) CC_CHECK(demoRoutes.addPeopleAndOffices());
    if (demo && demoRatings > 0) CC_CHECK(demoRoutes.addRatings(demoRatings));
    return upkeep.prepare();
  }

  /// After the city has scenes. A full disk stops no start: what can be read is served.
  void registerDemoPortal() {
    if (!demoPortal) return;
    if (const auto added = demoPortal->registerSelf(); !added) log.event("warn", "demo-portal-not-registered", added.fault());
  }

  void reloadWeb(const std::string& folder) {
    if (folder.empty()) return;
    auto read = WebFolder::read(folder);
    if (read) webRoutes.replace(std::move(*read));   // else the old one stays
    log.event(read ? "info" : "error", read ? "web-folder-read" : "web-folder-unreadable");
  }

  std::optional<FolderHold> hold;   // longer than all else
  Clock clock;
  Log log;
  std::unique_ptr<Store> store;
  std::unique_ptr<StatusCounters> counters;
  std::unique_ptr<CityKeys> keys;
  WorkingCalendar workingDays;
  RatingKeys ratingKeys;
  RateLimit networks;
  FloodWatch floods;
  TrustListKeeper trustList;
  StatusListKeeper statusLists;
  Upkeep upkeep;
  SignedRequests signedRequests;
  Admission admission;
  EnrolmentRequests enrolmentRequests;
  CityRoutes cityRoutes;
  HealthRoutes healthRoutes;
  EnrolmentRoutes enrolmentRoutes;
  IssuanceRoutes issuanceRoutes;
  StatusRoutes statusRoutes;
  RevocationRoutes revocationRoutes;
  TerminalRoutes terminalRoutes;
  PaperRoutes paperRoutes;
  ChangeCounts portalChanges;
  SigninRoutes signinRoutes;
  ServiceRoutes serviceRoutes;
  RatingRoutes ratingRoutes;
  OpenRoutes openRoutes;
  CaseRoutes caseRoutes;
  std::optional<DemoPortal> demoPortal;
  DemoRoutes demoRoutes;
  WebRoutes webRoutes;
  OpenApiRoutes openApiRoutes;
  Router router;
  RequestPipeline pipeline;
  MetricsPage metricsPage;
};

Application applicationOf(City& city, const Options& options) {
  return {
      .answer = [&city](const Request& request) { return city.pipeline.answer(request); },
      .answerAside = [&city](const Request& request) { return city.metricsPage.answer(request); },
      .refuse = [&city](Fault fault) { return city.pipeline.refuse(fault); },
      .mayBlock = [&city](const Request& request) { return city.router.mayBlock(request); },
      .everySecond = [&city] { city.upkeep.everySecond(); },
      .everyHour = [&city] { city.upkeep.everyHour(); },
      .onHangup = [&city, folder = options.webFolder] { city.reloadWeb(folder); },
      .atLimit = [&city](std::size_t limit) { city.log.measured("warn", "connections-at-limit", "limit", static_cast<std::int64_t>(limit)); },
  };
}

std::string addressText(const std::string& host, std::uint16_t port, std::string_view scheme = "http://") {
  const bool isLocal = host == "127.0.0.1" || host == "localhost" || host == "0.0.0.0" || host == "::" || host == "::1";
  const bool isVersion6 = host.find(':') != std::string::npos;
  return std::string(scheme) + (isLocal ? "localhost" : isVersion6 ? "[" + host + "]" : host) + ":" + std::to_string(port) + "/";
}

void printReady(const Options& options, const Server& server) {
  const bool isUnderTls = options.listen.tls.areNamed();
  std::string lines = "Citycode is ready at " + addressText(options.listen.host, server.port(), isUnderTls ? "https://" : "http://") + "\n";
  if (options.lan) lines += invitationTo(originsOf(options, server.port()).front(), options.listen.tls);
  if (options.metricsPort) lines += "Numbers are at " + addressText(options.metricsHost, server.asidePort()) + "metrics\n";
  std::fputs(lines.c_str(), stdout);
  std::fflush(stdout);
}

Started<OpenedCity> openCity(const Options& options, Metrics& metrics) {
  OpenedCity opened;
  if (!options.webFolder.empty()) {
    auto read = WebFolder::read(options.webFolder);
    if (!read) return read.failure();
    opened.web = std::move(*read);
  }
  auto workingDays = readWorkingDays(options.workingDaysFile);
  if (!workingDays) return workingDays.failure();
  opened.workingDays = std::move(*workingDays);
  if (auto ready = ensurePrivateFolder(options.dataFolder); !ready) return ready.failure();
  auto hold = FolderHold::take(options.dataFolder, FolderHold::Use::Serving);
  if (!hold) return hold.failure();
  opened.hold.emplace(std::move(*hold));
  std::error_code ignored;
  std::filesystem::remove_all(workshopPath(options), ignored);
  auto store = openStore(options);
  if (!store) return store.failure();
  auto keys = openKeys(options, **store);
  if (!keys) return keys.failure();
  if (auto fits = mustFit(options, **store, **keys); !fits) return fits.failure();
  if (auto sealed = sealFormerPeople(options, **store, **keys); !sealed) return sealed.failure();
  auto rotation = readRotationKeys(options.dataFolder);
  if (!rotation) return rotation.failure();
  if (auto isPrivate = keepDataPrivate(options); !isPrivate) return isPrivate.failure();
  if (options.demo) {
    auto portalKeys = openDemoPortalFile(options.dataFolder);
    if (!portalKeys) return portalKeys.failure();
    opened.demoPortal.emplace(std::move(portalKeys->key), std::move(portalKeys->sealingSecret));
  }
  opened.time = openCityTime(options, store->get());
  opened.store = std::make_unique<MeasuredStore>(std::move(*store), metrics);
  opened.counters = countersOf(options, *opened.store);
  opened.keys = std::move(*keys);
  opened.rotation = std::move(*rotation);
  return opened;
}

}  // namespace

std::optional<StartFailure> serveCity(const Options& given) {
  auto local = given.lan ? onLocalNetwork(given) : Started<Options>(given);
  if (!local) return local.failure();
  const Options& options = *local;
  // The port first: a second start of the same city stops here and touches nothing.
  auto server = Server::listen(options.listen);
  if (!server) return server.failure();
  if (options.metricsPort) {
    if (auto listens = (*server)->listenAside({.host = options.metricsHost, .port = *options.metricsPort}); !listens) return listens.failure();
  }
  Metrics metrics;
  auto opened = openCity(options, metrics);
  if (!opened) return opened.failure();
  City city(options, std::move(*opened), originsOf(options, (*server)->port()), **server, metrics);
  if (const auto ready = city.prepare(options.demo, options.demoRatings); !ready) return recordsFailure(ready.fault(), options);
  city.registerDemoPortal();
  printReady(options, **server);   // the kernel queues connections since `listen`
  (*server)->run(applicationOf(city, options));
  city.upkeep.end();
  return std::nullopt;
}

}  // namespace citycode::server
