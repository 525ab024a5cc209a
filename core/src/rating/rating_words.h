// The words of ratings as values: ratings.def.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace citycode {

/// How a service was given: what the standard asks about differs.
enum class ServiceWay : std::uint8_t { OnSite, Online, Telephone };

/// Who can use a channel's ticket: the phone that holds the key of the pass that it names, whoever has it, or there is none.
enum class TicketKind : std::uint8_t { Bound, Bearer, NoTicket };

enum class Channel : std::uint8_t {
#define CC_CHANNEL(enumerator, number, name, way, ticket) enumerator = number,
#include "citycode/ratings.def"
};

/// Five is the best (GB/T 39735-2020).
enum class Level : std::uint8_t {
#define CC_LEVEL(enumerator, number, name) enumerator = number,
#include "citycode/ratings.def"
};

enum class Indicator : std::uint8_t {
#define CC_INDICATOR(enumerator, number, name, ...) enumerator = number,
#include "citycode/ratings.def"
};

enum class Reason : std::uint8_t {
#define CC_REASON(enumerator, number, name) enumerator = number,
#include "citycode/ratings.def"
};

/// At this level and below reasons may be ticked, and a case opens (State Council order 51/2019).
inline constexpr Level kCaseLevel = Level::Dissatisfied;
constexpr bool opensCase(Level level) { return level <= kCaseLevel; }

std::optional<Channel> channelFromNumber(std::uint64_t number);
std::optional<Level> levelFromNumber(std::uint64_t number);
std::optional<Indicator> indicatorFromNumber(std::uint64_t number);
std::optional<Reason> reasonFromNumber(std::uint64_t number);

std::string_view serviceWayName(ServiceWay way);   // "on-site"
std::optional<ServiceWay> serviceWayFromName(std::string_view name);
std::string_view channelName(Channel channel);
std::string_view levelName(Level level);
std::string_view indicatorName(Indicator indicator);
std::string_view reasonName(Reason reason);
std::optional<Channel> channelFromName(std::string_view name);
std::optional<Level> levelFromName(std::string_view name);

ServiceWay wayOf(Channel channel);
TicketKind ticketOf(Channel channel);
/// The channel of a service that ended so; nothing for a telephone call in which a pass was shown: there is no such thing.
std::optional<Channel> channelOf(ServiceWay way, bool hasPass);
bool asksAbout(ServiceWay way, Indicator indicator);

}  // namespace citycode
