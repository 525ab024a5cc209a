// The built web app in memory. Requests are looked up in a map of names, so no request ever becomes a path
// of the file system: there is nothing to traverse.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "base/start_failure.h"

namespace citycode::server {

/// A web app is a few MB; more is the wrong folder.
inline constexpr std::size_t kMaxWebFolderBytes = 256 * 1024 * 1024;
inline constexpr std::size_t kMaxWebFiles = 20'000;

struct WebFile {
  std::shared_ptr<const std::string> content;
  std::shared_ptr<const std::string> brotli;   // null when there is no .br file beside
  std::string etag, brotliEtag;
  std::string_view contentType;
  bool isImmutable = false;   // its name holds a hash of its content
  bool isForOthers = false;   // a script for other people's pages (docs/embed.md)
};

class WebFolder {
 public:
  /// Reads all regular files below `folder`. Symbolic links and names that begin with '.' are left out.
  static Started<std::shared_ptr<const WebFolder>> read(const std::string& folder);

  /// `name` is relative and decoded, "sheet/index.html". Null when absent.
  const WebFile* find(std::string_view name) const;

 private:
  std::map<std::string, WebFile, std::less<>> files_;
};

std::string_view contentTypeOf(std::string_view name);

}  // namespace citycode::server
