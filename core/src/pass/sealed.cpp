#include "pass/sealed.h"

#include <sodium.h>

#include <algorithm>
#include <cassert>

#include "citycode/crypto.h"
#include "encoding/attribute_map.h"
#include "encoding/cbor.h"

namespace citycode {
namespace {

static_assert(kSceneKeyBytes == crypto_box_SECRETKEYBYTES && kSceneKeyBytes == crypto_box_PUBLICKEYBYTES);
static_assert(kSealBytes == crypto_box_SEALBYTES);

constexpr std::int64_t kSecondsPerDay = 86400;
constexpr std::int64_t kLastUtcDay = 0xffffffff / kSecondsPerDay;   // times are 32 bits: until 2106
constexpr std::string_view kDerivationContext = "citycode scene key 1";

SealingKey publicHalfOf(ByteView secret) {
  SealingKey key;
  crypto_scalarmult_base(key.data(), secret.data());
  return key;
}

std::size_t longestEncoding(Attribute attribute) {
  constexpr std::size_t kId = 1;   // ids below 24
  switch (attributeKind(attribute)) {
    case AttributeKind::Text: return kId + 2 + kMaxAttributeTextBytes;
    case AttributeKind::Bytes: return kId + 1 + kMaxAttributeBytes;
    case AttributeKind::Bool: return kId + 1;
    case AttributeKind::Uint:
    case AttributeKind::Time: return kId + 5;   // 32 bits
  }
  return 0;
}

Result<Attributes> decodePlain(ByteView plain) {
  cbor::Reader reader(plain);
  CC_TRY(attributes, decodeAttributes(reader));
  const ByteView rest = reader.rest();
  if (!std::all_of(rest.begin(), rest.end(), [](std::uint8_t byte) { return byte == 0; })) return Fault::ScopeSealBroken;
  return std::move(attributes);
}

}  // namespace

std::int64_t utcDayOf(std::int64_t unixSeconds) {
  const std::int64_t into = ((unixSeconds % kSecondsPerDay) + kSecondsPerDay) % kSecondsPerDay;
  return (unixSeconds - into) / kSecondsPerDay;
}

Result<SceneKey> SceneKey::fromSecret(ByteView secret) {
  if (secret.size() != kSceneKeyBytes || sodium_is_zero(secret.data(), secret.size()) == 1) return Fault::ScopeBadSceneKey;
  SceneKey key;
  std::copy(secret.begin(), secret.end(), key.secret_.begin());
  key.sealingKey_ = publicHalfOf(key.secret_);
  return key;
}

SceneKey SceneKey::derive(ByteView citySecret, std::uint32_t scopeId, std::int64_t utcDay) {
  assert(citySecret.size() == kSceneKeyBytes);
  Bytes message = copyOf(bytesOf(kDerivationContext));
  for (int shift = 24; shift >= 0; shift -= 8) message.push_back(static_cast<std::uint8_t>(scopeId >> shift));
  for (int shift = 56; shift >= 0; shift -= 8) message.push_back(static_cast<std::uint8_t>(utcDay >> shift));
  SceneKey key;
  crypto_generichash(key.secret_.data(), key.secret_.size(), message.data(), message.size(), citySecret.data(), citySecret.size());
  key.sealingKey_ = publicHalfOf(key.secret_);
  return key;
}

SceneKey::SceneKey(SceneKey&& other) noexcept : secret_(other.secret_), sealingKey_(other.sealingKey_) { wipe(other.secret_); }

SceneKey& SceneKey::operator=(SceneKey&& other) noexcept {
  if (this != &other) {
    secret_ = other.secret_;
    sealingKey_ = other.sealingKey_;
    wipe(other.secret_);
  }
  return *this;
}

SceneKey::~SceneKey() { wipe(secret_); }

std::size_t sealedPlainBytes(const ScopePolicy& scope) {
  std::size_t longest = 1;   // the map's head
  for (const Attribute attribute : scope.attributes) longest += longestEncoding(attribute);
  return std::min(longest, kMaxSealedPlainBytes);
}

bool isStrongSealingKey(const SealingKey& key) {
  constexpr std::array<std::uint8_t, kSceneKeyBytes> kAnySecret{1};
  std::array<std::uint8_t, kSceneKeyBytes> shared;
  return crypto_scalarmult(shared.data(), kAnySecret.data(), key.data()) == 0;   // zeros, whatever the secret is, are refused
}

Result<Bytes> sealBytes(ByteView plain, const SealingKey& key, ByteView ephemeralSeed) {
  assert(ephemeralSeed.size() == kSceneKeyBytes);
  // crypto_box_seal itself draws the ephemeral key; here it is given, and the rest is as documented.
  const SealingKey ephemeral = publicHalfOf(ephemeralSeed);
  std::array<std::uint8_t, crypto_box_NONCEBYTES> nonce;
  crypto_generichash_state state;
  crypto_generichash_init(&state, nullptr, 0, nonce.size());
  crypto_generichash_update(&state, ephemeral.data(), ephemeral.size());
  crypto_generichash_update(&state, key.data(), key.size());
  crypto_generichash_final(&state, nonce.data(), nonce.size());

  Bytes sealed(kSealBytes + plain.size());
  std::copy(ephemeral.begin(), ephemeral.end(), sealed.begin());
  const int failed = crypto_box_easy(sealed.data() + ephemeral.size(), plain.data(), plain.size(), nonce.data(), key.data(),
                                     ephemeralSeed.data());
  if (failed != 0) return Fault::ScopeBadSceneKey;   // a sealing key of small order
  return sealed;
}

std::optional<Bytes> openSealedBytes(ByteView sealed, const SceneKey& key) {
  if (sealed.size() < kSealBytes) return std::nullopt;
  Bytes plain(sealed.size() - kSealBytes);
  if (crypto_box_seal_open(plain.data(), sealed.data(), sealed.size(), key.sealingKey().data(), key.secret().data()) != 0) return std::nullopt;
  return plain;
}

Result<Bytes> sealAttributes(const Attributes& attributes, const ScopePolicy& scope, const SealingKey& key,
                             ByteView ephemeralSeed) {
  if (!areFitToShow(attributes)) return Fault::PassBadValue;
  cbor::Writer writer;
  encodeAttributes(writer, attributes);
  Bytes plain = std::move(writer).bytes();
  const std::size_t filled = sealedPlainBytes(scope);
  if (plain.size() > filled) return Fault::PassTooLong;
  plain.resize(filled);
  return sealBytes(plain, key, ephemeralSeed);
}

Result<Attributes> openAttributes(ByteView sealed, const SceneKey& key) {
  if (sealed.size() <= kSealBytes || sealed.size() > kSealBytes + kMaxSealedPlainBytes) return Fault::ScopeSealBroken;
  const auto plain = openSealedBytes(sealed, key);
  if (!plain) return Fault::ScopeSealBroken;
  auto attributes = decodePlain(*plain);
  if (!attributes) return Fault::ScopeSealBroken;   // whatever is wrong inside, the person at the door does the same
  return attributes;
}

Result<Done> SceneKeys::add(std::uint32_t scopeId, std::int64_t utcDay, SceneKey key) {
  const std::pair at{scopeId, utcDay};
  if (utcDay < 0 || utcDay > kLastUtcDay) return Fault::ScopeBadSceneKey;
  if (keys_.size() >= kMaxSceneKeys && !keys_.contains(at)) return Fault::ScopeBadSceneKey;
  keys_.insert_or_assign(at, std::move(key));
  return Done{};
}

const SceneKey* SceneKeys::find(std::uint32_t scopeId, std::int64_t utcDay) const {
  const auto found = keys_.find({scopeId, utcDay});
  return found == keys_.end() ? nullptr : &found->second;
}

}  // namespace citycode
