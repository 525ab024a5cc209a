// People, devices and their enrolment as rows. Each function runs inside the caller's transaction.
#pragma once

#include <optional>

#include "store/sqlite_database.h"
#include "store/store.h"

namespace citycode::server::rows {

Result<Done> insertPerson(sqlite3* database, const Person& person);
Result<std::optional<Person>> selectPerson(sqlite3* database, const Identifier& id);
Result<std::optional<Device>> selectDevice(sqlite3* database, const DeviceId& id);

Result<Done> insertCode(sqlite3* database, const EnrolmentCode& code);
Result<Done> insertUsedRequest(sqlite3* database, const UsedRequest& request);
Result<Done> deleteUsedRequests(sqlite3* database, std::int64_t nowUnixMs);
Result<Device> enrolDevice(sqlite3* database, const Enrolment& enrolment);

}  // namespace citycode::server::rows
