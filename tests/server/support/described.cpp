#include "support/described.h"

#include <algorithm>
#include <map>
#include <regex>
#include <set>

#include "http/path_template.h"
#include "openapi/document.h"

namespace citycode::server::test {
namespace {

using Json = nlohmann::json;

// Of every answer, whatever it is; the document says so once for all.
const std::set<std::string> kOfEveryAnswer{"content-type", "content-length", "connection", "content-security-policy", "x-content-type-options", "referrer-policy",
                                           "permissions-policy", "cross-origin-opener-policy", "cross-origin-resource-policy", "strict-transport-security"};
constexpr std::size_t kLongestMatchedBytes = 200;   // std::regex recurses for each character

const Json& document() {
  static const Json kRead = Json::parse(kOpenApiDocument);
  return kRead;
}

const Json& resolved(const Json& node) {
  if (!node.contains("$ref")) return node;
  return resolved(document().at(Json::json_pointer(node["$ref"].get<std::string>().substr(1))));
}

bool isOfType(const Json& value, const std::string& type) {
  if (type == "object") return value.is_object();
  if (type == "array") return value.is_array();
  if (type == "string") return value.is_string();
  if (type == "boolean") return value.is_boolean();
  if (type == "integer") return value.is_number_integer();
  if (type == "number") return value.is_number();
  return type == "null" && value.is_null();
}

/// Without a copy: an empty one where it is not there.
const Json& memberOf(const Json& schema, const char* name) {
  static const Json kNone = Json::object();
  const auto found = schema.find(name);
  return found == schema.end() ? kNone : *found;
}

bool isOfForm(const std::string& text, const std::string& pattern) {
  thread_local std::map<std::string, std::regex> known;
  const auto [form, isNew] = known.try_emplace(pattern);
  if (isNew) form->second.assign(pattern);
  return std::regex_search(text, form->second);
}

template <class Holds>
bool has(const Json& list, Holds holds) {
  return std::any_of(list.begin(), list.end(), holds);
}

/// Whether it is one of several.
bool fits(const Json& schema, const Json& value);

/// The keywords of JSON Schema that the document's answers use; the first that does not hold, and where.
std::string misfit(const Json& given, const Json& value, const std::string& where) {
  const Json& schema = resolved(given);
  if (schema.contains("type") && !isOfType(value, schema["type"])) return where + " is no " + schema["type"].get<std::string>();
  if (schema.contains("const") && value != schema["const"]) return where + " is not " + schema["const"].dump();
  if (schema.contains("enum") && !has(schema["enum"], [&](const Json& each) { return each == value; })) return where + " is " + value.dump() + ", which is not listed";
  if (schema.contains("minimum") && value < schema["minimum"]) return where + " is too small";
  if (schema.contains("maximum") && value > schema["maximum"]) return where + " is too large";
  if (schema.contains("pattern") && value.is_string() && value.get_ref<const std::string&>().size() <= kLongestMatchedBytes &&
      !isOfForm(value.get_ref<const std::string&>(), schema["pattern"].get_ref<const std::string&>()))
    return where + " is " + value.dump() + ", which has another form";
  for (const Json& each : memberOf(schema, "allOf"))
    if (auto wrong = misfit(each, value, where); !wrong.empty()) return wrong;
  for (const char* several : {"anyOf", "oneOf"})
    if (schema.contains(several) && !has(schema[several], [&](const Json& each) { return fits(each, value); })) return where + " fits none of several";
  if (value.is_array() && schema.contains("items"))
    for (const Json& item : value)
      if (auto wrong = misfit(schema["items"], item, where + "[]"); !wrong.empty()) return wrong;
  if (!value.is_object()) return {};
  for (const Json& name : memberOf(schema, "required"))
    if (!value.contains(name.get<std::string>())) return where + " has no " + name.get<std::string>();
  const Json& properties = memberOf(schema, "properties");
  const Json& others = memberOf(schema, "additionalProperties");   // an empty one allows all
  for (const auto& [name, member] : value.items()) {
    const auto known = properties.find(name);
    const Json& rule = known == properties.end() ? others : *known;
    if (rule == false) return where + " has a member " + name;
    if (rule.is_object())
      if (auto wrong = misfit(rule, member, where + "." + name); !wrong.empty()) return wrong;
  }
  return {};
}

bool fits(const Json& schema, const Json& value) { return misfit(schema, value, "").empty(); }

const Json* findPath(const std::string& path) {
  const Json& paths = document().at("paths");
  if (const auto literal = paths.find(path); literal != paths.end()) return &*literal;
  for (const auto& [name, item] : paths.items())
    if (matchPath(name, path)) return &item;
  return nullptr;
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text;
}

std::string wrongHeaders(const Json& response, const Reply& reply) {
  std::set<std::string> described = kOfEveryAnswer;
  const Json& headers = memberOf(response, "headers");
  for (const auto& [name, header] : headers.items()) {
    described.insert(lower(name));
    if (resolved(header).value("required", false) && reply.header(name).empty()) return "has no header " + name;
  }
  for (const auto& [name, value] : reply.headers)
    if (!described.contains(lower(name))) return "has a header " + name;
  return {};
}

std::string wrongContent(const Json& response, const Reply& reply, bool withoutBody) {
  const std::string type = reply.header("Content-Type");
  const Json& content = memberOf(response, "content");
  if (content.empty()) return type.empty() ? "" : "has a body";
  const auto described = content.find(type);
  if (described == content.end()) return "is " + type;
  const Json& schema = memberOf(*described, "schema");
  return withoutBody || schema.empty() || !type.ends_with("json") ? "" : misfit(schema, reply.json(), "it");
}

std::string wrongAnswer(const Json& item, const std::string& method, const Reply& reply) {
  const bool withoutBody = method == "HEAD";
  const auto operation = item.find(withoutBody ? "get" : lower(method));
  if (operation == item.end()) {
    const Json response = resolved(Json{{"$ref", "#/components/responses/MethodNotAllowed"}});
    if (reply.status != 405) return "is given to a method that is not described";
    return wrongContent(response, reply, withoutBody);
  }
  const Json& responses = operation->at("responses");
  const auto found = responses.find(std::to_string(reply.status));
  if (found == responses.end()) return "has a status that is not described";
  const Json& response = resolved(*found);
  if (auto wrong = wrongHeaders(response, reply); !wrong.empty()) return wrong;
  return wrongContent(response, reply, withoutBody);
}

}  // namespace

std::string undescribed(const std::string& method, const std::string& target, const Reply& reply) {
  const std::string path = target.substr(0, target.find('?')), fault = reply.fault();
  if (reply.status == 0 || !path.starts_with("/v1/")) return {};
  // The document says these of addresses: what is none, or none without --demo, and whoever sends too much there.
  const Json* item = findPath(path);
  const bool isNone = fault == "request/not-found" || fault == "request/too-many" || (method == "HEAD" && reply.status == 404);
  if ((!item || path.starts_with("/v1/demo/")) && isNone) return {};
  const std::string wrong = item ? wrongAnswer(*item, method, reply) : "is of a path that is not described";
  return wrong.empty() ? wrong : method + " " + path + ": the answer " + std::to_string(reply.status) + " " + wrong;
}

}  // namespace citycode::server::test
