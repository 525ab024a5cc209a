// The city's secrets: two signing keys and three keyed functions' keys.
#pragma once

#include <memory>
#include <string>

#include "base/secret.h"
#include "base/start_failure.h"
#include "city/key_file.h"
#include "citycode/crypto.h"

namespace citycode::server {

inline constexpr std::size_t kScatterKeyBytes = 16;      // scatterStatusIndex (core/person.h)
inline constexpr std::size_t kPseudonymKeyBytes = 32;    // crypto_generichash_KEYBYTES
inline constexpr std::size_t kSceneSecretBytes = 32;     // SceneKey::derive (core/sealed.h)

/// Kept in locked memory for the life of the process, wiped when it goes.
class CityKeys {
 public:
  /// Opens DIR/keys/{root.seed,issuer.seed,status.key,pseudonym.key,scene.key}, making them when `absent` says so.
  static Started<std::unique_ptr<CityKeys>> open(const std::string& dataFolder, Absent absent);
  ~CityKeys();
  CityKeys(const CityKeys&) = delete;
  CityKeys& operator=(const CityKeys&) = delete;

  const SigningKey& root() const { return root_; }
  const SigningKey& issuer() const { return issuer_; }
  ByteView scatterKey() const { return scatterKey_.view(); }
  ByteView pseudonymKey() const { return pseudonymKey_.view(); }
  /// From which the key of every scene and day is derived.
  ByteView sceneSecret() const { return sceneSecret_.view(); }

 private:
  CityKeys(SigningKey root, SigningKey issuer, Secret scatterKey, Secret pseudonymKey, Secret sceneSecret);

  SigningKey root_;
  SigningKey issuer_;
  Secret scatterKey_;
  Secret pseudonymKey_;
  Secret sceneSecret_;
};

}  // namespace citycode::server
