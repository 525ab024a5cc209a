// Of make_vectors: prints tests/vectors/trust-life.json: which trust list may follow which, and how a list comes as codes.
#include <iostream>

#include "encoding/base45.h"
#include "encoding/cbor.h"
#include "lists/code_sequence.h"
#include "lists/trust_anchors.h"
#include "lists/trust_payload.h"
#include "signing/cose.h"
#include "test_city.h"
#include "vector_file.h"

namespace citycode {
namespace {

using test::faultOrNull;
using test::hexOf;
using test::Json;
using test::kNow;

constexpr const char* kFormat = "docs/format.md";

/// One scene is enough here, and keeps the file short.
TrustList shortList(std::uint64_t version, std::int64_t issued = kNow - 3600) {
  TrustList list = test::TestCity().trustList();
  list.version = version;
  list.issuedUnixSeconds = issued;
  list.scopes.resize(1);
  list.issuers[0].scopeIds = {list.scopes[0].id};
  return list;
}

Bytes listOf(const SigningKey& root, std::uint64_t version, const SigningKey* next = nullptr, std::int64_t issued = kNow - 3600) {
  TrustList list = shortList(version, issued);
  if (next) list.nextRootKey = next->publicKey();
  return writeTrustList(root, list);
}

class AdoptionVectors {
 public:
  SigningKey a = test::keyFrom(1), b = test::keyFrom(5), c = test::keyFrom(6);

  /// `adopted` were taken in this order at kNow, from the pinned root A on.
  void add(const char* id, const char* why, const std::vector<Bytes>& adopted, const Bytes& offered, std::int64_t now = kNow) {
    TrustAnchors anchors{a.publicKey(), std::nullopt, 0, 0};
    Json earlier = Json::array();
    for (const Bytes& list : adopted) {
      anchors = test::must(adoptTrustList(list, anchors, kNow)).anchors;
      earlier.push_back(hexOf(list));
    }
    const auto outcome = adoptTrustList(offered, anchors, now);
    vectors_.push_back({{"id", id}, {"why", why}, {"source", kFormat}, {"now", now},
                        {"input", {{"adopted", earlier}, {"adoptedAt", kNow}, {"anchors", hexOf(encodeTrustAnchors(anchors))}, {"list", hexOf(offered)}}},
                        {"expect", {{"fault", faultOrNull(outcome)},
                                    {"anchors", outcome ? Json(hexOf(encodeTrustAnchors(outcome->anchors))) : Json(nullptr)}}}});
  }

  Json take() { return std::move(vectors_); }

 private:
  Json vectors_ = Json::array();
};

Json adoptionVectors() {
  AdoptionVectors v;
  v.add("adopt/first", "the pinned root signed it", {}, listOf(v.a, 1));
  v.add("adopt/first/stranger", "another root signed it", {}, listOf(v.b, 1));
  v.add("adopt/announces", "names the next root", {listOf(v.a, 1)}, listOf(v.a, 2, &v.b));
  v.add("adopt/overlap/old", "the old root still signs while the next is only announced", {listOf(v.a, 1, &v.b)}, listOf(v.a, 2, &v.b));
  v.add("adopt/overlap/next", "the announced root signs", {listOf(v.a, 1, &v.b)}, listOf(v.b, 2));
  v.add("adopt/overlap/stranger", "neither root signed it", {listOf(v.a, 1, &v.b)}, listOf(v.c, 2));
  v.add("adopt/withdrawn", "the newest list of the old root names nobody", {listOf(v.a, 1, &v.b), listOf(v.a, 2)}, listOf(v.b, 3));
  v.add("adopt/moved/old", "the old root, after a list of the new one", {listOf(v.a, 1, &v.b), listOf(v.b, 2)}, listOf(v.a, 3, &v.b));
  v.add("adopt/moved/new", "the new root goes on", {listOf(v.a, 1, &v.b), listOf(v.b, 2)}, listOf(v.b, 3));
  v.add("adopt/not-told", "the next root, to a verifier that missed the announcement", {listOf(v.a, 1)}, listOf(v.b, 3));
  v.add("adopt/rolled-back/version", "an older version", {listOf(v.a, 5)}, listOf(v.a, 4));
  v.add("adopt/rolled-back/time", "the same version, signed earlier", {listOf(v.a, 5)}, listOf(v.a, 5, nullptr, kNow - 3601));
  v.add("adopt/rolled-back/next-root", "an older version of the next root", {listOf(v.a, 5, &v.b)}, listOf(v.b, 4));
  v.add("adopt/rolled-back/same-version", "within one version only one root speaks", {listOf(v.a, 5, &v.b)}, listOf(v.b, 5, nullptr, kNow));
  v.add("adopt/again", "the very list that is here", {listOf(v.a, 5)}, listOf(v.a, 5));
  v.add("adopt/future/300", "dated 300 s ahead of the clock", {}, listOf(v.a, 1, nullptr, kNow + 300));
  v.add("adopt/future/301", "dated 301 s ahead of the clock", {}, listOf(v.a, 1, nullptr, kNow + 301));
  v.add("adopt/future/adopted-before", "the list that is here, by a clock that was set back", {listOf(v.a, 1)}, listOf(v.a, 1), kNow - 86400);
  v.add("adopt/future/signed-anew", "the version that is here, dated 301 s ahead of the clock", {listOf(v.a, 1)}, listOf(v.a, 1, nullptr, kNow + 301));
  v.add("adopt/next-root-goes-on", "the list of the new root names another next root", {listOf(v.a, 1, &v.b)}, listOf(v.b, 2, &v.c));
  TrustList sceneZero = shortList(1);
  sceneZero.scopes[0].id = kNoScopeId;
  v.add("adopt/scene-zero", "id 0 is no scene", {}, writeTrustList(v.a, sceneZero));
  TrustList weak = shortList(1);
  weak.nextRootKey = PublicKey{};
  v.add("adopt/weak-next-root", "a next root of small order", {}, writeTrustList(v.a, weak));
  Bytes critical = encodeTrustList(shortList(1));
  ++critical[0];
  critical.insert(critical.end(), {0x18, 0x3f, 0x00});
  v.add("adopt/critical", "an unknown member below 64", {}, cose::signSign1(SignedKind::TrustList, v.a, critical, true));
  Bytes ignorable = encodeTrustList(shortList(1));
  ++ignorable[0];
  ignorable.insert(ignorable.end(), {0x18, 0x40, 0x00});
  v.add("adopt/ignorable", "an unknown member from 64 on", {}, cose::signSign1(SignedKind::TrustList, v.a, ignorable, true));
  return v.take();
}

class SequenceVectors {
 public:
  void add(const char* id, const char* why, const std::vector<std::string>& texts, ListKind kind = ListKind::TrustList) {
    CodeSequence sequence(kind);
    Json faults = Json::array();
    for (const std::string& text : texts) faults.push_back(faultOrNull(sequence.add(text)));
    vectors_.push_back({{"id", id}, {"why", why}, {"source", kFormat}, {"now", kNow},
                        {"input", {{"kind", kind == ListKind::TrustList ? "trust-list" : "status-list"}, {"texts", texts}}},
                        {"expect", {{"faults", faults}, {"total", sequence.total()}, {"have", sequence.have()},
                                    {"list", sequence.isComplete() ? Json(hexOf(sequence.whole())) : Json(nullptr)}}}});
  }
  Json take() { return std::move(vectors_); }

 private:
  Json vectors_ = Json::array();
};

Json sequenceVectors() {
  const test::TestCity city;
  const Bytes list = listOf(city.root, 1), other = listOf(city.root, 2);
  const auto parts = [](const Bytes& bytes, std::size_t size, ListKind kind = ListKind::TrustList) { return test::must(splitIntoCodes(bytes, kind, size)); };
  const std::vector<std::string> ours = parts(list, 80), theirs = parts(other, 80);
  const std::vector<std::string> backwards(ours.rbegin(), ours.rend());
  SequenceVectors v;
  v.add("sequence/in-order", "each part once", ours);
  v.add("sequence/backwards", "any order", backwards);
  v.add("sequence/twice", "a part that comes again changes nothing", {ours[0], ours[0]});
  v.add("sequence/one-code", "a short list in one code", parts(Bytes(40, 7), 700));
  v.add("sequence/status-list", "the carrier of another kind of list", parts(list, 80, ListKind::StatusList), ListKind::StatusList);
  const auto first = [&](std::vector<std::string> before) {
    before.insert(before.end(), ours.begin(), ours.end());
    return before;
  };
  const std::vector<std::string> third = parts(listOf(city.root, 3), 80);
  v.add("sequence/other", "a part of another list begins that one", {ours[0], theirs[1]});
  v.add("sequence/other/split", "so does the same list, split otherwise", {ours[0], parts(list, 120)[1]});
  v.add("sequence/other/first", "a stranger's part came first, and stops nothing", first({theirs[1]}));
  std::vector<std::string> between;
  for (const std::string& text : ours) between.insert(between.end(), {text, theirs[0], theirs[1]});
  between.push_back(ours[0]);
  v.add("sequence/other/between", "parts of one other list between all others", between);
  v.add("sequence/other/third", "a third list takes the place of the one that had no part for longer", {ours[0], ours[1], theirs[0], third[0], ours[2]});
  v.add("sequence/other/second-stays", "and not of the other", {theirs[0], ours[0], ours[1], third[0], ours[2]});
  v.add("sequence/mixed/kind", "a status list's part", {parts(list, 80, ListKind::StatusList)[0]});
  const auto with = [&](std::uint64_t total, std::uint64_t index, const Bytes& digest, const Bytes& chunk) {
    return "CCL1:" + encodeBase45(cbor::Writer().putArray(5).putUint(1).putUint(total).putUint(index).putBytes(digest).putBytes(chunk).bytes());
  };
  const Bytes digest(16, 7), chunk(40, 1);
  v.add("sequence/mixed/bytes", "other bytes at a place that has some", {with(2, 0, digest, chunk), with(2, 0, digest, Bytes(40, 2))});
  v.add("sequence/mixed/bytes-of-the-other", "such a part of the list before changes nothing, not even which is the last",
        {with(2, 0, digest, chunk), ours[0], ours[1], with(2, 0, digest, Bytes(40, 2))});
  v.add("sequence/wrong-digest/place", "and its place is free for the next", {ours[0], with(1, 0, digest, chunk), theirs[0], ours[1]});
  v.add("sequence/wrong-digest/other-stays", "only the list that is wrong is forgotten", {ours[0], with(1, 0, digest, chunk), ours[1], ours[2]});
  v.add("sequence/wrong-digest", "the whole is not what its parts promise", {with(1, 0, digest, chunk)});
  v.add("sequence/65-parts", "more parts than anybody would film", {with(65, 0, digest, chunk)});
  v.add("sequence/index", "the third part of two", {with(2, 2, digest, chunk)});
  v.add("sequence/empty-part", "nothing in it", {with(2, 0, digest, {})});
  v.add("sequence/701-bytes", "a part that is too long", {with(2, 0, digest, Bytes(701, 1))});
  v.add("sequence/no-parts", "no part at all", {with(0, 0, digest, chunk)});
  v.add("sequence/64-parts", "as many as there may be", {with(64, 63, digest, chunk)});
  v.add("sequence/700-bytes", "the longest part", {with(2, 0, digest, Bytes(700, 1))});
  v.add("sequence/digest-15", "a digest of 15 bytes", {with(2, 0, Bytes(15, 7), chunk)});
  v.add("sequence/six-elements", "an element more",
        {"CCL1:" + encodeBase45(cbor::Writer().putArray(6).putUint(1).putUint(2).putUint(0).putBytes(digest).putBytes(chunk).putUint(0).bytes())});
  v.add("sequence/1201-characters", "refused before it is decoded", {"CCL1:" + std::string(1196, '0')});
  v.add("sequence/mixed/total", "another number of parts under the same digest", {with(3, 0, digest, chunk), with(2, 1, digest, chunk)});
  v.add("sequence/mixed/digest", "another digest for as many parts", {with(3, 0, digest, chunk), with(3, 1, Bytes(16, 8), chunk)});
  const auto ofSizes = [&](std::initializer_list<std::size_t> sizes) {
    std::size_t all = 0;
    for (const std::size_t size : sizes) all += size;
    const Bytes whole(all, 5);
    const Bytes promise = copyOf(ByteView(sha256(whole)).first(16));
    std::vector<std::string> texts;
    for (const std::size_t size : sizes) texts.push_back(with(sizes.size(), texts.size(), promise, Bytes(size, 5)));
    return texts;
  };
  v.add("sequence/last-shorter", "the last part may be shorter", ofSizes({40, 40, 39}));
  v.add("sequence/uneven", "two sizes before the last part", ofSizes({40, 39, 39}));
  v.add("sequence/last-longer", "the last part is the longest", ofSizes({40, 40, 41}));
  v.add("sequence/code", "a code of a person", {city.code()});
  v.add("sequence/base45", "a character outside the alphabet", {"CCL1:???"});
  return v.take();
}

}  // namespace

void printTrustLife() {
  const Json file{{"about", "Which trust list may follow which, and lists as codes; written by tests/core/make_list_vectors.cpp."},
                  {"rootKey", hexOf(test::keyFrom(1).publicKey())},
                  {"vectors", adoptionVectors()},
                  {"sequences", sequenceVectors()}};
  std::cout << file.dump(1) << "\n";
}

}  // namespace citycode
