// Request heads through the engine's parser: what the framing check lets pass has one end, one host and a plain path.
#include "http/framing.h"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>

#include "fuzz.h"

void citycode::fuzz::oneInput(ByteView bytes) {
  namespace http = boost::beast::http;
  http::request_parser<http::empty_body> parser;
  parser.header_limit(8192);
  boost::beast::error_code error;
  parser.put(boost::asio::buffer(bytes.data(), bytes.size()), error);
  if (!parser.is_header_done()) return;
  const auto& header = parser.get().base();
  if (!server::checkFraming(header)) return;
  CC_HOLDS(header.count(http::field::host) == 1);
  CC_HOLDS(header.count(http::field::transfer_encoding) + (header.count(http::field::content_length) > 0) <= 1);
  CC_HOLDS(header.target().starts_with("/"));
  CC_HOLDS(server::requestFrom(header).target.find('\0') == std::string::npos);
}
