// A backup as a folder: made beside its place and renamed when it is whole, and looked at before anything is taken from it.
#pragma once

#include <string>

#include "backup/manifest.h"
#include "base/descriptor.h"
#include "base/start_failure.h"

namespace citycode::server {

class NewBackup {
 public:
  /// What another one left that did not end is taken away. Failures: start/bad-option where something is, store/*.
  static Started<NewBackup> begin(const std::string& place);
  /// Takes away what is not whole.
  ~NewBackup();
  NewBackup(NewBackup&& other) noexcept;
  NewBackup& operator=(NewBackup&&) = delete;

  /// Where it is made.
  const std::string& folder() const { return folder_; }
  std::string fileName(const std::string& name) const { return folder_ + "/" + name; }
  /// Nobody sees it before. Failures: start/bad-option where something is by now, store/*.
  Started<Done> putInPlace();
  /// A fault of the disk that it is on.
  StartFailure failure(Fault fault) const;

 private:
  NewBackup(std::string place, std::string folder, Descriptor held) : place_(std::move(place)), folder_(std::move(folder)), held_(std::move(held)) {}

  std::string place_, folder_;   // the second is empty once it is whole
  Descriptor held_;              // nobody else makes one for this place
};

/// A backup whose files are those that it was made with; whose it is has to be asked (isManifestOf).
struct KeptBackup {
  Manifest manifest;
  std::string text, signature;   // of the manifest, as they are there
};
/// Reads all of it. Failures: start/bad-option where none is, store/damaged for one that was cut short or changed, store/*.
Started<KeptBackup> readBackup(const std::string& folder);

}  // namespace citycode::server
