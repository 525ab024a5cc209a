#include "registry/people_seal.h"

#include <sodium.h>

namespace citycode::server {
namespace {

static_assert(kPeopleSecretBytes == crypto_kdf_KEYBYTES);

constexpr char kContext[crypto_kdf_CONTEXTBYTES + 1] = "ccpeople";
constexpr std::size_t kNonceBytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES, kTagBytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
/// A record is filled up with spaces, which JSON does not mind: its length says little of a name.
constexpr std::size_t kBlockBytes = 128;

Secret derived(ByteView secret, std::uint64_t use, std::size_t bytes) {
  Secret key(bytes);
  crypto_kdf_derive_from_key(key.writable().data(), key.writable().size(), use, kContext, secret.data());
  return key;
}

LookupHash hashOf(const Secret& key, ByteView message) {
  LookupHash hash{};
  crypto_generichash(hash.data(), hash.size(), message.data(), message.size(), key.view().data(), key.view().size());
  return hash;
}

}  // namespace

PeopleSeal::PeopleSeal(ByteView secret)
    : sealing_(derived(secret, 1, crypto_aead_xchacha20poly1305_ietf_KEYBYTES)), registerIds_(derived(secret, 2, crypto_generichash_KEYBYTES)),
      documents_(derived(secret, 3, crypto_generichash_KEYBYTES)) {}

SealedPerson PeopleSeal::seal(const Identifier& id, const RegisterEntry& entry) const {
  std::string text = toJson(entry).dump(-1, ' ', false, Json::error_handler_t::replace);
  text.resize((text.size() / kBlockBytes + 1) * kBlockBytes, ' ');
  SealedPerson person{id, Bytes(kNonceBytes + text.size() + kTagBytes)};
  std::uint8_t* const nonce = person.sealed.data();
  randombytes_buf(nonce, kNonceBytes);
  crypto_aead_xchacha20poly1305_ietf_encrypt(nonce + kNonceBytes, nullptr, bytesOf(text).data(), text.size(), id.data(), id.size(), nullptr,
                                             nonce, sealing_.view().data());
  sodium_memzero(text.data(), text.size());
  return person;
}

Result<RegisterEntry> PeopleSeal::open(const SealedPerson& person) const {
  if (person.sealed.size() < kNonceBytes + kTagBytes) return Fault::StoreDamaged;
  const std::uint8_t* const nonce = person.sealed.data();
  std::string text(person.sealed.size() - kNonceBytes - kTagBytes, '\0');
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(reinterpret_cast<std::uint8_t*>(text.data()), nullptr, nullptr, nonce + kNonceBytes,
                                                 person.sealed.size() - kNonceBytes, person.id.data(), person.id.size(), nonce, sealing_.view().data()) != 0)
    return Fault::StoreDamaged;
  const Json json = Json::parse(text, nullptr, false);
  sodium_memzero(text.data(), text.size());
  return entryFromJson(json);
}

Result<Person> PeopleSeal::openOn(const CalendarDate& today, const SealedPerson& person) const {
  CC_TRY(entry, open(person));
  return Person{person.id, recordOn(today, entry)};
}

LookupHash PeopleSeal::ofRegisterId(std::string_view registerId) const { return hashOf(registerIds_, bytesOf(registerId)); }

LookupHash PeopleSeal::ofDocument(const HeldDocument& document) const {
  return hashOf(documents_, bytesOf(std::string(holderClassName(document.kind)).append(":").append(document.number)));
}

}  // namespace citycode::server
