// Who uses the data folder of a city: its servers, together, or a restore, alone. It ends with the process, however that ends.
#pragma once

#include <string>

#include "base/descriptor.h"
#include "base/start_failure.h"

namespace citycode::server {

class FolderHold {
 public:
  enum class Use { Serving, Restoring };

  /// The folder is there. Failures: start/bad-option for a restore beside a server, store/unavailable for a server beside a restore.
  static Started<FolderHold> take(const std::string& folder, Use use);

 private:
  explicit FolderHold(Descriptor folder) : folder_(std::move(folder)) {}

  Descriptor folder_;
};

}  // namespace citycode::server
