#include "city/key_folder.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "base/key_text.h"
#include "city/city_keys.h"
#include "city/key_file.h"

namespace citycode::server {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxKeyListBytes = 64 * 1024;   // a thousand former keys

std::string keysFolder(const std::string& dataFolder) { return dataFolder + "/keys"; }

std::string seedOf(const std::string& folder, KeyKind kind) { return folder + (kind == KeyKind::Root ? "/root.seed" : "/issuer.seed"); }
std::string nextSeedOf(const std::string& folder, KeyKind kind) { return folder + (kind == KeyKind::Root ? "/next-root.seed" : "/next-issuer.seed"); }
std::string nextRootKey(const std::string& folder) { return folder + "/next-root.key"; }
std::string formerRoots(const std::string& folder) { return folder + "/former-roots.keys"; }
std::string revokedIssuers(const std::string& folder) { return folder + "/withdrawn-issuers.keys"; }

bool exists(const std::string& path) {
  std::error_code error;
  return fs::exists(path, error);
}

Started<PublicKey> publicKeyOfSeed(const std::string& path, Absent absent) {
  auto seed = openKeyFile(path, kSeedBytes, absent);
  if (!seed) return seed.failure();
  auto key = SigningKey::fromSeed(seed->view());
  if (!key) return storageFailure(Fault::StoreDamaged, path);
  return key->publicKey();
}

Started<std::vector<PublicKey>> readKeyList(const std::string& path) {
  std::vector<PublicKey> keys;
  if (!exists(path)) return keys;
  std::error_code error;
  std::ifstream file(path, std::ios::binary);
  if (!file || fs::file_size(path, error) > kMaxKeyListBytes) return storageFailure(Fault::StoreDamaged, path);
  for (std::string line; std::getline(file, line);) {
    const auto key = publicKeyFromText(line);
    if (!key) return storageFailure(Fault::StoreDamaged, path);
    keys.push_back(*key);
  }
  return keys;
}

bool syncPath(const std::string& path, int flags) {
  const int descriptor = ::open(path.c_str(), flags | O_CLOEXEC);
  if (descriptor < 0) return false;
  const bool done = ::fsync(descriptor) == 0;
  ::close(descriptor);
  return done;
}

// A new file with all lines takes the old one's place in one step.
Started<Done> writeKeyList(const std::string& path, const std::vector<PublicKey>& keys) {
  const std::string temporary = path + ".new";
  {
    std::ofstream file(temporary, std::ios::binary | std::ios::trunc);
    for (const PublicKey& key : keys) file << encodeBase64Url(key) << '\n';
    if (!file.flush()) return storageFailure(faultOfErrno(errno), path);
  }
  const bool done = syncPath(temporary, O_RDONLY) && std::rename(temporary.c_str(), path.c_str()) == 0 &&
                    syncPath(fs::path(path).parent_path(), O_RDONLY | O_DIRECTORY);
  if (!done) return storageFailure(faultOfErrno(errno), path);
  return Done{};
}

Started<Done> appendKey(const std::string& path, const PublicKey& key) {
  auto keys = readKeyList(path);
  if (!keys) return keys.failure();
  if (std::find(keys->begin(), keys->end(), key) != keys->end()) return Done{};
  keys->push_back(key);
  return writeKeyList(path, *keys);
}

/// Nothing when there is no such file.
Started<std::optional<PublicKey>> findKeyOfSeed(const std::string& path) {
  if (!exists(path)) return std::optional<PublicKey>();
  auto key = publicKeyOfSeed(path, Absent::Refuse);
  if (!key) return key.failure();
  return std::optional(*key);
}

// root.seed -> root-1a2b3c4d.retired, then next-root.seed -> root.seed. Stopped anywhere, it can be run again.
Started<Done> replaceSeed(const std::string& seed, const std::string& next, const PublicKey& old) {
  const std::string stem = seed.substr(0, seed.size() - std::string_view(".seed").size());
  const std::string retired = stem + "-" + keyIdText(old) + ".retired";
  const bool kept = ::link(seed.c_str(), retired.c_str()) == 0 || errno == EEXIST;
  const bool done = kept && std::rename(next.c_str(), seed.c_str()) == 0 &&
                    syncPath(fs::path(seed).parent_path(), O_RDONLY | O_DIRECTORY);
  if (!done) return storageFailure(faultOfErrno(errno), seed);
  return Done{};
}

}  // namespace

KeyFolder::KeyFolder(const std::string& dataFolder) : dataFolder_(dataFolder), folder_(keysFolder(dataFolder)) {}

Started<Done> KeyFolder::prepare() const {
  if (auto ready = ensurePrivateFolder(dataFolder_); !ready) return ready.failure();
  return ensurePrivateFolder(folder_);
}

Started<PublicKey> KeyFolder::inUse(KeyKind kind) { return publicKeyOfSeed(seedOf(folder_, kind), Absent::Refuse); }
Started<std::optional<PublicKey>> KeyFolder::next(KeyKind kind) { return findKeyOfSeed(nextSeedOf(folder_, kind)); }
Started<Done> KeyFolder::rememberFormerRoot(const PublicKey& key) { return appendKey(formerRoots(folder_), key); }
Started<Done> KeyFolder::revokeIssuer(const PublicKey& key) { return appendKey(revokedIssuers(folder_), key); }

Started<PublicKey> KeyFolder::makeNext(KeyKind kind) {
  if (auto ready = prepare(); !ready) return ready.failure();
  return publicKeyOfSeed(nextSeedOf(folder_, kind), Absent::Create);
}

Started<Done> KeyFolder::announceRoot(const PublicKey& key) {
  if (auto ready = prepare(); !ready) return ready.failure();
  return writeKeyList(nextRootKey(folder_), {key});
}

Started<Done> KeyFolder::putNextInUse(KeyKind kind, const PublicKey& old) {
  if (auto replaced = replaceSeed(seedOf(folder_, kind), nextSeedOf(folder_, kind), old); !replaced) return replaced.failure();
  std::error_code ignored;
  if (kind == KeyKind::Root) fs::remove(nextRootKey(folder_), ignored);
  return Done{};
}

Started<RotationKeys> readRotationKeys(const std::string& dataFolder) {
  const std::string folder = keysFolder(dataFolder);
  RotationKeys keys;
  auto nextRoot = findKeyOfSeed(nextSeedOf(folder, KeyKind::Root));
  if (!nextRoot) return nextRoot.failure();
  keys.nextRoot = *nextRoot;
  if (!keys.nextRoot && exists(nextRootKey(folder))) {
    auto next = readKeyList(nextRootKey(folder));
    if (!next) return next.failure();
    if (next->size() != 1) return storageFailure(Fault::StoreDamaged, nextRootKey(folder));
    keys.nextRoot = next->front();
  }
  auto nextIssuer = findKeyOfSeed(nextSeedOf(folder, KeyKind::Issuer));
  if (!nextIssuer) return nextIssuer.failure();
  keys.nextIssuer = *nextIssuer;
  auto former = readKeyList(formerRoots(folder));
  if (!former) return former.failure();
  keys.formerRoots = std::move(*former);
  auto revoked = readKeyList(revokedIssuers(folder));
  if (!revoked) return revoked.failure();
  keys.revokedIssuers = std::move(*revoked);
  return keys;
}

}  // namespace citycode::server
