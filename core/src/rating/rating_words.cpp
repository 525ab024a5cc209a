#include "rating/rating_words.h"

#include <initializer_list>

namespace citycode {
namespace {

bool isOneOf(ServiceWay way, std::initializer_list<ServiceWay> ways) {
  for (const ServiceWay each : ways)
    if (each == way) return true;
  return false;
}

}  // namespace

std::optional<Channel> channelFromNumber(std::uint64_t number) {
  switch (number) {
#define CC_CHANNEL(enumerator, value, name, way, ticket) \
  case value: return Channel::enumerator;
#include "citycode/ratings.def"
    default: return std::nullopt;
  }
}

std::optional<Level> levelFromNumber(std::uint64_t number) {
  switch (number) {
#define CC_LEVEL(enumerator, value, name) \
  case value: return Level::enumerator;
#include "citycode/ratings.def"
    default: return std::nullopt;
  }
}

std::optional<Indicator> indicatorFromNumber(std::uint64_t number) {
  switch (number) {
#define CC_INDICATOR(enumerator, value, name, ...) \
  case value: return Indicator::enumerator;
#include "citycode/ratings.def"
    default: return std::nullopt;
  }
}

std::optional<Reason> reasonFromNumber(std::uint64_t number) {
  switch (number) {
#define CC_REASON(enumerator, value, name) \
  case value: return Reason::enumerator;
#include "citycode/ratings.def"
    default: return std::nullopt;
  }
}

std::string_view serviceWayName(ServiceWay way) {
  switch (way) {
    case ServiceWay::OnSite: return "on-site";
    case ServiceWay::Online: return "online";
    case ServiceWay::Telephone: return "telephone";
  }
  return "";
}

std::optional<ServiceWay> serviceWayFromName(std::string_view name) {
  for (const ServiceWay way : {ServiceWay::OnSite, ServiceWay::Online, ServiceWay::Telephone})
    if (name == serviceWayName(way)) return way;
  return std::nullopt;
}

std::string_view channelName(Channel channel) {
  switch (channel) {
#define CC_CHANNEL(enumerator, number, name, way, ticket) \
  case Channel::enumerator: return name;
#include "citycode/ratings.def"
  }
  return "";
}

std::string_view levelName(Level level) {
  switch (level) {
#define CC_LEVEL(enumerator, number, name) \
  case Level::enumerator: return name;
#include "citycode/ratings.def"
  }
  return "";
}

std::string_view indicatorName(Indicator indicator) {
  switch (indicator) {
#define CC_INDICATOR(enumerator, number, name, ...) \
  case Indicator::enumerator: return name;
#include "citycode/ratings.def"
  }
  return "";
}

std::string_view reasonName(Reason reason) {
  switch (reason) {
#define CC_REASON(enumerator, number, name) \
  case Reason::enumerator: return name;
#include "citycode/ratings.def"
  }
  return "";
}

std::optional<Channel> channelFromName(std::string_view wanted) {
#define CC_CHANNEL(enumerator, number, name, way, ticket) \
  if (wanted == name) return Channel::enumerator;
#include "citycode/ratings.def"
  return std::nullopt;
}

std::optional<Level> levelFromName(std::string_view wanted) {
#define CC_LEVEL(enumerator, number, name) \
  if (wanted == name) return Level::enumerator;
#include "citycode/ratings.def"
  return std::nullopt;
}

ServiceWay wayOf(Channel channel) {
  switch (channel) {
#define CC_CHANNEL(enumerator, number, name, way, ticket) \
  case Channel::enumerator: return ServiceWay::way;
#include "citycode/ratings.def"
  }
  return ServiceWay::OnSite;
}

TicketKind ticketOf(Channel channel) {
  switch (channel) {
#define CC_CHANNEL(enumerator, number, name, way, ticket) \
  case Channel::enumerator: return TicketKind::ticket;
#include "citycode/ratings.def"
  }
  return TicketKind::NoTicket;
}

std::optional<Channel> channelOf(ServiceWay wanted, bool hasPass) {
  const TicketKind kind = hasPass ? TicketKind::Bound : TicketKind::Bearer;
#define CC_CHANNEL(enumerator, number, name, way, ticket) \
  if (wanted == ServiceWay::way && kind == TicketKind::ticket) return Channel::enumerator;
#include "citycode/ratings.def"
  return std::nullopt;
}

bool asksAbout(ServiceWay way, Indicator indicator) {
  using enum ServiceWay;
  switch (indicator) {
#define CC_INDICATOR(enumerator, number, name, ...) \
  case Indicator::enumerator: return isOneOf(way, {__VA_ARGS__});
#include "citycode/ratings.def"
  }
  return false;
}

}  // namespace citycode
