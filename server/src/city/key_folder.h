// The folder of the city's keys, those to come and those before (docs/deploy.md, "Files"). Commands change it beside the server,
// which reads it when it starts.
//
//   keys/next-root.seed        the announced root's seed, or keys/next-root.key: only its public key (base64url),
//                              when the seed is kept elsewhere until the switch
//   keys/next-issuer.seed      the announced issuer
//   keys/former-roots.keys     public keys of the roots before, base64url, one a line
//   keys/withdrawn-issuers.keys   issuers that no list may name any more, likewise
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "city/key_desk.h"

namespace citycode::server {

/// What the trust list has to say beside the keys in use.
struct RotationKeys {
  std::optional<PublicKey> nextRoot, nextIssuer;
  std::vector<PublicKey> formerRoots, revokedIssuers;
};

class KeyFolder final : public KeyStorage {
 public:
  explicit KeyFolder(const std::string& dataFolder);

  Started<PublicKey> inUse(KeyKind kind) override;
  Started<std::optional<PublicKey>> next(KeyKind kind) override;
  Started<PublicKey> makeNext(KeyKind kind) override;
  Started<Done> announceRoot(const PublicKey& key) override;
  Started<Done> putNextInUse(KeyKind kind, const PublicKey& old) override;
  Started<Done> rememberFormerRoot(const PublicKey& key) override;
  Started<Done> revokeIssuer(const PublicKey& key) override;
  std::string place() const override { return folder_; }

 private:
  /// Makes both folders (mode 0700) when they are absent: a root may be announced on a machine that has nothing else.
  Started<Done> prepare() const;

  std::string dataFolder_;
  std::string folder_;
};

Started<RotationKeys> readRotationKeys(const std::string& dataFolder);

}  // namespace citycode::server
