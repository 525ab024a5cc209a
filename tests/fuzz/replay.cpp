// Replay memories of two terminals: a refusal changes nothing, a share taken twice says nothing new, a saved memory
// comes back as it was, and no capacity is exceeded. Operations follow each other while the clock goes on.
#include "verdict/replay.h"

#include <type_traits>

#include "../core/test_city.h"
#include "citycode/pass.h"
#include "fuzz.h"
#include "signing/cose.h"

namespace citycode::fuzz {
namespace {

constexpr int kMaxOperations = 24;
constexpr std::string_view kVenue = "door-1";
constexpr std::int64_t kLongestPass = 86400;

const SigningKey& terminal() {
  static const SigningKey key = test::keyFrom(30);
  return key;
}
const SigningKey& stranger() {
  static const SigningKey key = test::keyFrom(99);
  return key;
}

using Merged = ReplayMemory::Merged;

class Door {
 public:
  explicit Door(std::size_t capacity) : capacity_(capacity), memory_(capacity) {}

  void remember(Input& input, std::int64_t now) {
    const PassDigest pass{input.byte()};
    const std::int64_t slot = (now + static_cast<std::int8_t>(input.byte())) / kSlotSeconds * kSlotSeconds;
    const std::int64_t forget = now + static_cast<std::int64_t>(input.number(2));
    if (memory_.look(pass, slot, now).kind == ReplayMemory::Sighting::Kind::Full) return;
    memory_.remember(pass, slot, now, forget);
    CC_HOLDS(memory_.look(pass, slot, now).kind == ReplayMemory::Sighting::Kind::SameSlot);
    CC_HOLDS(memory_.size() <= capacity_);
  }

  Result<Merged> merge(ByteView share, std::int64_t now) {
    return unchangedByRefusal(now, [&] {
      const PublicKey keys[] = {terminal().publicKey()};
      return memory_.merge(share, {kVenue, keys, kLongestPass, now});
    });
  }
  void load(ByteView saved, std::int64_t now) {
    (void)unchangedByRefusal(now, [&] { return memory_.load(saved, now); });
  }

  void tell(Door& other, std::int64_t since, std::int64_t now) {
    for (const Bytes& payload : memory_.share(kVenue, since, now)) {
      const PublicKey& key = terminal().publicKey();
      const Bytes share = writeShare(payload, key, terminal().sign(shareToBeSigned(payload, key)));
      const auto first = other.merge(share, now);
      if (!first) return CC_HOLDS(first.fault() == Fault::ReplayMemoryFull);
      const Bytes after = other.memory_.save(now);
      const auto second = other.merge(share, now);
      CC_HOLDS(second && second->added == 0 && second->renewed == 0 && other.memory_.save(now) == after);
    }
  }

  void checkReload(std::int64_t now) const {
    const Bytes saved = memory_.save(now);
    ReplayMemory next(capacity_);
    const auto loaded = next.load(saved, now);
    CC_HOLDS(loaded && loaded->ignored == 0 && loaded->renewed == 0 && loaded->added == next.size());
    CC_HOLDS(next.size() <= memory_.size() && next.save(now) == saved);
  }

 private:
  template <class Change>
  std::invoke_result_t<Change> unchangedByRefusal(std::int64_t now, Change change) {
    const Bytes before = memory_.save(now);
    const std::size_t size = memory_.size();
    auto merged = change();
    CC_HOLDS(merged || (memory_.size() == size && memory_.save(now) == before));
    CC_HOLDS(memory_.size() <= capacity_);
    return merged;
  }

  std::size_t capacity_;
  ReplayMemory memory_;
};

}  // namespace

void oneInput(ByteView bytes) {
  Input input(bytes);
  Door here(input.byte() % 40), there(input.byte() % 40);
  std::int64_t now = test::kNow;
  for (int i = 0; i < kMaxOperations && !input.atEnd(); ++i) {
    switch (input.byte() % 7) {
      case 0: here.remember(input, now); break;
      case 1: here.tell(there, now - input.byte(), now); break;
      case 2: there.tell(here, 0, now); break;
      case 3: (void)here.merge(cose::signSign1(SignedKind::ReplayShare, terminal(), input.part(), true), now); break;
      case 4: CC_HOLDS(!here.merge(cose::signSign1(SignedKind::ReplayShare, stranger(), input.part(), true), now)); break;
      case 5: here.load(input.part(), now); break;
      default: now += static_cast<std::int64_t>(input.number(2)); break;
    }
  }
  here.checkReload(now);
  there.checkReload(now);
  CC_HOLDS(!there.merge(input.rest(), now));   // nobody signed it
}

}  // namespace citycode::fuzz
