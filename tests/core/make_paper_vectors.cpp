// Of make_vectors: the paper codes of tests/vectors/codes.json that are not simply a card of the city.
#include "cbor_items.h"
#include "paper_vectors.h"

#include <cstdlib>
#include <initializer_list>
#include <utility>

#include "encoding/base45.h"
#include "encoding/cbor.h"
#include "encoding/zlib_stream.h"
#include "signing/cose.h"

namespace citycode::test {
namespace {

using test::bytes, test::mapOf, test::Members, test::number, test::text;

constexpr std::int64_t kNotBefore = kNow - 600, kExpires = kNotBefore + kPaperLifeSeconds;
constexpr std::int64_t kAlg = 1, kKid = 4, kEs256 = -7, kEd25519 = -19;
constexpr std::uint8_t kTag16 = 0xd0, kTag17 = 0xd1, kTag18 = 0xd2;

Bytes operator+(Bytes a, const Bytes& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

/// Members as encoded items: everything that a card may say, with room for what it must not.
Members identity() { return {{1, text("3***15")}, {4, text("王小明")}, {22, text("resident")}}; }
Bytes status(const Bytes& index, std::string_view uri = "https://city.example/v1/status-lists/20833") {
  return cbor::Writer().putMap(1).putText("status_list").putMap(2).putText("idx").putItem(index).putText("uri").putText(uri).bytes();
}
Members claims() {
  return {{1, text("https://city.example")}, {4, number(kExpires)}, {5, number(kNotBefore)}, {6, number(kNow - 480)},
          {169, mapOf(identity())}, {65535, status(number(0x00abcdef))}};
}

Members with(Members members, std::int64_t key, Bytes value) {
  for (auto& [known, old] : members)
    if (known == key) {
      old = std::move(value);
      return members;
    }
  members.emplace_back(key, std::move(value));
  return members;
}
Members without(Members members, std::int64_t key) {
  std::erase_if(members, [&](const auto& member) { return member.first == key; });
  return members;
}

std::string packed(const Bytes& message) { return encodeBase45(deflateZlib(message)); }

class Cards {
 public:
  explicit Cards(const TestCity& city) : city_(city), kid_(copyOf(keyIdOf(city.issuer.publicKey()))) {}

  std::vector<PaperVector> take() { return std::move(vectors_); }

  void add(std::string id, std::string why, std::string code, bool withTrustList = true) {
    vectors_.push_back({std::move(id), std::move(why), std::move(code), withTrustList});
  }
  void add(std::string id, std::string why, const Members& members) { add(std::move(id), std::move(why), packed(message(mapOf(members)))); }
  void addIdentity(std::string id, std::string why, const Members& members) {
    add(std::move(id), std::move(why), with(claims(), 169, mapOf(members)));
  }

  Bytes headerMap(std::int64_t algorithm = cose::kAlgEdDsa) const { return mapOf({{kAlg, number(algorithm)}, {kKid, bytes(kid_)}}); }
  const Bytes& kid() const { return kid_; }

  /// [protected, unprotected, payload, signature], without a tag.
  Bytes sign1(const Bytes& header, const Bytes& unprotectedMap, const Bytes& payload, SignedKind kind = SignedKind::Card) const {
    const Signature signature = city_.issuer.sign(cose::toBeSigned(kind, header, payload));
    return cbor::Writer().putArray(4).putBytes(header).putItem(unprotectedMap).putBytes(payload).putBytes(signature).bytes();
  }
  Bytes message(const Bytes& payload) const { return Bytes{kTag18} + sign1(headerMap(), {0xa0}, payload); }

  /// COSE_Sign of these signers, whose issuer the body names.
  Bytes signedByEach(const std::vector<Bytes>& signers, const Bytes& payload) const {
    cbor::Writer writer;
    writer.putArray(4).putBytes(bodyNaming(city_.issuer)).putMap(0).putBytes(payload).putArray(signers.size());
    for (const Bytes& signer : signers) writer.putItem(signer);
    return Bytes{0xd8, 98} + std::move(writer).bytes();
  }
  /// The city as one of several signers.
  Bytes signer(const Bytes& header, const Bytes& payload) const {
    const Bytes signedBytes = cbor::Writer().putArray(5).putText("Signature").putBytes(bodyNaming(city_.issuer)).putBytes(header).putBytes({})
                                  .putBytes(payload).bytes();
    return cbor::Writer().putArray(3).putBytes(header).putMap(0).putBytes(city_.issuer.sign(signedBytes)).bytes();
  }

  /// COSE_Sign by `keys`, with a signature of another algorithm before them.
  Bytes signedBy(const std::vector<const SigningKey*>& keys, const Bytes& body, const Bytes& payload, const Bytes& outside = {0xa0}) const {
    const Bytes header = mapOf({{kAlg, number(cose::kAlgEdDsa)}}), other = mapOf({{kAlg, number(kEs256)}});
    const Bytes signedBytes = cbor::Writer().putArray(5).putText("Signature").putBytes(body).putBytes(header).putBytes({}).putBytes(payload).bytes();
    cbor::Writer writer;
    writer.putArray(4).putBytes(body).putItem(outside).putBytes(payload).putArray(1 + keys.size());
    writer.putArray(3).putBytes(other).putMap(0).putBytes(Bytes(64, 7));
    for (const SigningKey* key : keys) writer.putArray(3).putBytes(header).putMap(0).putBytes(key->sign(signedBytes));
    return Bytes{0xd8, 98} + std::move(writer).bytes();
  }
  Bytes bodyNaming(const SigningKey& key) const { return mapOf({{kKid, bytes(copyOf(keyIdOf(key.publicKey())))}}); }
  const TestCity& city() const { return city_; }

 private:
  const TestCity& city_;
  Bytes kid_;
  std::vector<PaperVector> vectors_;
};

void addAccepted(Cards& cards) {
  const Bytes payload = mapOf(claims());
  cards.add("valid/paper/by-hand", "the members that a city writes, in its order", claims());
  cards.add("valid/paper/untagged", "no tag around the array of four", packed(cards.sign1(cards.headerMap(), {0xa0}, payload)));
  cards.add("valid/paper/tag-61", "the tag of a CWT around tag 18", packed(Bytes{0xd8, 61} + cards.message(payload)));
  cards.add("valid/paper/ed25519", "alg -19", packed(Bytes{kTag18} + cards.sign1(cards.headerMap(kEd25519), {0xa0}, payload)));
  const TestCity& city = cards.city();
  const Bytes ours = cards.bodyNaming(city.issuer), theirs = cards.bodyNaming(city.stranger);
  const std::vector<const SigningKey*> both{&city.stranger, &city.issuer};
  cards.add("valid/paper/two-signers", "COSE_Sign: the issuer that the body names is one of the signers", packed(cards.signedBy(both, ours, payload)));
  cards.add("signature/issuer-mismatch/paper-cut", "its signature was cut off", packed(cards.signedBy({&city.stranger}, ours, payload)));
  cards.add("trust/unknown-issuer/paper-two-signers", "an issuer that the body does not name signed too, and does not count",
            packed(cards.signedBy(both, theirs, payload)));
  cards.add("cose/bad-structure/paper-no-body-kid", "a COSE_Sign whose body names nobody", packed(cards.signedBy(both, {}, payload)));
  cards.add("cose/bad-structure/paper-kid-outside", "the body names somebody in its unprotected header, which nobody signed",
            packed(cards.signedBy(both, {}, payload, ours)));
  const Bytes onlyAlg = mapOf({{kAlg, number(cose::kAlgEdDsa)}});
  const Bytes unsignedSigner = cbor::Writer().putArray(3).putBytes(onlyAlg).putMap(0).putBytes({}).bytes();
  cards.add("valid/paper/one-unsigned", "one of two signatures is of no bytes, and the city's is there",
            packed(cards.signedByEach({unsignedSigner, cards.signer(onlyAlg, payload)}, payload)));
  cards.add("valid/paper/kid-outside", "kid in the unprotected header",
            packed(Bytes{kTag18} + cards.sign1(onlyAlg, mapOf({{kKid, bytes(cards.kid())}}), payload)));
  cards.add("valid/paper/no-kid", "no kid: every issuer of cards is tried", packed(Bytes{kTag18} + cards.sign1(onlyAlg, {0xa0}, payload)));
  cards.add("valid/paper/label", "a label that nobody looks at",
            packed(Bytes{kTag18} + cards.sign1(mapOf({{kAlg, number(cose::kAlgEdDsa)}, {99, number(1)}}), {0xa0}, payload)));
  Members unsorted = claims();
  std::swap(unsorted.front(), unsorted.back());
  cards.add("valid/paper/unsorted", "keys in another order", unsorted);
  cards.add("valid/paper/long-head", "nbf in nine bytes", with(claims(), 5, Bytes{0x1b, 0, 0, 0, 0} + Bytes{0x6b, 0x49, 0xcf, 0xa8}));
  cards.add("valid/paper/float", "exp as a float of 64 bits, whose fraction is dropped", with(claims(), 4, {0xfb, 0x41, 0xdb, 0x0d, 0xc7, 0x6a, 0x20, 0, 0}));
  cards.add("valid/paper/tagged-time", "tag 1 around exp", with(claims(), 4, Bytes{0xc1} + number(kExpires)));
  cards.add("valid/paper/iat", "without nbf iat counts", without(claims(), 5));
  cards.add("valid/paper/other-claim", "a claim that nobody reads", with(claims(), -70000, text("?")));
  cards.addIdentity("valid/paper/other-field", "a field that nobody reads", with(identity(), 99, {0xf6}));
  cards.addIdentity("valid/paper/only-a-name", "no number and no kind", {{4, text("王小明")}});
  cards.addIdentity("valid/paper/number-not-ascii", "a number that is not ASCII is not given out, and no reason to refuse",
                    with(identity(), 1, text("三***15")));
  cards.addIdentity("valid/paper/no-photo", "a photo that is of no format is no photo", with(with(identity(), 16, bytes({1, 2, 3})), 17, number(4)));
  const Bytes face = mapOf({{0, bytes({0xff, 0xd8, 0xff, 0xe0, 0, 0x10})}, {1, number(0)}, {2, number(1)}});
  cards.addIdentity("valid/paper/face", "the first element of field 62", with(identity(), 62, Bytes{0x81} + face));
}

void addIdentities(Cards& cards) {
  cards.add("paper/no-identity", "claim 169 is absent", without(claims(), 169));
  cards.add("paper/no-identity/text", "claim 169 is no map", with(claims(), 169, text("王小明")));
  cards.addIdentity("paper/no-identity/nothing", "nothing that the scene may see", {});
  cards.addIdentity("paper/no-identity/no-name", "number and kind, and no name where the scene lists one", without(identity(), 4));
  cards.addIdentity("paper/no-identity/unknown", "an empty name, a kind that is none, a number that is not ASCII",
                    {{1, text("三***15")}, {4, text("")}, {22, text("alien")}});
}

void addValues(Cards& cards) {
  const auto long_ = [](std::size_t size) { return text(std::string(size, 'a')); };
  cards.add("valid/paper/longest-iss", "an address of 128 bytes", with(claims(), 1, long_(128)));
  cards.add("paper/bad-value", "an address of 129 bytes", with(claims(), 1, long_(129)));
  cards.add("paper/bad-value/no-exp", "no end", without(claims(), 4));
  cards.add("paper/bad-value/no-nbf", "no beginning", without(without(claims(), 5), 6));
  cards.add("paper/bad-value/negative", "nbf before 1970", with(claims(), 5, number(-1)));
  cards.add("paper/bad-value/exp", "exp at 2^32", with(claims(), 4, number(0x100000000)));
  cards.add("paper/bad-value/exp-nan", "exp is not a number", with(claims(), 4, {0xfb, 0x7f, 0xf8, 0, 0, 0, 0, 0, 0}));
  cards.add("paper/bad-value/exp-infinite", "exp is infinite", with(claims(), 4, {0xfb, 0x7f, 0xf0, 0, 0, 0, 0, 0, 0}));
  cards.add("paper/bad-value/exp-infinite-single", "exp is infinite, in 32 bits", with(claims(), 4, {0xfa, 0x7f, 0x80, 0, 0}));
  cards.add("paper/bad-value/exp-most", "exp at 2^64 - 1", with(claims(), 4, {0x1b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}));
  cards.add("paper/bad-value/exp-float", "exp at 2^54, as a float", with(claims(), 4, {0xfb, 0x43, 0x50, 0, 0, 0, 0, 0, 0}));
  cards.add("trust/issuer-not-valid-then/paper-fraction", "nbf at -0.5, which is 0", with(claims(), 5, {0xfb, 0xbf, 0xe0, 0, 0, 0, 0, 0, 0}));
  cards.add("paper/bad-value/nbf-least", "nbf at -2^64", with(claims(), 5, {0x3b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}));
  cards.add("paper/bad-value/iat-nan", "without nbf, iat is not a number", with(without(claims(), 5), 6, {0xfb, 0x7f, 0xf8, 0, 0, 0, 0, 0, 0}));
  cards.add("valid/paper/iat-nan", "where nbf is, the value of iat is nobody's matter", with(claims(), 6, {0xfb, 0x7f, 0xf8, 0, 0, 0, 0, 0, 0}));
  cards.addIdentity("paper/bad-value/format-most", "a photo's format of 2^64 - 1",
                    with(with(identity(), 16, bytes({1})), 17, {0x1b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}));
  cards.addIdentity("valid/paper/longest-fields", "64, 200 and 64 bytes", {{1, long_(64)}, {4, long_(200)}, {22, long_(64)}});
  cards.addIdentity("paper/bad-value/number", "a number of 65 bytes", with(identity(), 1, long_(65)));
  cards.addIdentity("paper/bad-value/name", "a name of 201 bytes", with(identity(), 4, long_(201)));
  cards.addIdentity("paper/bad-value/kind", "a kind of 65 bytes", with(identity(), 22, long_(65)));
  cards.addIdentity("paper/bad-value/name-text", "a name that turns its surroundings", with(identity(), 4, text("Wang\u202eieW")));
  cards.addIdentity("paper/bad-value/name-blank", "a name of spaces", with(identity(), 4, text("  ")));
  cards.addIdentity("paper/bad-value/number-text", "a number with a line feed", with(identity(), 1, text("3***\n15")));
  cards.addIdentity("paper/bad-value/kind-text", "a kind with a NUL", with(identity(), 22, text(std::string_view("a\0b", 3))));
  cards.addIdentity("paper/bad-value/name-is-bytes", "a name that is no text", with(identity(), 4, bytes({0x41})));
  cards.addIdentity("paper/bad-value/format", "the photo's format as text", with(with(identity(), 16, bytes({1})), 17, text("4")));
  cards.add("valid/paper/last-index", "the last index; this list does not reach it", with(claims(), 65535, status(number(0x00ffffff))));
  cards.add("paper/bad-value/index", "a status index of 2^32", with(claims(), 65535, status(number(0x100000000))));
  cards.add("paper/bad-value/negative-index", "a status index of -1", with(claims(), 65535, status(number(-1))));
  cards.add("paper/bad-value/uri", "an address of the list of 129 bytes", with(claims(), 65535, status(number(1), std::string(129, 'a'))));
  cards.add("paper/bad-value/status", "a status that is no map", with(claims(), 65535, number(1)));
  cards.add("paper/bad-value/no-uri", "an index without an address",
            with(claims(), 65535, cbor::Writer().putMap(1).putText("status_list").putMap(1).putText("idx").putUint(1).bytes()));
  cards.add("revocation/list-missing/unnumbered", "a card without a status index", without(claims(), 65535));
  cards.add("revocation/list-missing/other-status", "a status of another kind",
            with(claims(), 65535, cbor::Writer().putMap(1).putText("other").putUint(1).bytes()));
  cards.add("time/pass-too-long-lived/paper", "180 days and a second", with(claims(), 4, number(kExpires + 1)));
}

void addEnvelopes(Cards& cards) {
  const Bytes payload = mapOf(claims()), header = cards.headerMap();
  cards.add("paper/other-algorithm", "ES256", packed(Bytes{kTag18} + cards.sign1(cards.headerMap(kEs256), {0xa0}, payload)));
  cards.add("paper/other-algorithm/none", "no alg", packed(Bytes{kTag18} + cards.sign1(mapOf({{kKid, bytes(cards.kid())}}), {0xa0}, payload)));
  cards.add("paper/other-algorithm/outside", "alg in the unprotected header only",
            packed(Bytes{kTag18} + cards.sign1(mapOf({{kKid, bytes(cards.kid())}}), mapOf({{kAlg, number(cose::kAlgEdDsa)}}), payload)));
  cards.add("paper/other-algorithm/text", "alg as text", packed(Bytes{kTag18} + cards.sign1(mapOf({{kAlg, text("EdDSA")}, {kKid, bytes(cards.kid())}}), {0xa0}, payload)));
  cards.add("paper/other-algorithm/mac", "COSE_Mac0", packed(Bytes{kTag17} + cards.sign1(header, {0xa0}, payload)));
  cards.add("paper/other-algorithm/mac-of-many", "COSE_Mac",
            packed(Bytes{0xd8, 97, 0x85} + bytes(header) + Bytes{0xa0} + bytes(payload) + bytes(Bytes(32, 1)) + Bytes{0x80}));
  const Bytes three = Bytes{0x83} + bytes(header) + Bytes{0xa0} + bytes(payload);
  const auto withCritical = [&](const Bytes& critical) {
    return packed(Bytes{kTag18} + cards.sign1(mapOf({{kAlg, number(cose::kAlgEdDsa)}, {2, critical}, {kKid, bytes(cards.kid())}, {99, number(1)}}), {0xa0}, payload));
  };
  cards.add("valid/paper/crit", "alg and kid are understood", withCritical({0x82, 0x01, 0x04}));
  cards.add("cose/unknown-header/paper-crit", "label 99 must be understood", withCritical({0x82, 0x01, 0x18, 0x63}));
  cards.add("cose/unknown-header/paper-crit-text", "a label that is text must be understood", withCritical({0x81, 0x61, 0x78}));
  cards.add("cose/bad-structure/paper-crit-empty", "a list of no labels", withCritical({0x80}));
  cards.add("cose/bad-structure/paper-crit-number", "no list", withCritical({0x01}));
  cards.add("cose/bad-structure/paper-crit-absent", "a label that is not there",
            packed(Bytes{kTag18} + cards.sign1(mapOf({{kAlg, number(cose::kAlgEdDsa)}, {2, {0x81, 0x04}}}), mapOf({{kKid, bytes(cards.kid())}}), payload)));
  const auto ofSigner = [&](const Bytes& critical) {
    return packed(cards.signedByEach({cards.signer(mapOf({{kAlg, number(cose::kAlgEdDsa)}, {2, critical}, {99, number(1)}}), payload)}, payload));
  };
  cards.add("valid/paper/crit-signer", "a signer's alg is understood", ofSigner({0x81, 0x01}));
  cards.add("cose/unknown-header/paper-crit-signer", "a signer's label 99 must be understood", ofSigner({0x82, 0x01, 0x18, 0x63}));
  cards.add("cose/bad-structure/paper-crit-signer", "a label that the body has, and the signer not", ofSigner({0x82, 0x01, 0x04}));
  cards.add("cose/bad-structure/paper-crit-outside", "in the unprotected header",
            packed(Bytes{kTag18} + cards.sign1(header, mapOf({{2, {0x81, 0x01}}}), payload)));
  cards.add("paper/encrypted", "COSE_Encrypt0", packed(Bytes{kTag16} + three));
  cards.add("paper/encrypted/untagged", "an array of three", packed(three));
  cards.add("paper/encrypted/recipients", "COSE_Encrypt", packed(Bytes{0xd8, 96, 0x84} + bytes(header) + Bytes{0xa0} + bytes(payload) + Bytes{0x80}));
  cards.add("cose/bad-structure/paper", "an array of five", packed(Bytes{kTag18, 0x85} + bytes(header) + Bytes{0xa0} + bytes(payload) + bytes(Bytes(64, 1)) + number(0)));
  cards.add("cose/bad-structure/paper-tags", "tag 18 twice", packed(Bytes{kTag18} + cards.message(payload)));
  cards.add("cose/bad-structure/paper-claims", "claims that are no map", packed(cards.message(number(1))));
  const auto signedAs = [&](const Bytes& signature) {
    return packed(Bytes{kTag18, 0x84} + bytes(header) + Bytes{0xa0} + bytes(payload) + bytes(signature));
  };
  cards.add("signature/issuer-mismatch/paper", "a signature of ones", signedAs(Bytes(64, 1)));
  cards.add("signature/issuer-mismatch/unsigned", "no signature at all", signedAs({}));
  cards.add("signature/issuer-mismatch/unsigned-no-list", "the same without a trust list", signedAs({}), false);
  const auto unsignedWith = [&](const Bytes& protectedHeader) {
    return packed(Bytes{kTag18, 0x84} + bytes(protectedHeader) + Bytes{0xa0} + bytes(payload) + bytes({}));
  };
  cards.add("signature/issuer-mismatch/unsigned-no-algorithm", "no signature, and no algorithm", unsignedWith({}));
  cards.add("signature/issuer-mismatch/unsigned-other-algorithm", "no signature, and one that is not ours", unsignedWith({0xa1, 0x01, 0x26}));
  cards.add("signature/issuer-mismatch/paper-as-pass", "signed as a pass: a card has no external data",
            packed(Bytes{kTag18} + cards.sign1(header, {0xa0}, payload, SignedKind::Pass)));
}

void addCbor(Cards& cards) {
  cards.add("cbor/duplicate-key/paper", "claim 169 twice", [] {
    Members twice = claims();
    twice.emplace_back(169, mapOf(identity()));
    return twice;
  }());
  cards.addIdentity("cbor/indefinite-length/paper", "a name in pieces", with(identity(), 4, {0x7f, 0x61, 0x41, 0xff}));
  cards.add("cbor/unexpected-type/paper", "exp as text", with(claims(), 4, text("tomorrow")));
  cards.add("cbor/unexpected-type/paper-iat", "iat as text, where nbf is", with(claims(), 6, text("today")));
  cards.add("cbor/unexpected-type/paper-iss", "iss as a number", with(claims(), 1, number(1)));
  cards.add("valid/paper/simple-32", "a simple value in a byte of its own, in a claim that nobody reads", with(claims(), 99, {0xf8, 32}));
  cards.add("cbor/unexpected-type/paper-simple-31", "one that has no such form", with(claims(), 99, {0xf8, 31}));
  cards.add("cbor/unexpected-type/paper-simple-false", "false in two bytes", with(claims(), 99, {0xf8, 20}));
  cards.add("valid/paper/deep", "sixteen levels in a claim that nobody reads", with(claims(), 99, Bytes(14, 0x81) + number(0)));
  cards.add("cbor/too-deep/paper", "seventeen", with(claims(), 99, Bytes(15, 0x81) + number(0)));
  cards.add("cbor/too-large/paper", "1,025 items", with(claims(), 99, Bytes{0x99, 0x04, 0x01} + Bytes(1025, 0)));
  const Bytes whole = cards.message(mapOf(claims()));
  cards.add("cbor/truncated/paper", "the last byte is missing", packed(Bytes(whole.begin(), whole.end() - 1)));
  cards.add("cbor/trailing-bytes/paper", "one byte too many", packed(whole + Bytes{0}));
}

void addPacking(Cards& cards) {
  // A claim that nobody reads fills the message up to the limit.
  const auto ofSize = [&](std::size_t size) {
    const auto filled = [&](std::size_t zeros) { return cards.message(mapOf(with(claims(), 99, bytes(Bytes(zeros, 0))))); };
    constexpr std::size_t kGuess = 4096;
    const Bytes message = filled(kGuess + size - filled(kGuess).size());
    if (message.size() != size) std::abort();
    return packed(message);
  };
  cards.add("valid/paper/8192", "the most that is unpacked", ofSize(kMaxPaperBytes));
  cards.add("paper/too-large", "one byte more", ofSize(kMaxPaperBytes + 1));
  cards.add("paper/too-large/bomb", "a mebibyte of zeros", packed(Bytes(1 << 20, 0)));
  const Bytes message = cards.message(mapOf(claims())), stream = deflateZlib(message);
  cards.add("paper/bad-compression/after", "a byte after the stream", encodeBase45(stream + Bytes{0}));
  cards.add("paper/bad-compression/cut", "the stream without its last byte", encodeBase45(Bytes(stream.begin(), stream.end() - 1)));
  Bytes checksum = stream;
  checksum.back() ^= 1;
  cards.add("paper/bad-compression/checksum", "another checksum", encodeBase45(checksum));
  std::string overflow = encodeBase45(stream);
  overflow.replace(overflow.size() / 2 / 3 * 3, 3, "GGW");
  cards.add("code/bad-base45/paper", "a group over 65535", overflow);
  cards.add("code/too-long/paper", "4,297 characters", encodeBase45(stream).substr(0, 24) + std::string(kMaxPaperTextChars + 1 - 24, '0'));
}

}  // namespace

std::vector<PaperVector> paperVectors(const TestCity& city) {
  Cards cards(city);
  addAccepted(cards);
  addIdentities(cards);
  addValues(cards);
  addEnvelopes(cards);
  addCbor(cards);
  addPacking(cards);
  return cards.take();
}

}  // namespace citycode::test
