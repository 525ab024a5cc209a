// The city's secrets: two signing keys and five keyed functions' keys.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/secret.h"
#include "base/start_failure.h"
#include "city/key_file.h"
#include "citycode/crypto.h"
#include "registry/people_seal.h"

namespace citycode::server {

/// The kid of a key (citycode/crypto.h) as 8 hexadecimal digits: in addresses and file names.
std::string keyIdText(const PublicKey& key);

/// Whether one of the keys in use is there, readable or not.
bool cityHasKeys(const std::string& dataFolder);

inline constexpr std::size_t kScatterKeyBytes = 16;      // scatterStatusIndex (pass/status_index.h)
inline constexpr std::size_t kPseudonymKeyBytes = 32;    // crypto_generichash_KEYBYTES
inline constexpr std::size_t kSceneSecretBytes = 32;     // SceneKey::derive (citycode/pass.h)
inline constexpr std::size_t kRatingSecretBytes = 32;    // crypto_generichash_KEYBYTES

/// Kept in locked memory for the life of the process, wiped when it goes.
class CityKeys {
 public:
  /// Opens DIR/keys/{root.seed,issuer.seed,status.key,pseudonym.key,scene.key,rating.key,people.key}, making them when `absent` says so, and
  /// the issuers before, DIR/keys/issuer-XXXXXXXX.retired. A city of an earlier version has no rating.key or people.key yet.
  static Started<std::unique_ptr<CityKeys>> open(const std::string& dataFolder, Absent absent, Absent ratingAbsent, Absent peopleAbsent);
  static Started<std::unique_ptr<CityKeys>> open(const std::string& dataFolder, Absent absent) { return open(dataFolder, absent, absent, absent); }
  ~CityKeys();
  CityKeys(const CityKeys&) = delete;
  CityKeys& operator=(const CityKeys&) = delete;

  const SigningKey& root() const { return root_; }
  const SigningKey& issuer() const { return issuer_; }
  /// The issuer with this key, the one in use or one before, which goes on signing the status lists of its passes; or null.
  const SigningKey* findIssuer(const PublicKey& key) const;
  /// Of all issuers that are here, the one in use first.
  std::vector<PublicKey> issuerKeys() const;
  ByteView scatterKey() const { return scatterKey_.view(); }
  ByteView pseudonymKey() const { return pseudonymKey_.view(); }
  /// From which the key of every scene and day is derived.
  ByteView sceneSecret() const { return sceneSecret_.view(); }
  /// From which the keys of ratings' tokens are derived (city/rating_keys.h).
  ByteView ratingSecret() const { return ratingSecret_.view(); }
  /// By which people's records are sealed and found.
  const PeopleSeal& people() const { return people_; }
  ByteView peopleSecret() const { return peopleSecret_.view(); }

 private:
  CityKeys(SigningKey root, SigningKey issuer, std::vector<SigningKey> retiredIssuers, Secret scatterKey, Secret pseudonymKey,
           Secret sceneSecret, Secret ratingSecret, Secret peopleSecret);

  SigningKey root_;
  SigningKey issuer_;
  std::vector<SigningKey> retiredIssuers_;
  Secret scatterKey_;
  Secret pseudonymKey_;
  Secret sceneSecret_;
  Secret ratingSecret_;
  Secret peopleSecret_;
  PeopleSeal people_;
};

}  // namespace citycode::server
