// Public documents as they were last written: what has not changed is neither read nor written anew for whoever asks.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "citycode/result.h"

namespace citycode::server {

struct WrittenDocument {
  std::string version;
  std::string body;
  std::string etag;   // of the body
};

/// One document. Whoever asks while it is being written waits for it, so that many at once cost no more than one.
class DocumentMemo {
 public:
  using Write = std::function<Result<std::string>()>;

  /// The document of this version, which `write` writes when it is another than the last; never an older one. Faults: those of `write`.
  Result<std::shared_ptr<const WrittenDocument>> at(const std::string& version, const Write& write);

 private:
  std::mutex mutex_;
  std::shared_ptr<const WrittenDocument> last_;
};

}  // namespace citycode::server
