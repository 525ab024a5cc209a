// The CBOR reader: an item that it takes is the only encoding of what it says (RFC 8949 section 4.2.1).
#include "encoding/cbor.h"

#include "fuzz.h"

namespace citycode::fuzz {
namespace {

Result<Done> copyItem(cbor::Reader& reader, cbor::Writer& writer, int depth) {
  CC_HOLDS(depth <= cbor::kMaxDepth);
  CC_TRY(type, reader.peekType());
  switch (type) {
    case cbor::Type::Uint: { CC_TRY(value, reader.takeUint()); writer.putUint(value); return Done{}; }
    case cbor::Type::NegativeInt: { CC_TRY(value, reader.takeInt()); writer.putInt(value); return Done{}; }
    case cbor::Type::Bool: { CC_TRY(value, reader.takeBool()); writer.putBool(value); return Done{}; }
    case cbor::Type::Bytes: { CC_TRY(value, reader.takeBytes()); writer.putBytes(value); return Done{}; }
    case cbor::Type::Text: { CC_TRY(value, reader.takeText()); writer.putText(value); return Done{}; }
    case cbor::Type::Array: {
      CC_TRY(count, reader.takeArray());
      CC_HOLDS(count <= cbor::kMaxItems);
      writer.putArray(count);
      for (std::size_t i = 0; i < count; ++i) CC_CHECK(copyItem(reader, writer, depth + 1));
      return Done{};
    }
    case cbor::Type::Map: {
      cbor::Reader head = reader;
      CC_TRY(count, head.takeMap());
      writer.putMap(count);
      CC_TRY(map, cbor::MapReader::open(reader));
      for (;;) {
        CC_TRY(key, map.nextKey());
        if (!key) return Done{};
        writer.putInt(*key);
        CC_CHECK(copyItem(reader, writer, depth + 1));
      }
    }
  }
  return Fault::InternalBug;
}

}  // namespace

void oneInput(ByteView bytes) {
  cbor::Reader reader(bytes);
  const auto item = reader.takeItem();
  if (!item) return;
  CC_HOLDS(item->size() + reader.rest().size() == bytes.size());
  cbor::Reader again(*item);
  cbor::Writer writer;
  const auto copied = copyItem(again, writer, 1);
  if (!copied) CC_HOLDS(copied.fault() == Fault::CborTooLarge);   // below -2^63: whole items may hold it, we never read it
  else CC_HOLDS(again.atEnd() && sameBytes(writer.bytes(), *item));
}

}  // namespace citycode::fuzz
