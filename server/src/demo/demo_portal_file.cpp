#include "demo/demo_portal_file.h"

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <sodium.h>

#include "base/key_text.h"
#include "base/output_file.h"
#include "http/json.h"

namespace citycode::server {
namespace {

constexpr std::size_t kMaxFileBytes = 1024;
constexpr std::size_t kSecretTextBytes = 43;   // of 32 bytes

using PortalSecret = std::array<std::uint8_t, kSeedBytes>;
static_assert(kSeedBytes == kSceneKeyBytes);

std::string newSecretText() {
  PortalSecret secret;
  randombytes_buf(secret.data(), secret.size());
  std::string text = encodeBase64Url(secret);
  wipe(secret);
  return text;
}

Started<Done> makeFile(const std::string& path) {
  auto file = OutputFile::make(path);
  if (!file) return file.failure();
  const Json content{{"id", kDemoPortalId}, {"key", newSecretText()}, {"sealingKey", newSecretText()}};
  return file->fill(bytesOf(content.dump() + "\n"));
}

Result<PortalSecret> takeSecret(const Json& content, const char* member) {
  CC_TRY(text, takeText(content, member, kSecretTextBytes));
  const auto secret = bytesFromBase64Url<kSeedBytes>(text);
  if (!secret) return Fault::RequestMalformed;
  return *secret;
}

Result<DemoPortalKeys> readKeys(std::string_view text) {
  CC_TRY(content, readJsonObject(text, 3));
  CC_TRY(id, takeText(content, "id", kDemoPortalId.size()));
  CC_TRY(seed, takeSecret(content, "key"));
  CC_TRY(sealingSecret, takeSecret(content, "sealingKey"));
  CC_TRY(key, SigningKey::fromSeed(seed));
  CC_TRY(sealing, SceneKey::fromSecret(sealingSecret));
  wipe(seed);
  wipe(sealingSecret);
  if (id != kDemoPortalId) return Fault::RequestMalformed;
  return DemoPortalKeys{std::move(key), std::move(sealing)};
}

}  // namespace

Started<DemoPortalKeys> openDemoPortalFile(const std::string& dataFolder) {
  const std::string path = dataFolder + "/demo-portal.json";
  std::error_code error;
  if (!std::filesystem::exists(path, error))
    if (auto made = makeFile(path); !made) return made.failure();
  std::ifstream file(path, std::ios::binary);
  std::string text(kMaxFileBytes, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(file.gcount()));
  auto keys = readKeys(text);
  if (!keys) return StartFailure{Fault::StoreDamaged, path + " does not say who the demo's portal is: delete it, and another is made."};
  return *std::move(keys);
}

}  // namespace citycode::server
