// Of make_vectors: prints tests/vectors/requests.json: signed requests as a server receives them; and
// tests/vectors/enrolment-codes.json: what somebody types.
#include <iostream>

#include "pass/enrolment_code.h"
#include "signing/http_signature.h"
#include "test_city.h"
#include "vector_file.h"

namespace citycode {
namespace {

using test::faultOrNull;
using test::hexOf;
using test::Json;
using test::kNow;

constexpr std::string_view kComponents = R"(("@method" "@target-uri" "content-digest" "content-type"))";

/// A request as a phone sends it: whatever is changed before `sign` is signed.
struct Request {
  std::string method = "POST", targetUri = "https://city.example/v1/passes", contentType = "application/json";
  std::string body = R"({"keys":[]})", digest = contentDigest(bytesOf(body));
  std::string parameters, signatureInput, signature;

  SignedRequest view() const { return {method, targetUri, contentType, digest, signatureInput, signature, bytesOf(body)}; }

  void sign(const SigningKey& key) {
    std::string standard = encodeBase64Url(key.sign(bytesOf(signatureBase(view(), parameters))));
    for (char& c : standard) c = c == '-' ? '+' : c == '_' ? '/' : c;
    signatureInput = "cc=" + parameters;
    signature = "cc=:" + standard + "==:";
  }
};

class RequestVectors {
 public:
  SigningKey key = test::keyFrom(9), stranger = test::keyFrom(4);

  std::string parametersOf(std::int64_t created, const std::string& nonce = encodeBase64Url(Bytes(kRequestNonceBytes, 7))) const {
    return std::string(kComponents) + ";created=" + std::to_string(created) + ";nonce=\"" + nonce + "\";keyid=\"" +
           encodeBase64Url(sha256(key.publicKey())) + "\";alg=\"ed25519\"";
  }
  Request good(std::int64_t created = kNow) const {
    Request request;
    request.parameters = parametersOf(created);
    request.sign(key);
    return request;
  }
  /// Signed over parameters of another form.
  Request of(const std::string& parameters) const {
    Request request;
    request.parameters = parameters;
    request.sign(key);
    return request;
  }

  void add(const char* id, const char* why, const Request& request) {
    const auto verified = verifyRequest(request.view(), key.publicKey(), kNow);
    push(id, why, "RFC 9421, RFC 9530, docs/api.md",
         {{"kind", "request"}, {"method", request.method}, {"targetUri", request.targetUri}, {"contentType", request.contentType},
          {"contentDigest", request.digest}, {"signatureInput", request.signatureInput}, {"signature", request.signature},
          {"body", request.body}},
         {{"fault", faultOrNull(verified)}, {"bytes", nullptr}});
  }
  void addText(const char* id, const char* why, const std::string& text) {
    const auto bytes = decodeBase64Url(text);
    push(id, why, "RFC 4648 section 5, docs/api.md", {{"kind", "base64url"}, {"text", text}},
         {{"fault", faultOrNull(bytes)}, {"bytes", bytes ? Json(hexOf(*bytes)) : Json(nullptr)}});
  }
  Json take() { return std::move(vectors_); }

 private:
  void push(const char* id, const char* why, const char* source, Json input, Json expect) {
    vectors_.push_back({{"id", id}, {"why", why}, {"source", source}, {"now", kNow}, {"input", std::move(input)}, {"expect", std::move(expect)}});
  }

  Json vectors_ = Json::array();
};

void addClocks(RequestVectors& v) {
  v.add("valid/request", "as a phone signs it", v.good());
  v.add("valid/request/120-behind", "a phone 120 s behind", v.good(kNow - 120));
  v.add("valid/request/120-ahead", "a phone 120 s ahead", v.good(kNow + 120));
  v.add("request/clock-differs", "121 s behind", v.good(kNow - 121));
  v.add("request/clock-differs/ahead", "121 s ahead", v.good(kNow + 121));
}

void addChanges(RequestVectors& v) {
  const auto changed = [&](const char* id, const char* why, auto change) {
    Request request = v.good();
    change(request);
    v.add(id, why, request);
  };
  changed("request/signature-missing", "no Signature-Input", [](Request& r) { r.signatureInput.clear(); });
  changed("request/signature-missing/signature", "no Signature", [](Request& r) { r.signature.clear(); });
  changed("request/digest-mismatch", "another body", [](Request& r) { r.body = "{}"; });
  changed("request/digest-mismatch/none", "no Content-Digest", [](Request& r) { r.digest.clear(); });
  changed("request/digest-mismatch/two", "a second digest", [](Request& r) { r.digest += ", " + r.digest; });
  changed("request/signature-mismatch", "another method", [](Request& r) { r.method = "PUT"; });
  changed("request/signature-mismatch/target", "another address", [](Request& r) { r.targetUri = "https://city.example/v1/devices"; });
  changed("request/signature-mismatch/type", "another media type", [](Request& r) { r.contentType = "text/plain"; });
  changed("request/signature-mismatch/nonce", "another nonce", [&](Request& r) {
    r.signatureInput = "cc=" + v.parametersOf(kNow, encodeBase64Url(Bytes(kRequestNonceBytes, 8)));
  });
  changed("request/signature-mismatch/key", "another key signed", [&](Request& r) { r.sign(v.stranger); });
  changed("request/signature-mismatch/63", "a signature of 63 bytes", [](Request& r) { r.signature = "cc=:" + std::string(84, 'A') + ":"; });
  changed("request/signature-mismatch/base64url", "the alphabet of addresses", [](Request& r) { r.signature = "cc=:" + std::string(84, '-') + "AA==:"; });
  changed("request/signature-mismatch/padding", "without padding", [](Request& r) { r.signature.erase(r.signature.size() - 3, 2); });
  changed("request/signature-mismatch/label", "under another label", [](Request& r) { r.signature.replace(0, 2, "si"); });
}

// Each is properly signed over what it says.
void addProfiles(RequestVectors& v) {
  const std::string good = v.parametersOf(kNow), time = std::to_string(kNow);
  const auto with = [&](const char* id, const char* why, const std::string& what, const std::string& by) {
    std::string parameters = good;
    v.add(id, why, v.of(parameters.replace(parameters.find(what), what.size(), by)));
  };
  with("request/signature-mismatch/components", "the media type is not covered", " \"content-type\"", "");
  with("request/signature-mismatch/order", "the address first", R"("@method" "@target-uri")", R"("@target-uri" "@method")");
  with("request/signature-mismatch/created", "no created", ";created=" + time, "");
  with("request/signature-mismatch/negative", "created before 1970", time, "-1");
  with("request/signature-mismatch/created-late", "created at 2^32", time, "4294967296");
  with("request/signature-mismatch/created-plus", "a plus sign", time, "+" + time);
  with("request/signature-mismatch/short-nonce", "a nonce of 15 bytes", encodeBase64Url(Bytes(16, 7)), encodeBase64Url(Bytes(15, 7)));
  with("request/signature-mismatch/alg", "another algorithm", "\"ed25519\"", "\"hmac-sha256\"");
  v.add("request/signature-mismatch/tag", "a parameter more", v.of(good + ";tag=\"x\""));
  v.add("request/signature-mismatch/long", "more than 1,024 bytes", v.of(good + std::string(1024, ' ')));
}

void addTexts(RequestVectors& v) {
  v.addText("valid/base64url", "two bytes", "-_8");
  v.addText("valid/base64url/empty", "no bytes", "");
  v.addText("request/malformed", "with padding", "-_8=");
  v.addText("request/malformed/alphabet", "the other alphabet", "+/8");
  v.addText("request/malformed/last", "spare bits that are not zero", "-_9");
  v.addText("request/malformed/one", "a single character", "A");
  v.addText("request/malformed/space", "a space", "AA A");
  v.addText("request/malformed/line-feed", "a line feed at the end", "AAAA\n");
  v.addText("request/malformed/utf-8", "an octet that is no ASCII", "AAA\u00e9");
}

}  // namespace

void printRequests() {
  startCrypto();
  RequestVectors v;
  addClocks(v);
  addChanges(v);
  addProfiles(v);
  addTexts(v);
  const Json file{{"about", "Signed requests as a server receives them; written by tests/core/make_request_vectors.cpp."},
                  {"publicKey", hexOf(v.key.publicKey())},
                  {"vectors", v.take()}};
  std::cout << file.dump(1) << "\n";
}

void printEnrolmentCodes() {
  Json vectors = Json::array();
  const auto add = [&](const char* id, const char* why, const std::string& typed) {
    const auto code = canonicalEnrolmentCode(typed);
    vectors.push_back({{"id", id}, {"why", why}, {"source", "docs/format.md"}, {"now", kNow}, {"input", {{"typed", typed}}},
                       {"expect", {{"fault", faultOrNull(code)}, {"code", code ? Json(*code) : Json(nullptr)}}}});
  };
  add("valid/shown", "as it is shown", "ABCD-EFGH-JKMN");
  add("valid/lower-case", "small letters, no hyphens", "abcdefghjkmn");
  add("valid/spaces", "spaces anywhere", " AB CD EFGH-JKMN ");
  add("valid/look-alikes", "O is 0, I and L are 1", "OoIiLl-234567");
  add("valid/all-digits", "the other half of the alphabet", "PQRS-TVWX-YZ89");
  add("enrol/unknown-code", "nothing", "");
  add("enrol/unknown-code/eleven", "eleven characters", "ABCD-EFGH-JKM");
  add("enrol/unknown-code/thirteen", "thirteen", "ABCD-EFGH-JKMNP");
  add("enrol/unknown-code/u", "U is not in the alphabet", "UBCD-EFGH-JKMN");
  add("enrol/unknown-code/underscore", "another separator", "ABCD_EFGH_JKMN");
  add("enrol/unknown-code/full-width", "letters of another script", "\uff21BCD-EFGH-JKMN");
  const Json file{{"about", "Enrolment codes as somebody types them; written by tests/core/make_request_vectors.cpp."}, {"vectors", vectors}};
  std::cout << file.dump(1) << "\n";
}

}  // namespace citycode
