#include "store/postgres_fault.h"

#include <algorithm>
#include <array>

namespace citycode::server {
namespace {

struct Row {
  std::string_view sqlState;   // whole, or the two characters of a class
  Fault fault;
};

// The first row that fits.
constexpr std::array kRows{
    Row{"53100", Fault::StoreDiskFull},
    Row{"53", Fault::StoreUnavailable},       // out of memory, connections (53300), a configured limit
    Row{"25006", Fault::StoreNoPermission},   // read-only
    Row{"42501", Fault::StoreNoPermission},   // the role may not
    Row{"28", Fault::StoreNoPermission},      // the server did not let us in
    Row{"XX001", Fault::StoreDamaged},        // a page of a table
    Row{"XX002", Fault::StoreDamaged},        // of an index
    Row{"40", Fault::StoreUnavailable},       // deadlock, serialization: met too often
    Row{"55P03", Fault::StoreUnavailable},    // a lock was not to be had
    Row{"55006", Fault::StoreUnavailable},    // in use
    Row{"57", Fault::StoreUnavailable},       // the statement took too long (57014), shutdown, crash, start (57P01 to 57P03)
    Row{"25P03", Fault::StoreUnavailable},    // the transaction waited for us too long
    Row{"3D000", Fault::StoreUnavailable},    // the database is gone
    Row{"08", Fault::StoreUnavailable},       // connection
    Row{"58", Fault::StoreUnavailable},       // the server's own disk or files
    Row{"26", Fault::StoreUnavailable},       // a prepared statement is gone
    Row{"0A000", Fault::StoreUnavailable},    // a plan is of former tables
};

}  // namespace

Fault faultOfPostgres(std::string_view sqlState) {
  if (sqlState.empty()) return Fault::StoreUnavailable;
  const auto* row = std::find_if(kRows.begin(), kRows.end(), [&](const Row& each) { return sqlState.starts_with(each.sqlState); });
  return row == kRows.end() ? Fault::InternalBug : row->fault;
}

bool isCollision(std::string_view sqlState) { return sqlState == "40001" || sqlState == "40P01"; }

bool isStalePlan(std::string_view sqlState) { return sqlState == "26000" || sqlState == "0A000"; }

bool isReadOnly(std::string_view sqlState) { return sqlState == "25006"; }

bool endsConnection(std::string_view sqlState) {
  return sqlState.starts_with("57P0") || sqlState.starts_with("08") || sqlState == "25P03" || sqlState == "53300";
}

}  // namespace citycode::server
