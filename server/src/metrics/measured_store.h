// Records whose units of work are measured, whichever engine keeps them.
#pragma once

#include <memory>

#include "metrics/metrics.h"
#include "store/store.h"

namespace citycode::server {

class MeasuredStore final : public Store {
 public:
  /// `metrics` must outlive this object.
  MeasuredStore(std::unique_ptr<Store> store, Metrics& metrics) : store_(std::move(store)), metrics_(metrics) {}

  std::optional<Fault> cannotWrite() override { return store_->cannotWrite(); }
  Result<Done> tryToWrite() override { return store_->tryToWrite(); }
  std::string place() const override { return store_->place(); }

 protected:
  std::optional<Fault> runReading(const Unit& unit) override;
  std::optional<Fault> runWriting(const Unit& unit) override;

 private:
  std::unique_ptr<Store> store_;
  Metrics& metrics_;
};

}  // namespace citycode::server
