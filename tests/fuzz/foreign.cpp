// Other people's CBOR, COSE and CWTs: every view lies within what was read, limits hold, whatever our own strict
// reader takes is taken here too with the same meaning, and a stranger's key verifies nothing.
#include "signing/foreign_cose.h"

#include "../core/test_city.h"
#include "encoding/cbor.h"
#include "fuzz.h"
#include "signing/cose.h"

namespace citycode::fuzz {
namespace {

using foreign::Item;
using foreign::Kind;

bool isWithin(ByteView part, ByteView whole) {
  return part.empty() || (part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size());
}

// Each conversion speaks for its own kind only.
void checkKind(const Item& item) {
  const Kind kind = item.kind();
  const bool isNumber = kind == Kind::Uint || kind == Kind::NegativeInt;
  CC_HOLDS(isNumber || item.toInt().fault() == Fault::CborUnexpectedType);
  CC_HOLDS(bool(item.toBool()) == (kind == Kind::Bool));
  CC_HOLDS(bool(item.toBytes()) == (kind == Kind::Bytes));
  CC_HOLDS(bool(item.toText()) == (kind == Kind::Text));
  CC_HOLDS(!item.toSeconds() || isNumber || kind == Kind::Float);
  CC_HOLDS(bool(item.asTag()) == (kind == Kind::Tag));
  CC_HOLDS(bool(item.pairs()) == (kind == Kind::Map));
  CC_HOLDS(bool(item.elements()) == (kind == Kind::Map || kind == Kind::Array));
  if (const auto text = item.toText()) CC_HOLDS(cbor::isUtf8(bytesOf(*text)));
}

// Counts every item once, and finds every key again.
std::size_t walk(const Item& item, int depth) {
  CC_HOLDS(depth <= foreign::kMaxDepth);
  checkKind(item);
  std::size_t count = 1;
  if (const auto tag = item.asTag()) {
    CC_HOLDS(isWithin(tag->second.bytes(), item.bytes()));
    count += walk(tag->second, depth + 1);
  }
  if (const auto elements = item.elements()) {
    for (const Item& element : *elements) {
      CC_HOLDS(isWithin(element.bytes(), item.bytes()));
      count += walk(element, depth + 1);
    }
  }
  if (const auto pairs = item.pairs(); pairs && pairs->size() <= 32) {
    for (const auto& [key, value] : *pairs) {
      if (const auto number = key.toInt()) {
        const auto found = item.find(*number);
        CC_HOLDS(found ? (*found)->bytes().data() == value.bytes().data() : found.fault() == Fault::CborDuplicateKey);
      }
    }
  }
  return count;
}

void checkMessage(const foreign::CoseMessage& message, ByteView bytes) {
  static const SigningKey stranger = test::keyFrom(99);
  CC_HOLDS(!foreign::verifyCose(message, stranger.publicKey()));
  CC_HOLDS(message.signatures.size() <= kMaxSigners && isWithin(message.payload, bytes));
  for (const auto& signature : message.signatures)
    CC_HOLDS(isWithin(signature.bytes, bytes) && isWithin(signature.headers.protectedBytes, bytes));
}

// Where our own reader is content, this one says the same.
void checkAgainstOurs(ByteView bytes) {
  cbor::Reader reader(bytes);
  if (reader.takeItem() && reader.atEnd()) {
    const auto item = Item::read(bytes);
    CC_HOLDS(item || item.fault() == Fault::CborTooLarge);
  }
  const auto ours = cose::decodeSign1(bytes);
  if (!ours) return;
  const auto header = cose::decodeHeader(ours->protectedHeader);
  if (!header) return;
  const auto theirs = foreign::decodeCose(bytes);
  CC_HOLDS(theirs && theirs->kind == foreign::CoseKind::Sign1 && sameBytes(theirs->payload, ours->payload));
  CC_HOLDS(theirs->headers.algorithm == cose::kAlgEdDsa && header->kid.has_value() == theirs->headers.keyId.has_value());
}

}  // namespace

void oneInput(ByteView bytes) {
  checkAgainstOurs(bytes);
  const auto item = Item::read(bytes);
  if (item) CC_HOLDS(item->bytes().size() == bytes.size() && walk(*item, 1) <= foreign::kMaxItems);
  const auto message = foreign::decodeCose(bytes);
  const auto claims = foreign::decodeClaims(bytes);
  CC_HOLDS(item || (!message && !claims));
  if (message) checkMessage(*message, bytes);
}

}  // namespace citycode::fuzz
