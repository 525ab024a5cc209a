// A new Ed25519 key pair: the secret into a file that its owner alone can read, the public half to whoever asked.
#include "signing/http_signature.h"
#include "tools/files.h"
#include "tools/key_file.h"
#include "tools/texts.h"
#include "tools/verb.h"

namespace citycode::tools {
namespace {

constexpr std::string_view kUsualFile = "citycode.key";

}  // namespace

Given<Answer> keygen(const Arguments& arguments) {
  const std::string asked = arguments.valueOf("--out");
  const std::string path = asked.empty() ? std::string(kUsualFile) : asked;
  const bool isTest = arguments.has("--test");
  if (path == kStandardInput && arguments.wantsJson) return usage("--json has no place for a secret: give --out a file.");
  CC_TRY(made, makeKey(isTest ? kTestKeyLine : kKeyLine));
  const PublicKey& key = made.key.publicKey();
  Answer answer{ExitCode::Good,
                {{"publicKey", hexOf(key)}, {"publicKeyBase64Url", encodeBase64Url(key)}, {"keyId", hexOf(keyIdOf(key))}, {"test", isTest}}, {}};
  if (path == kStandardInput) {
    answer.lines = std::move(made.text);   // asked for in so many words
    return answer;
  }
  const auto written = writeNewFile(path, bytesOf(made.text), Readers::OwnerOnly);
  wipeText(made.text);
  if (!written) return written.fault();
  answer.json["file"] = path;
  answer.lines = "The secret key is in " + path + ", which only you can read. The public key:\n" + hexOf(key) + "\n";
  return answer;
}

}  // namespace citycode::tools
