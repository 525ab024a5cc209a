// Token Status Lists of other people: within their limit, the same statuses after a round trip, and what is not valid
// is exactly what stands there. Bits and statuses, or a whole token.
#include "lists/token_status_list.h"

#include "../core/test_city.h"
#include "fuzz.h"

namespace citycode::fuzz {
namespace {

constexpr std::size_t kSmall = 1 << 16;   // packing as well as the library can is slow

void checkList(const TokenStatusList& list) {
  CC_HOLDS(list.bits() == 1 || list.bits() == 2 || list.bits() == 4 || list.bits() == 8);
  CC_HOLDS(list.size() / 8 * static_cast<std::size_t>(list.bits()) <= kMaxTokenStatusBytes);
  CC_HOLDS(!list.at(list.size()) && !list.at(~std::uint64_t{0}));
  if (list.size() > kSmall) return;
  const auto again = TokenStatusList::decode(list.encode());
  CC_HOLDS(again && again->bits() == list.bits() && again->size() == list.size());
  const auto notValid = list.notValid();
  CC_HOLDS(notValid);
  for (std::uint32_t i = 0; i < list.size(); ++i) {
    CC_HOLDS(*list.at(i) >> list.bits() == 0 && again->at(i) == list.at(i));
    CC_HOLDS(notValid->contains(i) == (*list.at(i) != 0));
  }
}

void checkToken(const TokenStatusCwt& token) {
  static const SigningKey issuer = test::keyFrom(2);
  CC_HOLDS(token.subject.size() <= kMaxTokenStatusUriBytes);
  checkList(token.list);
  if (token.list.size() > kSmall) return;
  const Bytes written = writeTokenStatusCwt(issuer, token);
  const auto again = readTokenStatusCwt(written, issuer.publicKey());
  CC_HOLDS(again && again->subject == token.subject && again->issuedUnixSeconds == token.issuedUnixSeconds);
  CC_HOLDS(again->expiresUnixSeconds == token.expiresUnixSeconds && again->ttlSeconds == token.ttlSeconds);
  CC_HOLDS(again->list.size() == token.list.size() && *again->list.notValid() == *token.list.notValid());
  CC_HOLDS(!readTokenStatusReference(written));   // a list is nobody's token
}

}  // namespace

void oneInput(ByteView bytes) {
  static const SigningKey stranger = test::keyFrom(99);
  Input input(bytes);
  const std::uint8_t how = input.byte();
  const ByteView rest = input.rest();
  if (how == 0) {
    CC_HOLDS(!readTokenStatusCwt(rest, stranger.publicKey()));
    if (const auto token = decodeTokenStatusCwt(rest)) checkToken(*token);
    if (const auto reference = readTokenStatusReference(rest)) CC_HOLDS(reference->uri.size() <= kMaxTokenStatusUriBytes);
    if (const auto list = TokenStatusList::decode(rest)) checkList(*list);
  } else if (const auto list = TokenStatusList::unpack(how, rest)) {
    checkList(*list);
  } else if (const auto plain = TokenStatusList::unpack(how, storedZlib(rest))) {
    CC_HOLDS(plain->size() == rest.size() * 8 / how);
    checkList(*plain);
  }
}

}  // namespace citycode::fuzz
