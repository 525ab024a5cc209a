#include "metrics/metrics.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <map>
#include <mutex>
#include <shared_mutex>

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include "metrics/process_numbers.h"

namespace citycode::server {
namespace {

using prometheus::Counter;
using prometheus::Family;
using prometheus::Gauge;
using prometheus::Histogram;

// Seconds. A list from memory takes 0.1 ms, a batch of passes 10, a poll that waits 25 s.
const Histogram::BucketBoundaries kAnswerBounds{0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30};
// A unit waits for a disk's flush, 1 to 10 ms, and is given up after 5 s.
const Histogram::BucketBoundaries kUnitBounds{0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5};

constexpr std::size_t kMethods = static_cast<std::size_t>(Method::Other) + 1;
constexpr std::array<const char*, 5> kStatusClasses{"1xx", "2xx", "3xx", "4xx", "5xx"};
constexpr std::array<const char*, 2> kUnitKinds{"read", "write"};
constexpr std::size_t kFaults = [] {
  std::size_t count = 0;
#define CC_FAULT(enumerator, id, httpStatus, retryable) ++count;
#include "citycode/faults.def"
#undef CC_FAULT
  return count;
}();

std::size_t classOf(int status) { return static_cast<std::size_t>(std::clamp(status / 100, 1, 5) - 1); }

/// A number that is shown from its first event on: a family has the same one for the same labels, whoever asks first.
template <class Number>
class Lazy {
 public:
  template <class Make>
  Number& get(Make&& make) {
    Number* number = number_.load(std::memory_order_acquire);
    if (number == nullptr) number_.store(number = &make(), std::memory_order_release);
    return *number;
  }

 private:
  std::atomic<Number*> number_{nullptr};
};

struct RouteNumbers {
  std::array<std::array<Lazy<Counter>, kStatusClasses.size()>, kMethods> answers;
  Lazy<Histogram> seconds;
};

template <class Builder>
auto& family(prometheus::Registry& registry, Builder builder, const char* name, const char* help) {
  return builder.Name(name).Help(help).Register(registry);
}

}  // namespace

struct Metrics::Numbers {
  prometheus::Registry registry;
  Family<Counter>& answers = family(registry, prometheus::BuildCounter(), "citycode_http_requests_total",
      "Answers, by the route's template, method and class of status.");
  Family<Histogram>& answerSeconds = family(registry, prometheus::BuildHistogram(), "citycode_http_request_duration_seconds",
      "From a request's last byte to its answer, by the route's template.");
  Family<Counter>& refusals = family(registry, prometheus::BuildCounter(), "citycode_http_refusals_total",
      "Answers that are a refusal, by the fault's id.");
  Counter& passes = family(registry, prometheus::BuildCounter(), "citycode_passes_issued_total",
      "Passes that phones were given.").Add({});
  Counter& cards = family(registry, prometheus::BuildCounter(), "citycode_cards_issued_total",
      "Printed cards that phones were given.").Add({});
  Family<Histogram>& unitSeconds = family(registry, prometheus::BuildHistogram(), "citycode_store_unit_duration_seconds",
      "Units of work on the records, with their waiting.");
  Family<Gauge>& unitsUnderWay = family(registry, prometheus::BuildGauge(), "citycode_store_units",
      "Units of work that wait for the records or are at work.");
  Family<Counter>& unitFaults = family(registry, prometheus::BuildCounter(), "citycode_store_faults_total",
      "Units of work that the storage refused, by the fault's id.");
  Family<Gauge>& build = family(registry, prometheus::BuildGauge(), "citycode_build_info",
      "Always 1, with this program's version.");

  std::array<Histogram*, kUnitKinds.size()> secondsOfUnits{};
  std::array<Gauge*, kUnitKinds.size()> units{};
  std::array<Lazy<Counter>, kFaults> refused, failed;

  const double startUnixSeconds = std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
  std::shared_mutex mutex;   // of the map alone
  std::map<std::string_view, RouteNumbers> routes;

  Numbers() {
    for (std::size_t i = 0; i < kUnitKinds.size(); ++i) {
      secondsOfUnits[i] = &unitSeconds.Add({{"kind", kUnitKinds[i]}}, kUnitBounds);
      units[i] = &unitsUnderWay.Add({{"kind", kUnitKinds[i]}});
    }
    build.Add({{"version", CITYCODE_VERSION}}).Set(1);
  }

  RouteNumbers& of(std::string_view route) {
    {
      const std::shared_lock lock(mutex);
      if (const auto known = routes.find(route); known != routes.end()) return known->second;
    }
    const std::unique_lock lock(mutex);
    return routes[route];
  }

  void countFault(std::array<Lazy<Counter>, kFaults>& counters, Family<Counter>& family, Fault fault) {
    counters[static_cast<std::size_t>(fault)].get([&]() -> Counter& { return family.Add({{"fault", std::string(faultId(fault))}}); }).Increment();
  }
};

Metrics::Metrics() : numbers_(std::make_unique<Numbers>()) {}
Metrics::~Metrics() = default;

void Metrics::answered(std::string_view route, Method method, int status, Duration taken, std::optional<Fault> fault) {
  RouteNumbers& numbers = numbers_->of(route);
  const std::size_t statusClass = classOf(status);
  const auto add = [&]() -> Counter& {
    return numbers_->answers.Add({{"route", std::string(route)}, {"method", std::string(methodName(method))}, {"status", kStatusClasses[statusClass]}});
  };
  numbers.answers[static_cast<std::size_t>(method)][statusClass].get(add).Increment();
  numbers.seconds.get([&]() -> Histogram& { return numbers_->answerSeconds.Add({{"route", std::string(route)}}, kAnswerBounds); }).Observe(taken.count());
  if (fault) numbers_->countFault(numbers_->refused, numbers_->refusals, *fault);
}

void Metrics::issuedPasses(std::size_t count) { numbers_->passes.Increment(static_cast<double>(count)); }
void Metrics::issuedCard() { numbers_->cards.Increment(); }

void Metrics::unitBegan(UnitKind kind) { numbers_->units[static_cast<std::size_t>(kind)]->Increment(); }

void Metrics::unitEnded(UnitKind kind, Duration taken, std::optional<Fault> fault) {
  numbers_->units[static_cast<std::size_t>(kind)]->Decrement();
  numbers_->secondsOfUnits[static_cast<std::size_t>(kind)]->Observe(taken.count());
  if (fault && faultId(*fault).starts_with("store/")) numbers_->countFault(numbers_->failed, numbers_->unitFaults, *fault);
}

std::string Metrics::text(const Now& now) const {
  prometheus::Registry momentary;
  const auto gauge = [&](const char* name, const char* help, double value) { family(momentary, prometheus::BuildGauge(), name, help).Add({}).Set(value); };
  gauge("citycode_http_connections", "Connections that are open, those that wait for their next request among them.", static_cast<double>(now.connections));
  gauge("citycode_store_writable", "0 while nothing can be written.", now.canWrite ? 1 : 0);
  gauge("citycode_clock_doubt_seconds", "How far the machine's clock is ahead of the time that the city believes; 0 while it is believed.",
        static_cast<double>(now.clockDoubtSeconds));
  if (now.trustListAgeSeconds) gauge("citycode_trust_list_age_seconds", "Since the published trust list was signed.",
        static_cast<double>(*now.trustListAgeSeconds));
  if (now.statusListAgeSeconds) gauge("citycode_status_list_age_seconds", "Since the oldest published status list was signed.",
        static_cast<double>(*now.statusListAgeSeconds));
  if (now.freeBytes) gauge("citycode_data_free_bytes", "Free where the data folder is.", static_cast<double>(*now.freeBytes));
  const ProcessNumbers process = readProcessNumbers();
  gauge("process_resident_memory_bytes", "Memory of this process.", process.residentBytes);
  gauge("process_start_time_seconds", "When this process was started, by the machine's clock.", numbers_->startUnixSeconds);
  gauge("process_open_fds", "Open descriptors.", process.openDescriptors);
  family(momentary, prometheus::BuildCounter(), "process_cpu_seconds_total", "Processor time of this process.").Add({}).Increment(process.processorSeconds);
  auto families = numbers_->registry.Collect();
  for (auto& each : momentary.Collect()) families.push_back(std::move(each));
  return prometheus::TextSerializer().Serialize(families);
}

}  // namespace citycode::server
