// A terminal's status lists over several offers: nothing unsigned is adopted, a refusal changes nothing, and no list
// goes back. Each offer says who signs it, how far the clock has gone, and a payload.
#include "verdict/revocation.h"

#include "../core/test_city.h"
#include "fuzz.h"
#include "lists/status_sets.h"
#include "signing/cose.h"
#include "verdict/report.h"

namespace citycode::fuzz {
namespace {

constexpr int kMaxOffers = 12;

struct Held {
  explicit Held(const StatusLists& lists) : size(lists.size()), bytes(lists.memoryBytes()), newest(lists.newestIssuedUnixSeconds()) {}
  bool operator==(const Held&) const = default;
  std::size_t size, bytes;
  std::int64_t newest;
};

std::optional<StatusHead> headOf(ByteView payload) {
  const auto status = decodeStatus(payload);
  if (!status) return std::nullopt;
  return std::visit([](const auto& form) { return form.head; }, *status);
}

void checkAnswers(const StatusLists& lists, ByteView issuerKey, const StatusList& list, std::int64_t now) {
  static const ScopePolicy scope = test::TestCity::scopeNamed("transit");
  const auto indices = list.revoked.indices();
  for (std::size_t i = 0; i < std::min<std::size_t>(indices.size(), 16); ++i) {
    const auto check = checkStatus(&lists, issuerKey, list.head.day, indices[i], scope, now);
    CC_HOLDS(!scope.needsStatusList() || check.entry.fault == Fault::RevocationRevoked);
  }
}

void offer(StatusLists& lists, Input& input, std::int64_t& now) {
  static const test::TestCity city;
  static const TrustList trust = city.trustList();
  const std::uint8_t how = input.byte();
  now += static_cast<std::int64_t>(input.number(2));
  const ByteView payload = input.part();
  const auto head = headOf(payload);
  const PublicKey& key = city.issuer.publicKey();
  const StatusList* before = head ? lists.find(key, head->day) : nullptr;
  const std::optional<StatusHead> heldHead = before ? std::optional(before->head) : std::nullopt;
  const Held held(lists);
  const bool isSigned = how % 4 < 2;
  const SigningKey& signer = isSigned ? city.issuer : city.stranger;
  const auto adopted = lists.adopt(how % 4 == 3 ? copyOf(payload) : cose::signSign1(SignedKind::StatusList, signer, payload, true), trust, now);
  if (!adopted) return CC_HOLDS(Held(lists) == held);
  CC_HOLDS(isSigned && head && lists.size() <= kMaxStatusLists);
  CC_HOLDS(adopted->list == lists.find(key, head->day) && adopted->list->head == *head);
  CC_HOLDS(head->expiresUnixSeconds > now && head->issuedUnixSeconds <= now + kStatusAheadSeconds);
  CC_HOLDS(!heldHead || head->version > heldHead->version ||
           (head->version == heldHead->version && head->issuedUnixSeconds >= heldHead->issuedUnixSeconds));
  CC_HOLDS(!adopted->wasDelta || heldHead);
  CC_HOLDS(isJson(adoptedStatusJson(*adopted)));
  checkAnswers(lists, key, *adopted->list, now);
}

}  // namespace

void oneInput(ByteView bytes) {
  StatusLists lists;
  std::int64_t now = test::kNow;
  Input input(bytes);
  for (int i = 0; i < kMaxOffers && !input.atEnd(); ++i) offer(lists, input, now);
}

}  // namespace citycode::fuzz
