// Requests whose end two programs could see in different places, and other bytes that no good client sends.
#include "support/demo_city.h"

namespace citycode::server::test {
namespace {

class Framing : public DemoCity {
 protected:
  static std::string host() { return "Host: localhost:" + std::to_string(server().port()) + "\r\n"; }
  /// Sends and expects one refusal, after which the connection ends and nothing of the rest was served.
  static void expectRefused(const std::string& bytes, int status = 400, const char* fault = "request/malformed") {
    Connection connection(server().port());
    connection.send(bytes);
    const Reply reply = connection.receive();
    EXPECT_EQ(reply.status, status) << bytes.substr(0, 200);
    EXPECT_EQ(reply.fault(), fault) << bytes.substr(0, 200);
    EXPECT_EQ(reply.header("Connection"), "close");
    EXPECT_TRUE(connection.isClosedByPeer()) << "a second answer would be a smuggled request";
  }
};

constexpr const char* kSmuggled = "GET /v1/health HTTP/1.1\r\nHost: localhost\r\n\r\n";

TEST_F(Framing, RefusesContentLengthBesideTransferEncoding) {
  expectRefused("POST /v1/devices HTTP/1.1\r\n" + host() + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + kSmuggled);
  expectRefused("POST /v1/devices HTTP/1.1\r\n" + host() + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n" + kSmuggled);
}

TEST_F(Framing, RefusesDifferingOrOddContentLengths) {
  for (const char* lines : {"Content-Length: 3\r\nContent-Length: 4\r\n", "Content-Length: 3, 4\r\n", "Content-Length: 3, 3\r\n", "Content-Length: +3\r\n",
                            "Content-Length: -3\r\n", "Content-Length: 3 3\r\n", "Content-Length: 0x3\r\n", "Content-Length:\r\n",
                            "Content-Length: 99999999999999999999999\r\n", "Content-Length : 3\r\n"}) {
    expectRefused("POST /v1/devices HTTP/1.1\r\n" + host() + lines + "\r\nabc" + kSmuggled);
  }
}

TEST_F(Framing, RefusesTransferCodingsOtherThanChunked) {
  for (const char* coding : {"gzip, chunked", "chunked, chunked", "identity", "xchunked", "chunked;q=1", "chunked, identity", "\"chunked\""}) {
    expectRefused("POST /v1/devices HTTP/1.1\r\n" + host() + "Transfer-Encoding: " + coding + "\r\n\r\n0\r\n\r\n" + kSmuggled);
  }
  expectRefused("POST /v1/devices HTTP/1.1\r\n" + host() + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + kSmuggled);
  expectRefused("POST /v1/devices HTTP/1.0\r\n" + host() + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + kSmuggled);
}

TEST_F(Framing, WantsExactlyOneGoodHost) {
  expectRefused("GET /v1/city HTTP/1.1\r\n\r\n");
  expectRefused("GET /v1/city HTTP/1.1\r\n" + host() + host() + "\r\n");
  for (const char* bad : {"", "a b", "a,b", "user@host", "host/path", "h\xc3\xb6st"}) {
    expectRefused("GET /v1/city HTTP/1.1\r\nHost: " + std::string(bad) + "\r\n\r\n");
  }
}

TEST_F(Framing, RefusesBytesThatAreNoRequest) {
  for (const std::string& bytes : {std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 tls hello\r\n\r\n", 25), std::string("GET\r\n\r\n"), std::string("GET / HTTP/2.0\r\n\r\n"),
                                   std::string("GET / HTTP/1.1\nHost: a\n\n\r\n\r\n"), std::string("G@T / HTTP/1.1\r\nHost: a\r\n\r\n"),
                                   std::string("GET / HTTP/1.1\r\nHost: a\r\nBad Header: x\r\n\r\n"), std::string("GET / HTTP/1.1\r\nHost: a\r\n: x\r\n\r\n")}) {
    expectRefused(bytes);
  }
}

TEST_F(Framing, RefusesTargetsThatAreNoPath) {
  for (const char* target : {"*", "http://localhost/v1/city", "v1/city", "/v1/c\xc3\xaety", "/v1/cit\x7fy"}) {
    expectRefused("GET " + std::string(target) + " HTTP/1.1\r\n" + host() + "\r\n");
  }
}

TEST_F(Framing, ReadsChunkedBodiesAndIgnoresTrailers) {
  const Device device;
  const std::string body = device.enrolmentBody(newDemoCode(server()));
  std::string request = device.signedPost(server(), "/v1/devices", body);
  request.resize(request.find("Content-Length"));
  char size[16];
  std::snprintf(size, sizeof size, "%zx", body.size());
  request += "Transfer-Encoding: chunked\r\n\r\n" + std::string(size) + ";extension=1\r\n" + body + "\r\n0\r\nSignature: cc=:AAAA:\r\nHost: evil\r\n\r\n";
  EXPECT_EQ(exchangeRaw(server().port(), request).status, 201);
}

TEST_F(Framing, AnswersPipelinedRequestsInOrder) {
  Connection connection(server().port());
  const std::string one = requestText(server().port(), "GET", "/v1/health", {}, ""), two = requestText(server().port(), "GET", "/v1/nothing", {}, "");
  connection.send(one + two + one);
  EXPECT_EQ(connection.receive().status, 200);
  EXPECT_EQ(connection.receive().status, 404);
  EXPECT_EQ(connection.receive().status, 200);
}

TEST_F(Framing, ClosesAfterConnectionCloseAndHttp10) {
  for (const std::string& request : {"GET /v1/health HTTP/1.1\r\n" + host() + "Connection: close\r\n\r\n", "GET /v1/health HTTP/1.0\r\n" + host() + "\r\n",
                                     "GET /v1/health HTTP/1.0\r\n" + host() + "Connection: keep-alive\r\n\r\n"}) {
    Connection connection(server().port());
    connection.send(request);
    const Reply reply = connection.receive();
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.header("Connection"), "close");
    EXPECT_TRUE(connection.isClosedByPeer());
  }
}

TEST_F(Framing, SaysContinueToAClientThatAsks) {
  const std::string body = "{}";
  Connection connection(server().port());
  connection.send("POST /v1/demo/enrolment-codes HTTP/1.1\r\n" + host() + "Content-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
  EXPECT_EQ(connection.receive().status, 100);
  connection.send(body);
  EXPECT_EQ(connection.receive().fault(), "request/malformed");
}

TEST_F(Framing, StaysUpWhenClientsLeaveInTheMiddle) {
  for (const char* part : {"", "G", "GET /v1/health HTTP/1.1\r\nHost", "POST /v1/devices HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{"}) {
    Connection connection(server().port());
    connection.send(part);
  }
  EXPECT_EQ(server().get("/v1/health").status, 200);
}

}  // namespace
}  // namespace citycode::server::test
