#include "city/key_rotation.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "city/city_keys.h"
#include "city/key_file.h"
#include "citycode/http_signature.h"
#include "citycode/trust_list.h"

namespace citycode::server {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kKeyTextChars = 43;          // 32 bytes as base64url
constexpr std::size_t kMaxKeyListBytes = 64 * 1024;   // a thousand former keys

std::string keysFolder(const std::string& dataFolder) { return dataFolder + "/keys"; }
std::string rootSeed(const std::string& dataFolder) { return keysFolder(dataFolder) + "/root.seed"; }
std::string issuerSeed(const std::string& dataFolder) { return keysFolder(dataFolder) + "/issuer.seed"; }
std::string nextRootSeed(const std::string& dataFolder) { return keysFolder(dataFolder) + "/next-root.seed"; }
std::string nextRootKey(const std::string& dataFolder) { return keysFolder(dataFolder) + "/next-root.key"; }
std::string nextIssuerSeed(const std::string& dataFolder) { return keysFolder(dataFolder) + "/next-issuer.seed"; }
std::string formerRoots(const std::string& dataFolder) { return keysFolder(dataFolder) + "/former-roots.keys"; }
std::string withdrawnIssuers(const std::string& dataFolder) { return keysFolder(dataFolder) + "/withdrawn-issuers.keys"; }

StartFailure refused(std::string sentence) { return {Fault::StartBadOption, std::move(sentence)}; }

bool exists(const std::string& path) {
  std::error_code error;
  return fs::exists(path, error);
}

Started<PublicKey> publicKeyOfSeed(const std::string& path, Absent absent) {
  auto seed = openKeyFile(path, kSeedBytes, absent);
  if (!seed) return seed.failure();
  auto key = SigningKey::fromSeed(seed->view());
  if (!key) return groundFailure(Fault::StoreDamaged, path);
  return key->publicKey();
}

Started<std::vector<PublicKey>> readKeyList(const std::string& path) {
  std::vector<PublicKey> keys;
  if (!exists(path)) return keys;
  std::error_code error;
  std::ifstream file(path, std::ios::binary);
  if (!file || fs::file_size(path, error) > kMaxKeyListBytes) return groundFailure(Fault::StoreDamaged, path);
  for (std::string line; std::getline(file, line);) {
    const auto key = publicKeyFromText(line);
    if (!key) return groundFailure(Fault::StoreDamaged, path);
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
    if (!file.flush()) return groundFailure(faultOfErrno(errno), path);
  }
  const bool done = syncPath(temporary, O_RDONLY) && std::rename(temporary.c_str(), path.c_str()) == 0 &&
                    syncPath(fs::path(path).parent_path(), O_RDONLY | O_DIRECTORY);
  if (!done) return groundFailure(faultOfErrno(errno), path);
  return Done{};
}

Started<Done> appendKey(const std::string& path, const PublicKey& key) {
  auto keys = readKeyList(path);
  if (!keys) return keys.failure();
  if (std::find(keys->begin(), keys->end(), key) != keys->end()) return Done{};
  keys->push_back(key);
  return writeKeyList(path, *keys);
}

Started<Done> prepareFolder(const std::string& dataFolder) {
  if (auto ready = ensurePrivateFolder(dataFolder); !ready) return ready.failure();
  return ensurePrivateFolder(keysFolder(dataFolder));
}

// root.seed -> root-1a2b3c4d.retired, then next-root.seed -> root.seed. Stopped anywhere, it can be run again.
Started<Done> replaceSeed(const std::string& seed, const std::string& next, const PublicKey& old) {
  const std::string stem = seed.substr(0, seed.size() - std::string_view(".seed").size());
  const std::string retired = stem + "-" + keyIdText(old) + ".retired";
  const bool kept = ::link(seed.c_str(), retired.c_str()) == 0 || errno == EEXIST;
  const bool done = kept && std::rename(next.c_str(), seed.c_str()) == 0 &&
                    syncPath(fs::path(seed).parent_path(), O_RDONLY | O_DIRECTORY);
  if (!done) return groundFailure(faultOfErrno(errno), seed);
  return Done{};
}

Started<std::optional<TrustList>> publishedList(Store& store, const PublicKey& root, const std::string& dataFolder) {
  const auto stored = store.loadTrustList();
  if (!stored) return groundFailure(stored.fault(), dataFolder);
  if (!stored->has_value()) return std::optional<TrustList>();
  auto list = readTrustList((*stored)->bytes, root, 0, 0);
  return list ? std::optional<TrustList>(*std::move(list)) : std::optional<TrustList>();
}

}  // namespace

std::optional<PublicKey> publicKeyFromText(const std::string& text) {
  if (text.size() != kKeyTextChars) return std::nullopt;
  const auto bytes = decodeBase64Url(text);
  if (!bytes || bytes->size() != kPublicKeyBytes || !isStrongPublicKey(*bytes)) return std::nullopt;
  PublicKey key{};
  std::copy(bytes->begin(), bytes->end(), key.begin());
  return key;
}

Started<RotationKeys> readRotationKeys(const std::string& dataFolder) {
  RotationKeys keys;
  if (exists(nextRootSeed(dataFolder))) {
    auto next = publicKeyOfSeed(nextRootSeed(dataFolder), Absent::Refuse);
    if (!next) return next.failure();
    keys.nextRoot = *next;
  } else if (exists(nextRootKey(dataFolder))) {
    auto next = readKeyList(nextRootKey(dataFolder));
    if (!next) return next.failure();
    if (next->size() != 1) return groundFailure(Fault::StoreDamaged, nextRootKey(dataFolder));
    keys.nextRoot = next->front();
  }
  if (exists(nextIssuerSeed(dataFolder))) {
    auto next = publicKeyOfSeed(nextIssuerSeed(dataFolder), Absent::Refuse);
    if (!next) return next.failure();
    keys.nextIssuer = *next;
  }
  auto former = readKeyList(formerRoots(dataFolder));
  if (!former) return former.failure();
  keys.formerRoots = std::move(*former);
  auto withdrawn = readKeyList(withdrawnIssuers(dataFolder));
  if (!withdrawn) return withdrawn.failure();
  keys.withdrawnIssuers = std::move(*withdrawn);
  return keys;
}

Started<PublicKey> announceNextRoot(const std::string& dataFolder, const std::optional<PublicKey>& given) {
  if (auto ready = prepareFolder(dataFolder); !ready) return ready.failure();
  if (!given) return publicKeyOfSeed(nextRootSeed(dataFolder), Absent::Create);
  if (exists(nextRootSeed(dataFolder)))
    return refused("Another next root key was made here before: remove " + nextRootSeed(dataFolder) + " if it is not wanted.");
  if (auto written = writeKeyList(nextRootKey(dataFolder), {*given}); !written) return written.failure();
  return *given;
}

Started<PublicKey> announceNextIssuer(const std::string& dataFolder) {
  if (auto ready = prepareFolder(dataFolder); !ready) return ready.failure();
  return publicKeyOfSeed(nextIssuerSeed(dataFolder), Absent::Create);
}

Started<PublicKey> switchRoot(const std::string& dataFolder, Store& store) {
  auto root = publicKeyOfSeed(rootSeed(dataFolder), Absent::Refuse);
  if (!root) return root.failure();
  if (!exists(nextRootSeed(dataFolder)))
    return refused("There is no next root key in " + keysFolder(dataFolder) +
                   ": run announce-next-root first, or bring next-root.seed from where it is kept.");
  auto next = publicKeyOfSeed(nextRootSeed(dataFolder), Absent::Refuse);
  if (!next) return next.failure();
  auto list = publishedList(store, *root, dataFolder);
  if (!list) return list.failure();
  if (!list->has_value() || (*list)->nextRootKey != *next)
    return refused("The published trust list does not name this next root key yet: start the server once, then switch.");
  if (auto kept = appendKey(formerRoots(dataFolder), *root); !kept) return kept.failure();
  if (auto replaced = replaceSeed(rootSeed(dataFolder), nextRootSeed(dataFolder), *root); !replaced) return replaced.failure();
  std::error_code ignored;
  fs::remove(nextRootKey(dataFolder), ignored);
  return *next;
}

Started<PublicKey> switchIssuer(const std::string& dataFolder, Store& store, Clock clock, bool atOnce) {
  auto root = publicKeyOfSeed(rootSeed(dataFolder), Absent::Refuse);
  if (!root) return root.failure();
  auto issuer = publicKeyOfSeed(issuerSeed(dataFolder), Absent::Refuse);
  if (!issuer) return issuer.failure();
  if (!exists(nextIssuerSeed(dataFolder))) return refused("There is no next issuer key: run announce-next-issuer first.");
  auto next = publicKeyOfSeed(nextIssuerSeed(dataFolder), Absent::Refuse);
  if (!next) return next.failure();
  if (!atOnce) {
    auto list = publishedList(store, *root, dataFolder);
    if (!list) return list.failure();
    const auto isNext = [&](const Issuer& entry) { return entry.key == *next; };
    const bool known = list->has_value() &&
        std::any_of((*list)->issuers.begin(), (*list)->issuers.end(), [&](const Issuer& entry) {
          return isNext(entry) && clock.nowUnixSeconds() - entry.notBeforeUnixSeconds >= kIssuerKnownSeconds;
        });
    if (!known)
      return refused("Verifiers may not know the next issuer key yet: it has to stand in the published list for 7 days"
                     " (--at-once only when the key in use was stolen or lost).");
  } else if (auto withdrawn = appendKey(withdrawnIssuers(dataFolder), *issuer); !withdrawn) {
    return withdrawn.failure();
  }
  if (auto replaced = replaceSeed(issuerSeed(dataFolder), nextIssuerSeed(dataFolder), *issuer); !replaced) return replaced.failure();
  return *next;
}

}  // namespace citycode::server
