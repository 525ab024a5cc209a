// What an operator does about the city's keys at the machine itself.
#include "base/key_text.h"
#include "city/key_folder.h"
#include "commands/acts.h"
#include "commands/city_folder.h"

namespace citycode::server {
namespace {

Started<std::string> lineOf(Started<PublicKey> key) {
  if (!key) return key.failure();
  return encodeBase64Url(*key) + "\n";
}

}  // namespace

// A root may be announced on a machine that has nothing else (docs/deploy.md), an issuer is a city's.
Started<std::string> announceNextRoot(const Options& options) {
  KeyFolder keys(options.dataFolder);
  return lineOf(KeyDesk{keys}.announceNextRoot(options.nextRootKey));
}

Started<std::string> announceNextIssuer(const Options& options) {
  if (!hasCity(options)) return noCity(options);
  KeyFolder keys(options.dataFolder);
  return lineOf(KeyDesk{keys}.announceNextIssuer());
}

Started<std::string> switchRoot(const Options& options) {
  auto store = openExistingStore(options);
  if (!store) return store.failure();
  KeyFolder keys(options.dataFolder);
  return lineOf(KeyDesk{keys}.switchRoot(**store));
}

Started<std::string> switchIssuer(const Options& options) {
  auto store = openExistingStore(options);
  if (!store) return store.failure();
  KeyFolder keys(options.dataFolder);
  return lineOf(KeyDesk{keys}.switchIssuer(**store, cityClock(options, store->get()), options.atOnce));
}

}  // namespace citycode::server
