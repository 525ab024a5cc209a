#include "web/web_folder.h"

#include <filesystem>
#include <fstream>
#include <sstream>

#include "http/conditional.h"

namespace citycode::server {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kBrotliEnding = ".br";

StartFailure unreadable(const std::string& folder) {
  return {Fault::StartBadOption, "The web folder " + folder + " cannot be read: build the web app or choose another folder with --web."};
}

StartFailure noPages(const std::string& folder) {
  return {Fault::StartBadOption, "The web folder " + folder + " holds no index.html: build the web app or choose another folder with --web."};
}

StartFailure tooLarge(const std::string& folder) {
  return {Fault::StartBadOption, "The web folder " + folder + " holds more than a web app: choose the built folder with --web."};
}

bool readWhole(const fs::path& path, std::string& out) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return false;
  std::ostringstream text;
  text << file.rdbuf();
  out = std::move(text).str();
  return !file.bad();
}

bool isInAssets(std::string_view name) { return name.starts_with("assets/") || name.find("/assets/") != std::string_view::npos; }

bool isForOthers(std::string_view name) { return name.starts_with("embed/"); }

using Contents = std::map<std::string, std::string>;

// Throws nothing: the iterator's errors come back through `error`.
bool readAll(const fs::path& root, Contents& contents, std::size_t& total) {
  std::error_code error;
  fs::recursive_directory_iterator entry(root, error);
  for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
    const bool hidden = entry->path().filename().string().starts_with('.');
    const fs::file_status status = entry->symlink_status(error);
    if (error) return false;
    if (hidden && fs::is_directory(status)) entry.disable_recursion_pending();
    if (hidden || !fs::is_regular_file(status)) continue;
    std::string content;
    if (!readWhole(entry->path(), content)) return false;
    total += content.size();
    contents.emplace(entry->path().lexically_relative(root).generic_string(), std::move(content));
    if (total > kMaxWebFolderBytes || contents.size() > kMaxWebFiles) return true;
  }
  return !error;
}

}  // namespace

Started<std::shared_ptr<const WebFolder>> WebFolder::read(const std::string& folder) {
  std::error_code error;
  if (!fs::is_directory(folder, error)) return unreadable(folder);
  Contents contents;
  std::size_t total = 0;
  if (!readAll(folder, contents, total)) return unreadable(folder);
  if (total > kMaxWebFolderBytes || contents.size() > kMaxWebFiles) return tooLarge(folder);

  if (!contents.contains("index.html")) return noPages(folder);   // a build that failed, or another folder

  auto web = std::make_shared<WebFolder>();
  for (auto& [name, content] : contents) {
    if (name.ends_with(kBrotliEnding)) continue;
    WebFile& file = web->files_[name];
    file.etag = etagOf(bytesOf(content));
    file.content = std::make_shared<const std::string>(std::move(content));
    file.contentType = contentTypeOf(name);
    file.isImmutable = isInAssets(name);
    file.isForOthers = isForOthers(name);
    if (const auto brotli = contents.find(name + std::string(kBrotliEnding)); brotli != contents.end()) {
      file.brotliEtag = etagOf(bytesOf(brotli->second));
      file.brotli = std::make_shared<const std::string>(std::move(brotli->second));
    }
  }
  return std::shared_ptr<const WebFolder>(std::move(web));
}

const WebFile* WebFolder::find(std::string_view name) const {
  const auto found = files_.find(name);
  return found == files_.end() ? nullptr : &found->second;
}

}  // namespace citycode::server
