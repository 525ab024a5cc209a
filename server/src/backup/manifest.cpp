#include "backup/manifest.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "base/key_text.h"
#include "http/json.h"
#include "store/copied_tables.h"

namespace citycode::server {
namespace {

constexpr const char* kFormat = "citycode-backup-1";
constexpr std::string_view kSigned = "Citycode backup\n";   // nothing else that a root signs begins so
constexpr std::size_t kMaxTextBytes = 64;

/// As a whole number, not below 0.
bool take(const Json& object, const char* member, std::int64_t& out) {
  const auto found = object.find(member);
  if (found == object.end() || !found->is_number_unsigned()) return false;
  out = found->get<std::int64_t>();
  return out >= 0;
}

/// "records.sqlite", or of a key.
bool isFileName(const std::string& name) {
  const std::string folder = std::string(kKeptKeys) + "/";
  return name == kRecordsName || (name.starts_with(folder) && isKeyFileName(name.substr(folder.size())));
}

std::optional<KeptFile> readFile(const Json& entry) {
  const auto name = takeText(entry, "name", kMaxTextBytes);
  const auto digest = takeText(entry, "sha256", kMaxTextBytes);
  KeptFile file;
  if (!name || !digest || entry.size() != 3 || !isFileName(*name) || !take(entry, "bytes", file.bytes)) return std::nullopt;
  const auto bytes = bytesFromBase64Url<kSha256Bytes>(*digest);
  if (!bytes) return std::nullopt;
  file.name = *name;
  file.digest = *bytes;
  return file;
}

bool readFiles(const Json& document, std::vector<KeptFile>& files) {
  const auto list = document.find("files");
  if (list == document.end() || !list->is_array()) return false;
  for (const Json& entry : *list) {
    auto file = readFile(entry);
    if (!file) return false;
    files.push_back(std::move(*file));
  }
  return true;
}

bool readRows(const Json& document, std::map<std::string, std::int64_t>& rows) {
  const auto tables = document.find("rows");
  if (tables == document.end() || !tables->is_object()) return false;
  for (const auto& [table, count] : tables->items())
    if (!take(*tables, table.c_str(), rows[table])) return false;
  return true;
}

Bytes signedBytesOf(const std::string& text) { return copyOf(bytesOf(std::string(kSigned).append(text))); }

Result<std::int64_t> number(Session& session, const std::string& sql) {
  CC_TRY(statement, session.prepare(sql));
  CC_TRY(hasRow, statement.step());
  return hasRow ? statement.integer(0) : std::int64_t{0};
}

}  // namespace

bool isKeyFileName(std::string_view name) {
  const auto good = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.'; };
  const bool isShort = name.size() < kMaxTextBytes - std::string_view(kKeptKeys).size();
  return isShort && !name.empty() && name.front() != '.' && std::all_of(name.begin(), name.end(), good);
}

std::string manifestText(const Manifest& manifest) {
  Json rows = Json::object(), files = Json::array();
  for (const auto& [table, count] : manifest.rows) rows[table] = count;
  for (const KeptFile& file : manifest.files) files.push_back({{"name", file.name}, {"bytes", file.bytes}, {"sha256", encodeBase64Url(file.digest)}});
  const Json document{{"format", kFormat}, {"takenUnixMs", manifest.takenUnixMs}, {"schema", manifest.schemaVersion}, {"engine", manifest.engine},
                      {"rootKey", encodeBase64Url(manifest.rootKey)}, {"trustListVersion", manifest.trustListVersion},
                      {"statusListVersion", manifest.statusListVersion}, {"rows", rows}, {"files", files}};
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::optional<Manifest> readManifest(const std::string& text) {
  constexpr std::size_t kMembers = 9;
  const auto document = readJsonObject(text, kMembers);
  if (!document) return std::nullopt;
  const auto member = [&](const char* name) { return takeText(*document, name, kMaxTextBytes); };
  const auto format = member("format"), engine = member("engine"), root = member("rootKey");
  const auto rootKey = root ? publicKeyFromText(*root) : std::nullopt;
  if (!format || *format != kFormat || !engine || !rootKey) return std::nullopt;
  Manifest manifest;
  manifest.engine = *engine;
  manifest.rootKey = *rootKey;
  const bool isWhole = take(*document, "takenUnixMs", manifest.takenUnixMs) && take(*document, "schema", manifest.schemaVersion) &&
                       take(*document, "trustListVersion", manifest.trustListVersion) && take(*document, "statusListVersion", manifest.statusListVersion) &&
                       readRows(*document, manifest.rows) && readFiles(*document, manifest.files);
  return isWhole ? std::optional(std::move(manifest)) : std::nullopt;
}

std::string manifestSignature(const SigningKey& root, const std::string& text) { return encodeBase64Url(root.sign(signedBytesOf(text))) + "\n"; }

bool isManifestOf(const PublicKey& root, const std::string& text, const std::string& signature) {
  if (!signature.ends_with('\n')) return false;
  const auto bytes = bytesFromBase64Url<kSignatureBytes>(std::string_view(signature).substr(0, signature.size() - 1));
  return bytes && verifySignature(root, signedBytesOf(text), *bytes);
}

Result<Done> describeRecords(Session& session, Manifest& manifest) {
  for (const CopiedTable& table : copiedTables()) {
    CC_TRY(rows, number(session, "SELECT count(*) FROM " + std::string(table.name)));
    manifest.rows[std::string(table.name)] = rows;
  }
  CC_TRY(trust, number(session, "SELECT coalesce(max(version), 0) FROM trust_list"));
  CC_TRY(status, number(session, "SELECT coalesce(max(version), 0) FROM status_day"));
  manifest.trustListVersion = trust;
  manifest.statusListVersion = status;
  return Done{};
}

}  // namespace citycode::server
