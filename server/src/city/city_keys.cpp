#include "city/city_keys.h"

#include <sys/mman.h>

#include <algorithm>
#include <filesystem>

#include "base/key_text.h"

namespace citycode::server {
namespace {

Started<SigningKey> openSigningKey(const std::string& path, Absent absent) {
  auto seed = openKeyFile(path, kSeedBytes, absent);
  if (!seed) return seed.failure();
  auto key = SigningKey::fromSeed(seed->view());
  if (!key) return storageFailure(Fault::StoreDamaged, path);
  return std::move(*key);
}

// Beside the keys in use; city/key_folder.cpp gives them their names.
Started<std::vector<SigningKey>> openRetiredIssuers(const std::string& folder) {
  std::vector<std::string> paths;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    const std::string name = entry.path().filename();
    if (name.starts_with("issuer-") && name.ends_with(".retired")) paths.push_back(entry.path());
  }
  if (error) return storageFailure(faultOfErrno(error.value()), folder);
  std::sort(paths.begin(), paths.end());   // a folder has no order
  std::vector<SigningKey> keys;
  for (const std::string& path : paths) {
    auto key = openSigningKey(path, Absent::Refuse);
    if (!key) return key.failure();
    keys.push_back(std::move(*key));
  }
  return keys;
}

}  // namespace

std::string keyIdText(const PublicKey& key) { return hexText(keyIdOf(key)); }

bool cityHasKeys(const std::string& dataFolder) {
  std::error_code ignored;
  for (const char* name : {"root.seed", "issuer.seed", "status.key", "pseudonym.key", "scene.key", "rating.key", "people.key"})
    if (std::filesystem::exists(std::filesystem::symlink_status(dataFolder + "/keys/" + name, ignored))) return true;
  return false;
}

CityKeys::CityKeys(SigningKey root, SigningKey issuer, std::vector<SigningKey> retiredIssuers, Secret scatterKey,
                   Secret pseudonymKey, Secret sceneSecret, Secret ratingSecret, Secret peopleSecret)
    : root_(std::move(root)), issuer_(std::move(issuer)), retiredIssuers_(std::move(retiredIssuers)),
      scatterKey_(std::move(scatterKey)), pseudonymKey_(std::move(pseudonymKey)), sceneSecret_(std::move(sceneSecret)), ratingSecret_(std::move(ratingSecret)),
      peopleSecret_(std::move(peopleSecret)), people_(peopleSecret_.view()) {
  // Keeps the signing keys out of the swap file. A limit on locked memory may forbid it: then it is as
  // safe as the machine's swap.
  (void)::mlock(this, sizeof *this);
  (void)::mlock(retiredIssuers_.data(), retiredIssuers_.size() * sizeof(SigningKey));
}

CityKeys::~CityKeys() {
  (void)::munlock(retiredIssuers_.data(), retiredIssuers_.size() * sizeof(SigningKey));
  (void)::munlock(this, sizeof *this);
}

const SigningKey* CityKeys::findIssuer(const PublicKey& key) const {
  if (issuer_.publicKey() == key) return &issuer_;
  const auto found = std::find_if(retiredIssuers_.begin(), retiredIssuers_.end(), [&](const auto& k) { return k.publicKey() == key; });
  return found == retiredIssuers_.end() ? nullptr : &*found;
}

std::vector<PublicKey> CityKeys::issuerKeys() const {
  std::vector<PublicKey> keys{issuer_.publicKey()};
  for (const SigningKey& retired : retiredIssuers_) keys.push_back(retired.publicKey());
  return keys;
}

Started<std::unique_ptr<CityKeys>> CityKeys::open(const std::string& dataFolder, Absent absent, Absent ratingAbsent, Absent peopleAbsent) {
  const std::string folder = dataFolder + "/keys";
  if (auto ready = ensurePrivateFolder(folder); !ready) return ready.failure();
  auto root = openSigningKey(folder + "/root.seed", absent);
  if (!root) return root.failure();
  auto issuer = openSigningKey(folder + "/issuer.seed", absent);
  if (!issuer) return issuer.failure();
  auto retiredIssuers = openRetiredIssuers(folder);
  if (!retiredIssuers) return retiredIssuers.failure();
  auto scatterKey = openKeyFile(folder + "/status.key", kScatterKeyBytes, absent);
  if (!scatterKey) return scatterKey.failure();
  auto pseudonymKey = openKeyFile(folder + "/pseudonym.key", kPseudonymKeyBytes, absent);
  if (!pseudonymKey) return pseudonymKey.failure();
  auto sceneSecret = openKeyFile(folder + "/scene.key", kSceneSecretBytes, absent);
  if (!sceneSecret) return sceneSecret.failure();
  auto ratingSecret = openKeyFile(folder + "/rating.key", kRatingSecretBytes, ratingAbsent);
  if (!ratingSecret) return ratingSecret.failure();
  auto peopleSecret = openKeyFile(folder + "/people.key", kPeopleSecretBytes, peopleAbsent);
  if (!peopleSecret) return peopleSecret.failure();
  return std::unique_ptr<CityKeys>(new CityKeys(std::move(*root), std::move(*issuer), std::move(*retiredIssuers),
                                                std::move(*scatterKey), std::move(*pseudonymKey), std::move(*sceneSecret),
                                                std::move(*ratingSecret), std::move(*peopleSecret)));
}

}  // namespace citycode::server
