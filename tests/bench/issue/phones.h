// Phones of the demo city and their requests for passes: enrolled, with pass keys made before the clock starts and signed just before it.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "support/device.h"

namespace citycode::server::bench {

/// What a phone asks for whose holder has all 14 standard scenes: four passes of each (enrolment_routes.h).
inline constexpr std::size_t kPassesPerBatch = 56;

class Phones {
 public:
  /// `person` is one of the demo people, counted from 1; all phones are theirs.
  Phones(std::uint16_t port, int person) : port_(port), person_(person) {}

  /// Enrols phones until `batches` can be asked for, and makes the pass keys of so many. Consecutive batches are of different phones.
  /// Throws std::runtime_error with a sentence.
  void prepare(std::size_t batches);

  /// `count` prepared requests as bytes, signed now; they are good for 120 s (kRequestSkewSeconds). Throws when fewer are prepared.
  std::vector<std::string> sign(std::size_t count);

  std::size_t enrolled() const { return phones_.size(); }
  /// The names of the holder's scenes.
  const std::vector<std::string>& scenes() const { return scenes_; }

 private:
  struct Phone {
    test::Device device;
    std::size_t batchesLeft;   // of the day's quota
  };
  struct Prepared {
    std::size_t phone;
    std::string body;
  };
  struct Enrolled {
    test::Device device;
    std::vector<std::string> scenes;
  };

  Enrolled enrolOne() const;
  void enrol(std::size_t count);
  std::size_t nextPhone();
  std::vector<std::string> wantedScopes() const;

  std::uint16_t port_;
  int person_;
  std::vector<Phone> phones_;
  std::size_t next_ = 0;
  std::size_t batchesLeft_ = 0;   // of all phones
  std::vector<std::string> scenes_;
  std::deque<Prepared> prepared_;
};

}  // namespace citycode::server::bench
