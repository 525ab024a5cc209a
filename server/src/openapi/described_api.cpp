#include "openapi/described_api.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "openapi/document.h"

namespace citycode::server {
namespace {

using OrderedJson = nlohmann::ordered_json;   // as it was written, for people

std::string operationName(Method method) {
  std::string name(methodName(method));
  std::transform(name.begin(), name.end(), name.begin(), [](char c) { return static_cast<char>(c + ('a' - 'A')); });
  return name;
}

/// Takes what is said of the row out of `said`, the methods of its path.
void describeRow(const Route& route, OrderedJson& said, OrderedJson& paths) {
  const std::string method = operationName(route.method);
  OrderedJson& operation = paths[std::string(route.path)][method];
  operation = said.contains(method) ? std::move(said[method]) : OrderedJson::object();
  OrderedJson& callers = operation["x-callers"] = OrderedJson::array();
  for (const std::string_view name : callerNames(route.callers)) callers.push_back(name);
}

}  // namespace

std::string describeApi(const Router& router) {
  OrderedJson document = OrderedJson::parse(kOpenApiDocument);
  OrderedJson described = std::move(document.at("paths"));
  OrderedJson& paths = document["paths"] = OrderedJson::object();
  for (auto& [path, said] : described.items())   // in the document's order
    for (const Route& route : router.rows())
      if (route.path == path) describeRow(route, said, paths);
  OrderedJson nothing = OrderedJson::object();
  for (const Route& route : router.rows())   // pages and redirects are no API, unless somebody described one
    if (route.path.starts_with("/v1/") && !described.contains(std::string(route.path))) describeRow(route, nothing, paths);
  return document.dump();
}

}  // namespace citycode::server
