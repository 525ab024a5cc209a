// The store in one SQLite file. One connection behind one mutex: SQLite has one writer anyway, and every
// call here is a few short statements. The enrolment-code command may use the file at the same time.
#pragma once

#include <memory>
#include <string>

#include "base/start_failure.h"
#include "store/sqlite_schema.h"
#include "store/store.h"

namespace citycode::server {

Started<std::unique_ptr<Store>> openSqliteStore(const std::string& path, Upgrade upgrade = Upgrade::Allowed);

}  // namespace citycode::server
