// CBOR items, written one by one: what no writer of ours writes is put together of these.
#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "encoding/cbor.h"

namespace citycode::test {

using Members = std::vector<std::pair<std::int64_t, Bytes>>;

inline Bytes number(std::int64_t value) { return cbor::Writer().putInt(value).bytes(); }
inline Bytes text(std::string_view value) { return cbor::Writer().putText(value).bytes(); }
inline Bytes bytes(const Bytes& value) { return cbor::Writer().putBytes(value).bytes(); }

/// In the order given.
inline Bytes mapOf(const Members& members) {
  cbor::Writer writer;
  writer.putMap(members.size());
  for (const auto& [key, value] : members) writer.putInt(key).putItem(value);
  return std::move(writer).bytes();
}

inline Bytes arrayOf(const std::vector<Bytes>& items) {
  cbor::Writer writer;
  writer.putArray(items.size());
  for (const Bytes& item : items) writer.putItem(item);
  return std::move(writer).bytes();
}

}  // namespace citycode::test
