// Sealed attributes: nothing opens that was not sealed to this very key, and what was sealed to it opens only as one
// deterministic map and zeros.
#include "pass/sealed.h"

#include <sodium.h>

#include "../core/test_city.h"
#include "encoding/attribute_map.h"
#include "fuzz.h"

void citycode::fuzz::oneInput(ByteView bytes) {
  static const test::TestCity city;
  static const SceneKey key = city.sceneKey(1), unknown = city.sceneKey(99);   // nobody seals to scene 99
  CC_HOLDS(openAttributes(bytes, unknown).fault() == Fault::ScopeSealBroken);
  if (const auto own = SceneKey::fromSecret(bytes)) {
    CC_HOLDS(sameBytes(own->secret(), bytes));
    CC_HOLDS(openAttributes(bytes, *own).fault() == Fault::ScopeSealBroken);
  }
  if (const auto opened = openAttributes(bytes, key)) CC_HOLDS(bytes.size() <= kSealBytes + kMaxSealedPlainBytes);

  Bytes sealed(kSealBytes + bytes.size());
  CC_HOLDS(crypto_box_seal(sealed.data(), bytes.data(), bytes.size(), key.sealingKey().data()) == 0);
  const auto attributes = openAttributes(sealed, key);
  CC_HOLDS(!openAttributes(sealed, unknown));
  if (!attributes) return CC_HOLDS(attributes.fault() == Fault::ScopeSealBroken);
  cbor::Writer writer;
  encodeAttributes(writer, *attributes);
  CC_HOLDS(bytes.size() <= kMaxSealedPlainBytes && sameBytes(writer.bytes(), bytes.first(writer.bytes().size())));
  for (const std::uint8_t byte : bytes.subspan(writer.bytes().size())) CC_HOLDS(byte == 0);

  ScopePolicy scope;
  for (const auto& [attribute, value] : *attributes) scope.attributes.push_back(attribute);
  const auto ours = sealAttributes(*attributes, scope, key.sealingKey(), city.ephemeralSeed);
  CC_HOLDS(ours && ours->size() == kSealBytes + sealedPlainBytes(scope));
  const auto again = openAttributes(*ours, key);
  CC_HOLDS(again && *again == *attributes);
  sealed.back() ^= 1;
  CC_HOLDS(!openAttributes(sealed, key));
}
