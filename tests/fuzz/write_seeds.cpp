// write_seeds FOLDER: FOLDER/FUZZER/N for each seed, from the vectors and the test city. A new fuzzer adds its own here.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>

#include <nlohmann/json.hpp>

#include "../core/bound_evaluation.h"
#include "../core/byte_text.h"
#include "../core/test_places.h"
#include "../core/test_ratings.h"
#include "citycode/paper_card.h"
#include "citycode/symbol.h"
#include "encoding/attribute_map.h"
#include "encoding/zlib_stream.h"
#include "lists/code_sequence.h"
#include "lists/status_sets.h"
#include "lists/token_status_list.h"
#include "lists/trust_anchors.h"
#include "lists/trust_payload.h"
#include "log/log_tiles.h"
#include "log_city.h"
#include "paper/paper_code.h"
#include "pass/enrolment_code.h"
#include "pass/pass_claims.h"
#include "pass/presentation.h"
#include "pass/sealed.h"
#include "places/portal_answer.h"
#include "signing/cose.h"
#include "signing/http_signature.h"
#include "signing/sealed_seed.h"
#include "token/voprf.h"

namespace citycode {
namespace {

using Json = nlohmann::json;

class Seeds {
 public:
  explicit Seeds(std::filesystem::path folder) : folder_(std::move(folder)) {}

  void add(const std::string& fuzzer, ByteView bytes) {
    const auto place = folder_ / fuzzer;
    if (count_[fuzzer] == 0) std::filesystem::remove_all(place);   // seeds of an earlier version
    std::filesystem::create_directories(place);
    std::ofstream file(place / std::to_string(count_[fuzzer]++), std::ios::binary);
    file.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  }
  void add(const std::string& fuzzer, std::string_view text) { add(fuzzer, bytesOf(text)); }

 private:
  std::filesystem::path folder_;
  std::map<std::string, int> count_;
};

Json vectorsOf(const char* name) {
  std::ifstream file(std::string(CITYCODE_VECTORS "/") + name);
  return Json::parse(file)["vectors"];
}

Bytes after(std::initializer_list<std::uint8_t> first, ByteView rest) {
  Bytes bytes(first);
  bytes.insert(bytes.end(), rest.begin(), rest.end());
  return bytes;
}

// As fuzz::Input::part reads it.
void putPart(Bytes& bytes, ByteView part) {
  bytes.push_back(static_cast<std::uint8_t>(part.size() >> 8));
  bytes.push_back(static_cast<std::uint8_t>(part.size()));
  bytes.insert(bytes.end(), part.begin(), part.end());
}

void addCodes(Seeds& seeds) {
  for (const Json& vector : vectorsOf("codes.json")) {
    const std::string text = vector["input"]["text"].get<std::string>();
    for (const std::uint8_t depth : {0, 1}) seeds.add("verify", after({depth}, bytesOf(text)));
    if (text.size() < kCodePrefix.size()) continue;
    seeds.add("base45", std::string_view(text).substr(kCodePrefix.size()));
    Bytes call{1};
    for (const std::string_view part : {std::string_view(text), std::string_view("transit"), std::string_view(), std::string_view()})
      putPart(call, bytesOf(part));
    seeds.add("abi", call);
    const auto code = decodeCode(text);
    if (!code) continue;
    for (const ByteView whole : {ByteView(code->bytes), code->pass, code->presentationHeader, code->passHeader}) {
      seeds.add("cose", whole);
      seeds.add("cbor_item", whole);
      seeds.add("foreign", whole);
    }
    seeds.add("pass_claims", code->passPayload);
    seeds.add("cbor_item", code->passPayload);
    seeds.add("verify", after({2}, code->passPayload));
    seeds.add("verify", after({3}, code->presentationPayload));
    seeds.add("presentation_claims", code->presentationPayload);
    seeds.add("abi", [&] { Bytes read{4}; putPart(read, code->pass); return read; }());
    seeds.add("abi", [&] { Bytes present{5}; putPart(present, code->pass); putPart(present, bytesOf("transit")); return present; }());
    if (const auto claims = decodePassClaims(code->passPayload)) {
      cbor::Writer writer;
      encodeAttributes(writer, claims->attributes);
      seeds.add("attributes", writer.bytes());
    }
  }
}

void addTrustLists(Seeds& seeds) {
  for (const Json& vector : vectorsOf("trust-lists.json")) {
    const Bytes list = test::bytesFromHex(vector["input"]["list"].get<std::string>());
    seeds.add("cose", list);
    seeds.add("abi", [&] { Bytes load{0}; putPart(load, list); putPart(load, test::keyFrom(1).publicKey()); return load; }());
    if (const auto envelope = cose::decodeSign1(list)) seeds.add("trust_list", envelope->payload);
  }
}

void addRequests(Seeds& seeds) {
  const SigningKey device = test::keyFrom(9);
  SignedRequest request;
  request.method = "POST";
  request.targetUri = "http://localhost:8080/v1/passes";
  request.contentType = "application/json";
  const std::string nonce = encodeBase64Url(Bytes(kRequestNonceBytes, 7)), keyId = encodeBase64Url(device.publicKey());
  const std::string input = R"(cc=("@method" "@target-uri" "content-digest" "content-type");created=1800000000;nonce=")" + nonce +
                            R"(";keyid=")" + keyId + R"(";alg="ed25519")";
  Bytes seed;
  for (const std::string_view part : {request.method, request.targetUri, request.contentType, std::string_view(input), std::string_view("cc=:AAAA:")})
    putPart(seed, bytesOf(part));
  seeds.add("http_signature", seed);
  seeds.add("http_signature", nonce);
  seeds.add("http_framing", "GET /v1/city HTTP/1.1\r\nHost: localhost:8080\r\nAccept: */*\r\n\r\n");
  seeds.add("http_framing", "POST /v1/passes HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}");
  seeds.add("http_framing", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n");
  seeds.add("server_text", R"({"code":"ABCDEFGHJKMN"})");
  seeds.add("server_text", R"({"code":"A","key":[1,2,{"a":null}]})");
  seeds.add("server_text", "/app/index.html");
  seeds.add("server_text", "/%2e%2e/a%00b");
  seeds.add("server_text", "/v1/lists/0a1b2c3d/20783");
}

void addTextsAndPictures(Seeds& seeds) {
  for (const std::string_view text : {"ABCD-EFGH-JKMN", "abcd efgh jkmn", "OIL0-1234-5678"}) seeds.add("enrolment_code", text);
  seeds.add("enrolment_code", Bytes(kEnrolmentRandomBytes, 0xa5));
  for (const std::string_view text : {"王小明", "\"quoted\"\n\\\x01", "a"}) seeds.add("report", text);
  for (const std::string_view text : {"CC1:ABC $%*+-./:", "lower case", "王小明"}) {
    seeds.add("symbol", after({1}, bytesOf(text)));
    seeds.add("abi", [&] { Bytes draw{3}; putPart(draw, bytesOf(text)); draw.insert(draw.end(), {1, 2, 2}); return draw; }());
  }
  const Pixels picture = test::must(drawPixels(test::must(drawMatrix("A1", ErrorCorrection::Low)), 2));   // version 1: 58 px
  Bytes luma;
  for (std::size_t i = 0; i < picture.rgba.size(); i += 4) luma.push_back(picture.rgba[i]);
  const auto side = static_cast<std::uint8_t>(picture.sidePx - 1);
  for (const std::uint8_t how : {0, 2, 0x12}) seeds.add("sight", after({side, side, how}, luma));
  seeds.add("sight", after({side, side, 1}, picture.rgba));
  seeds.add("abi", [&] { Bytes scan{2, 29, 29, 1, 0}; putPart(scan, ByteView(luma).first(29 * 29)); return scan; }());
}

Bytes payloadOf(const Bytes& envelope) { return copyOf(test::must(cose::decodeSign1(envelope)).payload); }

void addStatusLists(Seeds& seeds) {
  const test::TestCity city;
  const StatusList list = city.statusList({3, 4, 5, 1000, 70000, 0xfffffe}), nobody = city.statusList();
  StatusDelta delta;
  delta.head = list.head;
  delta.head.version = list.head.version + 1;
  delta.baseVersion = list.head.version;
  delta.removed = test::must(RevokedSet::of(std::vector<std::uint32_t>{4, 1000}));
  delta.added = test::must(RevokedSet::of(std::vector<std::uint32_t>{6, 70001}));
  delta.resultDigest = test::must(list.revoked.changedBy(delta.removed, delta.added)).digest();
  const Bytes whole = writeStatusList(city.issuer, list), change = writeStatusDelta(city.issuer, delta);
  const auto two = [](ByteView first, ByteView second) { Bytes seed; putPart(seed, first); return seed.insert(seed.end(), second.begin(), second.end()), seed; };
  seeds.add("status_list", two(payloadOf(whole), payloadOf(change)));
  seeds.add("status_list", two(payloadOf(writeStatusList(city.issuer, nobody)), payloadOf(whole)));
  Bytes offers;
  for (const Bytes& payload : {payloadOf(whole), payloadOf(change), payloadOf(whole)}) {
    offers.insert(offers.end(), {0, 0, 60});
    putPart(offers, payload);
  }
  seeds.add("status_adopt", offers);
  seeds.add("abi", [&] { Bytes load{9}; putPart(load, whole); return load; }());

  TokenStatusCwt token;
  token.subject = "https://city.example/v1/status-lists/20833";
  token.issuedUnixSeconds = test::kNow;
  token.expiresUnixSeconds = test::kNow + 86400;
  token.ttlSeconds = 3600;
  token.list = test::must(TokenStatusList::of(test::must(RevokedSet::of(std::vector<std::uint32_t>{1, 5, 200})), 10));
  seeds.add("token_status_list", after({0}, writeTokenStatusCwt(city.issuer, token)));
  seeds.add("token_status_list", after({0}, token.list.encode()));
  for (const std::uint8_t bits : {1, 2, 4, 8}) seeds.add("token_status_list", after({bits}, deflateZlib(Bytes{0, 1, 0x55, 0xff, 0})));
  seeds.add("zlib_stream", after({1, 0}, deflateZlib(Bytes(300, 7))));
  seeds.add("zlib_stream", after({255, 255}, token.list.pack()));
}

void addPaper(Seeds& seeds) {
  const test::TestCity city;
  PaperCard withPhoto = city.paperCard();
  withPhoto.photo = Photo{PhotoFormat::Webp, copyOf(bytesOf("RIFF\x10...WEBPVP8 "))};
  for (const PaperCard& card : {city.paperCard(), withPhoto}) {
    const std::string text = city.paper(card);
    const DecodedPaper decoded = test::must(decodePaperCode(text));
    const Bytes packed = deflateZlib(decoded.bytes);
    if (!card.photo) {   // the one that fuzz/paper_code.cpp knows
      seeds.add("paper_code", after({0}, bytesOf(text)));
      seeds.add("paper_code", after({1}, packed));
      seeds.add("paper_code", after({2}, decoded.bytes));
    }
    for (const std::uint8_t depth : {3, 4}) seeds.add("paper_code", after({depth}, decoded.message.payload));
    seeds.add("foreign", decoded.bytes);
    seeds.add("foreign", decoded.message.payload);
    seeds.add("zlib_stream", after({32, 0}, packed));
    Bytes call{1};
    for (const std::string_view part : {std::string_view(text), std::string_view("identity"), std::string_view(), std::string_view()})
      putPart(call, bytesOf(part));
    seeds.add("abi", call);
    seeds.add("token_status_list", after({0}, decoded.bytes));
  }
}

void addSealed(Seeds& seeds) {
  const test::TestCity city;
  const PassClaims claims = city.identityClaims();
  seeds.add("pass_claims", payloadOf(test::must(writePass(city.issuer, claims))));
  seeds.add("verify", after({2}, payloadOf(test::must(writePass(city.issuer, claims)))));
  cbor::Writer writer;
  encodeAttributes(writer, {{Attribute::Name, std::string("王小明")}, {Attribute::DocumentType, std::uint64_t{1}}});
  seeds.add("sealed", writer.bytes());
  Bytes filled = writer.bytes();
  filled.resize(kMaxSealedPlainBytes);
  seeds.add("sealed", filled);
  const ScopePolicy scope = test::TestCity::scopeNamed("identity");
  seeds.add("sealed", test::must(sealAttributes({{Attribute::Name, std::string("A")}}, scope, city.sceneKey(1).sealingKey(), city.ephemeralSeed)));
  seeds.add("sealed", city.sceneKey(1).secret());
}

// The key of fuzz/voprf.cpp; the batch is one input under one blind.
void addTokens(Seeds& seeds) {
  const TokenKey key = test::must(TokenKey::derive(OprfMode::Poprf, Bytes(kTokenSeedBytes, 5), bytesOf("fuzz")));
  const Bytes input(32, 0x5a), info(40, 0xa5), random(kScalarRandomBytes, 0xc3);
  const Scalar blind = test::must(scalarFromRandom(random));
  const Element blinded = test::must(blindInput(OprfMode::Poprf, input, blind));
  for (const std::size_t count : {1u, 2u}) {
    const std::vector<Element> batch(count, blinded);
    const ProvenEvaluation answer = test::must(evaluateBoundBatch(key, info, batch, blind));
    Bytes evaluated, proof(answer.proof.challenge.begin(), answer.proof.challenge.end());
    proof.insert(proof.end(), answer.proof.response.begin(), answer.proof.response.end());
    for (const Element& element : answer.evaluated) evaluated.insert(evaluated.end(), element.begin(), element.end());
    Bytes seed;
    putPart(seed, input);
    putPart(seed, info);
    for (const ByteView piece : {ByteView(random), ByteView(proof), ByteView(evaluated)}) seed.insert(seed.end(), piece.begin(), piece.end());
    seeds.add("voprf", seed);
    if (count > 1) continue;
    Bytes call{11};
    for (const ByteView piece : {ByteView(info), ByteView(input), ByteView(random), ByteView(evaluated), ByteView(proof), ByteView(key.publicKey())})
      putPart(call, piece);
    seeds.add("abi", call);
  }
  seeds.add("abi", [&] { Bytes call{10}; putPart(call, input); putPart(call, random); call.push_back(1); return call; }());
}

void addLog(Seeds& seeds) {
  const fuzz::LogCity& city = fuzz::logCity();
  const std::string note = city.note(), text = checkpointText(city.checkpoint());
  const std::string logKey = writeNoteKey(city.key()), witnesses = writeNoteKey(city.witnessKey(0)) + "\n" + writeNoteKey(city.witnessKey(1));
  seeds.add("log_checkpoint", after({0}, bytesOf(note)));
  seeds.add("log_checkpoint", after({1}, bytesOf(text)));
  seeds.add("log_checkpoint", after({1}, bytesOf(text + "an extension\n")));
  for (const std::string& key : {logKey, writeNoteKey(city.witnessKey(0))}) seeds.add("log_checkpoint", after({2}, bytesOf(key)));

  const auto joined = [](const LogProof& proof) {
    Bytes bytes;
    for (const LogHash& hash : proof) bytes.insert(bytes.end(), hash.begin(), hash.end());
    return bytes;
  };
  LeafList nodes(city.leaves);
  const auto numbers = [](std::uint8_t a, std::uint8_t b) { Bytes bytes(16); return bytes[7] = a, bytes[15] = b, bytes; };
  for (const std::uint8_t n : {0, 5, 31, 39}) {
    for (const Bytes& proof : {joined(test::must(proveInclusion(nodes, n, fuzz::kLogLeaves))), joined(test::must(proveConsistency(nodes, n, fuzz::kLogLeaves)))}) {
      Bytes seed = numbers(n, fuzz::kLogLeaves);
      seed.insert(seed.end(), proof.begin(), proof.end());
      seeds.add("log_proof", seed);
    }
  }
  for (const std::string_view path : {"tile/0/x001/x234/067", "tile/entries/000.p/17", "tile/3/000"}) seeds.add("log_tiles", after({0}, bytesOf(path)));
  const std::vector<ByteView> entries{bytesOf("entry 0"), bytesOf(""), bytesOf("entry 2")};
  seeds.add("log_tiles", after({1, 0, 3}, test::must(encodeEntryBundle(entries))));
  for (const std::uint8_t what : {2, 3}) seeds.add("log_tiles", after({what, 0, 0, 0, 0, 0, 1, 2, 255, 1, 4}, city.leaves[0]));

  Bytes load{12};
  for (const std::string_view part : {std::string_view(note), std::string_view(logKey), std::string_view(witnesses), std::string_view()}) putPart(load, bytesOf(part));
  load.push_back(3);   // two witnesses
  seeds.add("abi", load);
  Bytes prove{13};
  putPart(prove, bytesOf("entry 5"));
  putPart(prove, joined(test::must(proveInclusion(nodes, 5, fuzz::kLogLeaves))));
  prove.insert(prove.end(), {1, 5});
  seeds.add("abi", prove);
}

void addReplay(Seeds& seeds) {
  const SigningKey terminal = test::keyFrom(30);
  ReplayMemory memory;
  for (std::uint8_t n = 0; n < 5; ++n) memory.remember(PassDigest{n}, test::kNow, test::kNow, test::kNow + 3600 + n);
  const Bytes saved = memory.save(test::kNow), payload = memory.share("door-1", 0, test::kNow).front();
  const Bytes share = writeShare(payload, terminal.publicKey(), terminal.sign(shareToBeSigned(payload, terminal.publicKey())));
  Bytes seed{20, 3};
  for (const std::uint8_t n : {1, 2, 3, 1}) seed.insert(seed.end(), {0, n, 0, 2, 0});
  seed.insert(seed.end(), {1, 255, 6, 1, 0, 3});
  putPart(seed, payload);
  seed.insert(seed.end(), {2, 5});
  putPart(seed, saved);
  seeds.add("replay", seed);
  Bytes load{22}, merge{16};
  putPart(load, saved);
  putPart(merge, share);
  putPart(merge, bytesOf("door-1"));
  putPart(merge, terminal.publicKey());
  seeds.add("abi", load);
  seeds.add("abi", merge);
  seeds.add("abi", [&] { Bytes call{15}; putPart(call, payload); putPart(call, terminal.publicKey()); return call; }());
  seeds.add("abi", [&] { Bytes call{14}; putPart(call, bytesOf("door-1")); return call; }());
}

void addTrustLife(Seeds& seeds) {
  const test::TestPlaces places;
  TrustList list = places.trustList();
  list.nextRootKey = test::keyFrom(2).publicKey();
  const Bytes payload = encodeTrustList(list), bytes = writeTrustList(places.city.root, list);
  for (const std::uint64_t version : {list.version - 1, list.version}) {
    Bytes seed;
    putPart(seed, encodeTrustAnchors({places.city.root.publicKey(), list.nextRootKey, version, list.issuedUnixSeconds}));
    seed.push_back(3);
    seed.insert(seed.end(), payload.begin(), payload.end());
    seeds.add("trust_anchors", seed);
  }
  seeds.add("code_sequence", after({0, 0, 100, 3, 7, 1}, ByteView(bytes).first(std::min<std::size_t>(bytes.size(), 500))));
  Bytes texts{1, 1};
  for (const std::string& text : test::must(splitIntoCodes(bytes, ListKind::TrustList, 300))) {
    putPart(texts, bytesOf(text));
    seeds.add("abi", [&] { Bytes join{19}; putPart(join, bytesOf(text)); return join.insert(join.end(), {1, 1}), join; }());
  }
  seeds.add("code_sequence", texts);
  seeds.add("abi", [&] { Bytes split{18}; putPart(split, bytes); return split.insert(split.end(), {1, 30}), split; }());
}

void addPlaces(Seeds& seeds) {
  const test::TestPlaces places;
  const Bytes venue = places.venueRecord(), request = places.portalRequest();
  seeds.add("places", after({0}, payloadOf(venue)));
  seeds.add("places", after({1}, payloadOf(request)));
  seeds.add("places", after({2}, payloadOf(test::must(writePortalRecord(places.city.issuer, places.portal())))));
  const PortalCode code{portalRequestIdOf(request), 41, portalProofAt(places.secondsSecret, 41)};
  seeds.add("places", after({4}, copyOf(bytesOf(writePortalCode(code)))));
  const std::string shown = places.portalCode(places.portalClaims());
  const Bytes sealed = test::must(sealPortalAnswer(request, {shown, {}}, places.city.ephemeralSeed));
  seeds.add("places", after({5}, *openSealedBytes(sealed, places.sealingSecret)));
  seeds.add("abi", [&] { Bytes judge{29}; putPart(judge, places.sealingSecret.secret()); judge.push_back(33); putPart(judge, request); putPart(judge, sealed); return judge; }());
  for (const Bytes& whole : {venue, request}) {
    seeds.add("places", after({3}, whole));
    seeds.add("cose", whole);
  }
  seeds.add("abi", [&] { Bytes read{20}; putPart(read, venue); return read; }());
  seeds.add("abi", [&] { Bytes read{21}; putPart(read, request); return read; }());
}

void addKeys(Seeds& seeds) {
  for (const Bytes& how : {Bytes{255, 0, 1}, Bytes{30, 4, 1}, Bytes{255, 0, 0}}) {   // as it was sealed, one bit changed, cut
    Bytes sign{35};
    for (const std::size_t size : {kWrappingKeyBytes, kSeedBytes, kSealNonceBytes, std::size_t{7}}) putPart(sign, Bytes(size, 5));
    sign.insert(sign.end(), how.begin(), how.end());
    seeds.add("abi", sign);
  }
}

void addRatings(Seeds& seeds) {
  const test::TestRatings ratings;
  const Bytes bound = ratings.signedTicket(), slip = ratings.signedTicket(ratings.slip());
  for (const Bytes& ticket : {bound, slip}) {
    seeds.add("ratings", after({0}, payloadOf(ticket)));
    seeds.add("ratings", after({3}, ticket));
    seeds.add("abi", [&] { Bytes read{25}; putPart(read, ticket); return read; }());
  }
  seeds.add("ratings", after({3}, ratings.city.pass()));
  for (const Json& vector : vectorsOf("ratings.json")) {
    const std::string kind = vector["input"]["kind"].get<std::string>();
    if (kind != "service" && kind != "rating") continue;
    seeds.add("ratings", after({static_cast<std::uint8_t>(kind == "service" ? 1 : 2)}, test::bytesFromHex(vector["input"]["bytes"].get<std::string>())));
  }
  const Rating rating = ratings.rating(Level::Dissatisfied);
  const Bytes service = test::must(encodeRatedService(rating.service)), indicators{1, 2}, reasons{1, 7};
  Bytes write{26};
  for (const ByteView part : {ByteView(service), ByteView(rating.input), ByteView(rating.output), ByteView(indicators), ByteView(reasons),
                              bytesOf("Nobody was there."), ByteView(*rating.replyDigest)})
    putPart(write, part);
  write.insert(write.end(), {2, 1});
  seeds.add("abi", write);
  for (const Json& vector : vectorsOf("screened-texts.json")) {
    const std::string text = vector["input"]["text"].get<std::string>();
    seeds.add("screened_text", copyOf(bytesOf(text)));
    seeds.add("abi", [&] { Bytes screen{27}; putPart(screen, bytesOf(text)); return screen; }());
  }
}

}  // namespace
}  // namespace citycode

int main(int argc, char** argv) {
  if (argc != 2 || !citycode::startCrypto()) {
    std::fputs("usage: write_seeds FOLDER\n", stderr);
    return 2;
  }
  citycode::Seeds seeds(argv[1]);
  citycode::addCodes(seeds);
  citycode::addTrustLists(seeds);
  citycode::addRequests(seeds);
  citycode::addTextsAndPictures(seeds);
  citycode::addStatusLists(seeds);
  citycode::addPaper(seeds);
  citycode::addSealed(seeds);
  citycode::addTrustLife(seeds);
  citycode::addPlaces(seeds);
  citycode::addKeys(seeds);
  citycode::addRatings(seeds);
  citycode::addTokens(seeds);
  citycode::addLog(seeds);
  citycode::addReplay(seeds);
}
