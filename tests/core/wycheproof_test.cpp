// Project Wycheproof's vectors, all of them, through libsodium as this project builds it, natively and in WebAssembly.
// The counts are asserted: a vector that went missing is a failure.
#include <sodium.h>

#include "citycode/crypto.h"
#include "outside_vectors.h"

namespace citycode {
namespace {

using Json = nlohmann::json;
using test::bytesFromHex;

/// How often each answer was asked for by the file, and given.
struct Tally {
  int total = 0, accepted = 0, refused = 0;
};

bool hasFlag(const Json& vector, std::string_view flag) {
  for (const Json& one : vector["flags"])
    if (one.get<std::string>() == flag) return true;
  return false;
}

Bytes bytesIn(const Json& object, const char* member) { return bytesFromHex(object[member].get<std::string>()); }

/// Calls `accepts(group, vector)` for each vector, which says whether the library took it.
template <class Accepts>
Tally runAll(const char* name, Accepts accepts) {
  startCrypto();
  Tally tally;
  const Json file = test::readJsonFile(test::outsideVectorPath(name));
  for (const Json& group : file["testGroups"]) {
    for (const Json& vector : group["tests"]) {
      SCOPED_TRACE(::testing::Message() << name << ", tcId " << vector["tcId"] << ": " << vector["comment"]);
      ++tally.total;
      ++(accepts(group, vector) ? tally.accepted : tally.refused);
    }
  }
  EXPECT_EQ(tally.total, file["numberOfTests"].get<int>());
  return tally;
}

TEST(Wycheproof, Ed25519AgreesOnAll151) {
  constexpr const char* kFile = "wycheproof/ed25519_test.json";
  CC_SKIP_WITHOUT(kFile);
  const Tally tally = runAll(kFile, [](const Json& group, const Json& vector) {
    const bool accepted =
        verifySignature(bytesIn(group["publicKey"], "pk"), bytesIn(vector, "msg"), bytesIn(vector, "sig"));
    EXPECT_EQ(accepted, vector["result"] == "valid");
    return accepted;
  });
  EXPECT_EQ(tally.total, 151);
  EXPECT_EQ(tally.accepted, 88);
  EXPECT_EQ(tally.refused, 63);
}

// "Acceptable" are twisted, not canonical and low-order points. Of these libsodium refuses exactly the ones whose
// shared secret would be zero, whatever the private key: nothing may be sealed with a secret that everybody knows.
TEST(Wycheproof, X25519AgreesOnAll518) {
  constexpr const char* kFile = "wycheproof/x25519_test.json";
  CC_SKIP_WITHOUT(kFile);
  const Tally tally = runAll(kFile, [](const Json&, const Json& vector) {
    const Bytes privateKey = bytesIn(vector, "private"), publicKey = bytesIn(vector, "public");
    Bytes shared(crypto_scalarmult_curve25519_BYTES);
    EXPECT_EQ(privateKey.size(), crypto_scalarmult_curve25519_SCALARBYTES);
    EXPECT_EQ(publicKey.size(), crypto_scalarmult_curve25519_BYTES);
    const bool accepted = crypto_scalarmult_curve25519(shared.data(), privateKey.data(), publicKey.data()) == 0;
    EXPECT_EQ(accepted, !hasFlag(vector, "ZeroSharedSecret"));
    if (accepted) {
      EXPECT_EQ(shared, bytesIn(vector, "shared"));
    } else {
      EXPECT_EQ(vector["result"], "acceptable");
    }
    return accepted;
  });
  EXPECT_EQ(tally.total, 518);
  EXPECT_EQ(tally.accepted, 487);
  EXPECT_EQ(tally.refused, 31);
}

// A nonce of another size cannot be given to libsodium at all: such a vector counts as refused.
TEST(Wycheproof, XChaCha20Poly1305AgreesOnAll315) {
  constexpr const char* kFile = "wycheproof/xchacha20_poly1305_test.json";
  CC_SKIP_WITHOUT(kFile);
  const Tally tally = runAll(kFile, [](const Json&, const Json& vector) {
    const Bytes key = bytesIn(vector, "key"), nonce = bytesIn(vector, "iv"), ad = bytesIn(vector, "aad");
    const Bytes message = bytesIn(vector, "msg"), sealed = bytesIn(vector, "ct"), tag = bytesIn(vector, "tag");
    EXPECT_EQ(key.size(), crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
    const bool nonceFits = nonce.size() == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
    EXPECT_EQ(nonceFits, !hasFlag(vector, "InvalidNonceSize"));
    if (!nonceFits) {
      EXPECT_EQ(vector["result"], "invalid");
      return false;
    }
    EXPECT_EQ(tag.size(), crypto_aead_xchacha20poly1305_ietf_ABYTES);
    Bytes opened(sealed.size());
    const bool accepted = crypto_aead_xchacha20poly1305_ietf_decrypt_detached(
        opened.data(), nullptr, sealed.data(), sealed.size(), tag.data(), ad.data(), ad.size(), nonce.data(),
        key.data()) == 0;
    EXPECT_EQ(accepted, vector["result"] == "valid");
    if (!accepted) return false;
    EXPECT_EQ(opened, message);
    Bytes sealedAgain(message.size()), tagAgain(tag.size());
    crypto_aead_xchacha20poly1305_ietf_encrypt_detached(sealedAgain.data(), tagAgain.data(), nullptr, message.data(),
                                                        message.size(), ad.data(), ad.size(), nullptr, nonce.data(),
                                                        key.data());
    EXPECT_EQ(sealedAgain, sealed);
    EXPECT_EQ(tagAgain, tag);
    return true;
  });
  EXPECT_EQ(tally.total, 315);
  EXPECT_EQ(tally.accepted, 246);
  EXPECT_EQ(tally.refused, 69);
}

}  // namespace
}  // namespace citycode
