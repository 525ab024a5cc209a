#include "metrics/measured_store.h"

#include <functional>

namespace citycode::server {
namespace {

using Kind = Metrics::UnitKind;

/// From its beginning to its end, also by an exception.
class UnderWay {
 public:
  UnderWay(Metrics& metrics, Kind kind) : metrics_(metrics), kind_(kind) { metrics_.unitBegan(kind_); }
  ~UnderWay() { metrics_.unitEnded(kind_, std::chrono::steady_clock::now() - begin_, fault); }
  UnderWay(const UnderWay&) = delete;
  UnderWay& operator=(const UnderWay&) = delete;

  std::optional<Fault> fault;

 private:
  Metrics& metrics_;
  Kind kind_;
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

/// A unit as `read` and `write` take it.
auto workOf(const std::function<std::optional<Fault>(Session&)>& unit) {
  return [&unit](Session& session) -> Result<Done> {
    const auto fault = unit(session);
    if (fault) return *fault;
    return Done{};
  };
}

std::optional<Fault> faultIn(const Result<Done>& outcome) { return outcome ? std::nullopt : std::optional(outcome.fault()); }

}  // namespace

std::optional<Fault> MeasuredStore::runReading(const Unit& unit) {
  UnderWay underWay(metrics_, Kind::Read);
  return underWay.fault = faultIn(store_->read(workOf(unit)));
}

std::optional<Fault> MeasuredStore::runWriting(const Unit& unit) {
  UnderWay underWay(metrics_, Kind::Write);
  return underWay.fault = faultIn(store_->write(workOf(unit)));
}

}  // namespace citycode::server
