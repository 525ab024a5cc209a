#include "ratings/raters.h"

#include <sodium.h>

#include <algorithm>
#include <map>
#include <stdexcept>

#include <nlohmann/json.hpp>

#include "support/http_client.h"

namespace citycode::server::bench {
namespace {

using Json = nlohmann::json;

constexpr const char* kVenue = "tax-office";
constexpr const char* kItem = "tax-return";
const test::Headers kJson{{"Content-Type", "application/json"}, {"Connection", "keep-alive"}};

[[noreturn]] void refuse(const std::string& what, const test::Reply& reply) {
  throw std::runtime_error(what + ": the server answered " + std::to_string(reply.status) + " " + reply.fault() + ".");
}

template <class T>
T must(Result<T> result, const char* what) {
  if (!result) throw std::runtime_error(std::string(what) + ": " + std::string(faultId(result.fault())) + ".");
  return *std::move(result);
}

Bytes bytesIn(const Json& body, const char* member) {
  return must(decodeBase64Url(body.value(member, "")), member);
}

template <std::size_t Size>
std::array<std::uint8_t, Size> exactly(const Bytes& bytes, std::size_t from = 0) {
  if (bytes.size() < from + Size) throw std::runtime_error("An answer has fewer bytes than it should.");
  std::array<std::uint8_t, Size> array;
  std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(from), Size, array.begin());
  return array;
}

TrustList listOf(std::uint16_t port) {
  const test::Reply city = test::exchange(port, "GET", "/v1/city", {}, ""), list = test::exchange(port, "GET", "/v1/trust-list", {}, "");
  if (city.status != 200 || list.status != 200) refuse("The city's list was not given", list);
  return must(readTrustList(bytesOf(list.body), bytesIn(city.json(), "rootKey"), 0, 0), "The city's list");
}

void enrol(const test::Device& desk, std::uint16_t port) {
  const test::Reply code = test::exchange(port, "POST", "/v1/demo/terminal-codes", kJson, Json{{"venue", kVenue}}.dump());
  if (code.status != 201) refuse("No terminal code was given", code);
  const std::string body = desk.terminalBody(code.json().at("enrolmentCode").get<std::string>());
  const test::Reply answer = test::exchangeRaw(port, desk.signedPost(port, "/v1/terminals", body));
  if (answer.status != 201) refuse("The desk was not enrolled", answer);
}

/// Most are content, one in sixteen is not.
Opinion opinionOf(std::uint64_t number) {
  Opinion opinion;
  opinion.level = number % 16 == 0 ? Level::Dissatisfied : number % 3 == 0 ? Level::Satisfied : Level::VerySatisfied;
  opinion.indicators = {{Indicator::Efficiency, opinion.level}, {Indicator::Attitude, Level::Satisfied}};
  if (opensCase(opinion.level)) opinion.reasons = {Reason::LongWait};
  return opinion;
}

}  // namespace

Raters::Raters(std::uint16_t port) : port_(port), list_(listOf(port)) {}

/// A server remembers 1,024 requests of one device (docs/api.md, "Signed requests").
const test::Device& Raters::desk() {
  constexpr std::size_t kRequestsOfADesk = 1000;
  if (signed_++ % kRequestsOfADesk == 0) enrol(desks_.emplace_back(), port_);
  return desks_.back();
}

std::vector<std::string> Raters::services(std::size_t count) {
  std::vector<std::string> requests;
  for (std::size_t i = 0; i < count; ++i) {
    const Json body{{"item", kItem}, {"way", "on-site"}, {"case", test::newNonce()}, {"pass", nullptr}, {"ticket", true}};
    requests.push_back(desk().signedPost(port_, "/v1/services", body.dump()));
  }
  return requests;
}

void Raters::takeTickets(const Answers& answers) {
  for (const auto& [request, body] : answers.kept) {
    const Bytes bytes = bytesIn(Json::parse(body), "ticket");
    tickets_.push_back(must(verifyServiceTicket(bytes, &list_, test::nowUnixSeconds()), "A ticket"));
  }
}

std::vector<std::string> Raters::tokens(std::size_t count) {
  if (tickets_.size() < count) throw std::runtime_error("There are fewer tickets than tokens are asked for.");
  std::vector<std::string> requests;
  asked_.clear();
  for (std::size_t i = 0; i < count; ++i) {
    Asked asked{std::move(tickets_.front()), {}, {}, {}};
    tickets_.pop_front();
    randombytes_buf(asked.input.data(), asked.input.size());
    randombytes_buf(asked.random.data(), asked.random.size());
    asked.blinded = must(blindInput(OprfMode::Poprf, asked.input, must(scalarFromRandom(asked.random), "A blind")), "A blinded input");
    const Json body{{"ticket", encodeBase64Url(asked.ticket.id)}, {"blinded", encodeBase64Url(asked.blinded)}};
    requests.push_back(test::requestText(port_, "POST", "/v1/rating-tokens", kJson, body.dump()));
    asked_.push_back(std::move(asked));
  }
  return requests;
}

void Raters::takeToken(const Asked& asked, const std::string& body) {
  const Json answer = Json::parse(body);
  const RatedService service = asked.ticket.service();
  const ListedTokenKey* key = ratingKeyOf(list_, service.week);
  if (!key) throw std::runtime_error("The city's list has no key of this week.");
  const Bytes proof = bytesIn(answer, "proof"), info = must(encodeRatedService(service), "A service");
  const Scalar blind = must(scalarFromRandom(asked.random), "A blind");
  const BlindedToken token{asked.input, &blind, asked.blinded, exactly<kElementBytes>(bytesIn(answer, "evaluated"))};
  const auto outputs = must(finalizeBoundTokens(std::span(&token, 1), info, key->key, {exactly<kScalarBytes>(proof), exactly<kScalarBytes>(proof, kScalarBytes)}),
                            "A token");
  owned_.push_back({asked.ticket, asked.input, outputs.front()});
}

void Raters::takeTokens(const Answers& answers) {
  for (const auto& [request, body] : answers.kept) takeToken(asked_.at(request), body);
}

std::vector<std::string> Raters::ratings(std::size_t count) {
  if (owned_.size() < count) throw std::runtime_error("There are fewer tokens than ratings are to be sent.");
  std::vector<std::string> requests;
  for (std::size_t i = 0; i < count; ++i) {
    const Owned& owned = owned_.front();
    Rating rating{owned.ticket.service(), owned.input, owned.output, opinionOf(rated_++), std::nullopt};
    if (opensCase(rating.opinion.level)) rating.replyDigest = sha256(rating.input);
    const Json body{{"rating", encodeBase64Url(must(encodeRating(rating), "A rating"))}};
    requests.push_back(test::requestText(port_, "POST", "/v1/ratings", kJson, body.dump()));
    owned_.pop_front();
  }
  return requests;
}

}  // namespace citycode::server::bench
