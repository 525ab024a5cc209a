// The store in one SQLite file. All units of work that wait are committed together, by one flush of the disk; readers have
// connections of their own. The commands of the operator may use the file at the same time.
#pragma once

#include <memory>
#include <string>

#include "base/start_failure.h"
#include "store/schema.h"
#include "store/store.h"

namespace citycode::server {

Started<std::unique_ptr<Store>> openSqliteStore(const std::string& path, Upgrade upgrade = Upgrade::Allowed);

}  // namespace citycode::server
