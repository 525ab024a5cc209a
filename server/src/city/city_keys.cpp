#include "city/city_keys.h"

#include <sys/mman.h>

namespace citycode::server {
namespace {

Started<SigningKey> openSigningKey(const std::string& path, Absent absent) {
  auto seed = openKeyFile(path, kSeedBytes, absent);
  if (!seed) return seed.failure();
  auto key = SigningKey::fromSeed(seed->view());
  if (!key) return groundFailure(Fault::StoreDamaged, path);
  return std::move(*key);
}

}  // namespace

CityKeys::CityKeys(SigningKey root, SigningKey issuer, Secret scatterKey, Secret pseudonymKey, Secret sceneSecret)
    : root_(std::move(root)), issuer_(std::move(issuer)), scatterKey_(std::move(scatterKey)),
      pseudonymKey_(std::move(pseudonymKey)), sceneSecret_(std::move(sceneSecret)) {
  // Keeps the signing keys out of the swap file. A limit on locked memory may forbid it: then it is as
  // safe as the machine's swap.
  (void)::mlock(this, sizeof *this);
}

CityKeys::~CityKeys() { (void)::munlock(this, sizeof *this); }

Started<std::unique_ptr<CityKeys>> CityKeys::open(const std::string& dataFolder, Absent absent) {
  const std::string folder = dataFolder + "/keys";
  if (auto ready = ensurePrivateFolder(folder); !ready) return ready.failure();
  auto root = openSigningKey(folder + "/root.seed", absent);
  if (!root) return root.failure();
  auto issuer = openSigningKey(folder + "/issuer.seed", absent);
  if (!issuer) return issuer.failure();
  auto scatterKey = openKeyFile(folder + "/status.key", kScatterKeyBytes, absent);
  if (!scatterKey) return scatterKey.failure();
  auto pseudonymKey = openKeyFile(folder + "/pseudonym.key", kPseudonymKeyBytes, absent);
  if (!pseudonymKey) return pseudonymKey.failure();
  auto sceneSecret = openKeyFile(folder + "/scene.key", kSceneSecretBytes, absent);
  if (!sceneSecret) return sceneSecret.failure();
  return std::unique_ptr<CityKeys>(new CityKeys(std::move(*root), std::move(*issuer), std::move(*scatterKey),
                                                std::move(*pseudonymKey), std::move(*sceneSecret)));
}

}  // namespace citycode::server
