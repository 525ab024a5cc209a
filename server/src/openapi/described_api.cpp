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

/// Pages and redirects are no API, unless somebody described one.
bool isOfApi(const Route& route, const OrderedJson& described) { return route.path.starts_with("/v1/") || described.contains(std::string(route.path)); }

void describeRow(const Route& route, const OrderedJson& described, OrderedJson& paths) {
  const std::string path(route.path), method = operationName(route.method);
  OrderedJson& operation = paths[path][method] = described.value(path, OrderedJson::object()).value(method, OrderedJson::object());
  operation["x-callers"] = OrderedJson::array();
  for (const std::string_view name : callerNames(route.callers)) operation["x-callers"].push_back(name);
}

}  // namespace

std::string describeApi(const Router& router) {
  OrderedJson document = OrderedJson::parse(kOpenApiDocument);
  const OrderedJson described = std::move(document.at("paths"));
  OrderedJson& paths = document["paths"] = OrderedJson::object();
  for (const auto& [path, item] : described.items())   // in the document's order
    for (const Route& route : router.rows())
      if (route.path == path) describeRow(route, described, paths);
  for (const Route& route : router.rows())
    if (isOfApi(route, described) && !described.contains(std::string(route.path))) describeRow(route, described, paths);
  return document.dump();
}

}  // namespace citycode::server
