// What a command hands to the person at the machine in a file of its own, because it names somebody: a terminal keeps its
// lines, and a browser its addresses.
#pragma once

#include <string>

#include "base/descriptor.h"
#include "base/start_failure.h"
#include "citycode/result.h"

namespace citycode::server {

/// Made before the act whose result it takes, so that nothing is done that cannot be handed over.
class OutputFile {
 public:
  /// An empty file of mode 0600. Failures: start/bad-option for a name that is taken and a folder that is missing, store/*.
  static Started<OutputFile> make(const std::string& path);

  /// Takes the file away unless it was filled.
  ~OutputFile();
  OutputFile(OutputFile&& other) noexcept;
  OutputFile& operator=(OutputFile&&) = delete;

  /// Once, and all of it on the disk. Failure: store/*; the file is gone then.
  Started<Done> fill(ByteView bytes);

 private:
  OutputFile(std::string path, Descriptor file) : path_(std::move(path)), file_(std::move(file)) {}

  std::string path_;   // empty once there is nothing to take away
  Descriptor file_;
};

}  // namespace citycode::server
