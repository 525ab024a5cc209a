#include "issue/bare_work.h"

#include <sodium.h>

#include <ctime>
#include <stdexcept>

#include "load/side_by_side.h"
#include "signing/http_signature.h"

namespace citycode::server::bench {
namespace {

double threadCpuMs() {
  timespec time{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

std::string headerOf(const std::string& request, const std::string& name) {
  const std::size_t begin = request.find("\r\n" + name + ": ") + name.size() + 4;
  return request.substr(begin, request.find("\r\n", begin) - begin);
}

/// Milliseconds of this thread for each of `batches` calls. A call that fails is a bug of this program.
template <class Call>
double msOf(std::size_t batches, Call&& call) {
  const double before = threadCpuMs();
  bool good = true;
  for (std::size_t i = 0; i < batches; ++i) good = call() && good;
  if (!good) throw std::runtime_error("A bare operation failed.");
  return (threadCpuMs() - before) / static_cast<double>(batches);
}

/// Keys and room of its own for each thread.
class Bench {
 public:
  explicit Bench(const BareWork& work) : work_(work) {
    crypto_sign_keypair(publicKey_.data(), secret_.data());
    crypto_box_keypair(boxKey_.data(), boxSecret_.data());
    crypto_sign_detached(signature_.data(), nullptr, text().data(), text().size(), secret_.data());
  }

  bool verify() { return crypto_sign_verify_detached(signature_.data(), text().data(), text().size(), publicKey_.data()) == 0; }

  bool sign() {
    std::array<unsigned char, crypto_sign_BYTES> signature;
    for (const Bytes& message : work_.messages)
      if (crypto_sign_detached(signature.data(), nullptr, message.data(), message.size(), secret_.data()) != 0) return false;
    return true;
  }

  bool seal() {
    for (const std::size_t bytes : work_.sealedBytes) {
      plain_.resize(bytes);
      sealed_.resize(bytes + crypto_box_SEALBYTES);
      if (crypto_box_seal(sealed_.data(), plain_.data(), bytes, boxKey_.data()) != 0) return false;
    }
    return true;
  }

  bool checkKeys() const {
    for (const PublicKey& key : work_.passKeys)
      if (crypto_core_ed25519_is_valid_point(key.data()) != 1) return false;
    return true;
  }

 private:
  ByteView text() const { return bytesOf(work_.signedText); }

  const BareWork& work_;
  std::array<unsigned char, crypto_sign_PUBLICKEYBYTES> publicKey_;
  std::array<unsigned char, crypto_sign_SECRETKEYBYTES> secret_;
  std::array<unsigned char, crypto_box_PUBLICKEYBYTES> boxKey_;
  std::array<unsigned char, crypto_box_SECRETKEYBYTES> boxSecret_;
  std::array<unsigned char, crypto_sign_BYTES> signature_;
  Bytes plain_, sealed_;
};

}  // namespace

BareWork bareWorkOf(const std::string& request, const std::vector<AnsweredPass>& passes) {
  const std::string digest = headerOf(request, "Content-Digest");
  const std::string targetUri = "http://" + headerOf(request, "Host") + "/v1/passes";
  const SignedRequest signedRequest{"POST", targetUri, "application/json", digest, "", "", {}};
  BareWork work;
  work.signedText = signatureBase(signedRequest, headerOf(request, "Signature-Input").substr(3));   // after "cc="
  for (const AnsweredPass& pass : passes) {
    work.messages.push_back(pass.signedMessage);
    work.passKeys.push_back(pass.claims.holderKey);
    if (pass.claims.sealedAttributes) work.sealedBytes.push_back(pass.claims.sealedAttributes->size() - crypto_box_SEALBYTES);
  }
  return work;
}

BareMs timeBareWork(const BareWork& work, std::size_t batches, std::size_t threads) {
  std::vector<BareMs> measured(threads);
  sideBySide(threads, [&](std::size_t thread) {
    Bench bench(work);
    measured[thread] = {msOf(batches, [&] { return bench.verify(); }), msOf(batches, [&] { return bench.sign(); }),
                        msOf(batches, [&] { return bench.seal(); }), msOf(batches, [&] { return bench.checkKeys(); })};
  });
  BareMs mean;
  const double share = 1.0 / static_cast<double>(threads);
  for (const BareMs& one : measured) {
    mean.verification += one.verification * share;
    mean.signatures += one.signatures * share;
    mean.seals += one.seals * share;
    mean.keyChecks += one.keyChecks * share;
  }
  return mean;
}

}  // namespace citycode::server::bench
