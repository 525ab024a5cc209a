#include "ratings/open_routes.h"

#include "city/names_json.h"
#include "http/conditional.h"
#include "ratings/figures_csv.h"
#include "ratings/figures_text.h"

namespace citycode::server {
namespace {

constexpr const char* kOfficesCaching = "public, max-age=300";   // as the trust list
/// Asked for again each time: whoever looks after the tenth rating wants to see it. What has not changed is not sent.
constexpr const char* kFiguresCaching = "no-cache";

Json describe(const Office& office) {
  Json items = Json::array();
  for (const OfficeItem& item : office.items) items.push_back({{"id", item.id}, {"name", namesJson(item.names)}});
  return {{"id", office.id}, {"name", namesJson(office.names)}, {"closed", office.isClosed()}, {"items", std::move(items)}};
}

Json describe(const std::vector<Office>& offices) {
  Json described = Json::array();
  for (const Office& office : offices) described.push_back(describe(office));
  return {{"offices", std::move(described)}};
}

Json describe(const ShownCell& cell) {
  const Counts& counts = cell.counts;
  Json levels = Json::object();
  for (std::uint64_t level = kLevels; level > 0; --level) levels[std::string(levelName(*levelFromNumber(level)))] = counts.levels[level - 1];
  const auto rate = responseRateOf(counts);
  return {{"office", cell.officeId},
          {"item", cell.itemId},
          {"channel", channelName(cell.channel)},
          {"year", cell.year},
          {"services", counts.services},
          {"tokens", counts.tokens},
          {"ratings", counts.ratings},
          {"levels", std::move(levels)},
          {"unusual", counts.unusual},
          {"responseRate", rate ? Json(*rate) : Json()},
          {"shownSinceDay", dayText(cell.shownSinceUtcDay)}};
}

std::string textOf(const Json& document) { return jsonResponse(200, document).body; }

Response conditional(const Request& request, Response response, const std::string& tag, const char* caching) {
  response.headers.emplace_back("ETag", tag);
  response.headers.emplace_back("Cache-Control", caching);
  if (!matchesEtag(request.header("if-none-match"), tag)) return response;
  std::erase_if(response.headers, [](const auto& header) { return header.first == "Content-Type"; });
  response.status = 304;
  response.body.clear();
  return response;
}

/// `document` is an object of JSON; the time beside it does not make another one of it, so the tag is not of the time.
Response answer(const Request& request, const std::string& document, const std::string& tag, std::int64_t nowUnixSeconds, const char* caching) {
  Response response;
  response.headers.emplace_back("Content-Type", "application/json");
  response.body.assign(document, 0, document.size() - 1).append(",\"nowUnixSeconds\":").append(std::to_string(nowUnixSeconds)).append("}");
  return conditional(request, std::move(response), tag, caching);
}

Response answer(const Request& request, const Json& document, std::int64_t nowUnixSeconds, const char* caching) {
  const std::string body = textOf(document);
  return answer(request, body, etagOf(bytesOf(body)), nowUnixSeconds, caching);
}

Json describe(const ShownFigures& figures) {
  Json cells = Json::array();
  for (const ShownCell& cell : figures.cells) cells.push_back(describe(cell));
  return {{"cells", std::move(cells)}, {"hidden", figures.hidden}};
}

}  // namespace

void OpenRoutes::addTo(Router& router) {
  router.add({Method::Get, "/v1/open/offices", kAnyone, Work::Blocking, [this](const Call& c) { return answerOffices(c.request); }});
  router.add({Method::Get, "/v1/open/figures", kAnyone, Work::Blocking, [this](const Call& c) { return answerFigures(c.request); }});
  router.add({Method::Get, "/v1/open/figures.csv", kAnyone, Work::Blocking, [this](const Call& c) { return answerCsv(c.request); }});
  router.add({Method::Get, "/v1/open/figures/{office}", kAnyone, Work::Blocking, [this](const Call& c) { return answerFiguresOf(c); }});
}

Result<Response> OpenRoutes::answerOffices(const Request& request) const {
  CC_TRY(all, store_.read(offices::list));
  return answer(request, describe(all), clock_.nowUnixSeconds(), kOfficesCaching);
}

Result<Response> OpenRoutes::answerFigures(const Request& request) {
  CC_TRY(version, store_.read(figures::shownVersion));
  CC_TRY(document, figures_.at(version, [this]() -> Result<std::string> {
    CC_TRY(shown, store_.read([](Session& session) { return figures::shown(session, std::nullopt); }));
    return textOf(describe(shown));
  }));
  return answer(request, document->body, document->etag, clock_.nowUnixSeconds(), kFiguresCaching);
}

Result<Response> OpenRoutes::answerFiguresOf(const Call& call) const {
  const std::string_view officeId = call.path.text("office");
  CC_TRY(shown, store_.read([&](Session& session) -> Result<ShownFigures> {
    CC_TRY(office, offices::find(session, officeId));
    if (!office) return Fault::RequestNotFound;
    return figures::shown(session, officeId);
  }));
  return answer(call.request, describe(shown), clock_.nowUnixSeconds(), kFiguresCaching);
}

// Of the figures and of the offices' names.
Result<Response> OpenRoutes::answerCsv(const Request& request) {
  CC_TRY(version, store_.read(figures::shownVersion));
  CC_TRY(all, store_.read(offices::list));
  CC_TRY(document, csv_.at(version + etagOf(bytesOf(textOf(describe(all)))), [&]() -> Result<std::string> {
    CC_TRY(shown, store_.read([](Session& session) { return figures::shown(session, std::nullopt); }));
    return figuresCsv(shown.cells, all);
  }));
  Response response;
  response.body = document->body;
  response.headers.emplace_back("Content-Type", "text/csv; charset=utf-8");
  response.headers.emplace_back("Content-Disposition", "attachment; filename=\"figures.csv\"");
  return conditional(request, std::move(response), document->etag, kFiguresCaching);
}

}  // namespace citycode::server
