// write_seeds FOLDER: FOLDER/FUZZER/N for each seed, from the vectors and the test city. A new fuzzer adds its own here.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>

#include <nlohmann/json.hpp>

#include "citycode/cose.h"
#include "citycode/enrolment_code.h"
#include "citycode/http_signature.h"
#include "citycode/symbol.h"
#include "../core/test_city.h"

namespace citycode {
namespace {

using Json = nlohmann::json;

class Seeds {
 public:
  explicit Seeds(std::filesystem::path folder) : folder_(std::move(folder)) {}

  void add(const std::string& fuzzer, ByteView bytes) {
    const auto place = folder_ / fuzzer;
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

Bytes fromHex(const std::string& hex) {
  Bytes bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    bytes.push_back(static_cast<std::uint8_t>(std::stoi(hex.substr(i, 2), nullptr, 16)));
  return bytes;
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
    const Bytes asText = after({0}, bytesOf(text));
    seeds.add("verify", asText);
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
    const Bytes list = fromHex(vector["input"]["list"].get<std::string>());
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
}
