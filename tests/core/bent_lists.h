// Trust lists that lack something, which no encoder of ours would write.
#pragma once

#include "citycode/trust_list.h"
#include "encoding/cbor.h"
#include "lists/trust_payload.h"

namespace citycode::test {

/// A map without the member of that small key; the others stand as they were written.
inline Bytes withoutMember(ByteView map, std::int64_t left) {
  cbor::Reader reader(map);
  cbor::Writer writer;
  const std::size_t pairs = *reader.takeMap();
  writer.putMap(pairs - 1);
  for (std::size_t i = 0; i < pairs; ++i) {
    const std::int64_t key = *reader.takeInt();
    const ByteView value = *reader.takeItem();
    if (key != left) writer.putInt(key).putItem(value);
  }
  return std::move(writer).bytes();
}

/// The payload of a list with one issuer and one scene, of which one lacks a member; 0: none.
inline Bytes listWithout(const TrustList& list, std::int64_t issuerMember, std::int64_t scopeMember) {
  constexpr std::int64_t kIssuers = 3, kScopes = 4;   // docs/format.md
  const Bytes whole = encodeTrustList(list);
  cbor::Reader reader(whole);
  cbor::Writer writer;
  const std::size_t pairs = *reader.takeMap();
  writer.putMap(pairs);
  for (std::size_t i = 0; i < pairs; ++i) {
    const std::int64_t key = *reader.takeInt();
    const ByteView value = *reader.takeItem();
    const std::int64_t left = key == kIssuers ? issuerMember : key == kScopes ? scopeMember : 0;
    if (left == 0) writer.putInt(key).putItem(value);
    else writer.putInt(key).putArray(1).putItem(withoutMember(value.subspan(1), left));   // behind the array's head
  }
  return std::move(writer).bytes();
}

}  // namespace citycode::test
