#include "store/sqlite_former_schemas.h"

#include "store/former_schemas.h"
#include "store/schema.h"

namespace citycode::server {
namespace {

// What versions before the third, or early ones of them, did not have yet: made when absent.
constexpr const char* kTerminalSchema = R"sql(
CREATE TABLE IF NOT EXISTS terminal (
  id BLOB PRIMARY KEY NOT NULL,
  terminal_key BLOB NOT NULL,
  venue_id TEXT NOT NULL,
  venue_name TEXT NOT NULL,
  scopes TEXT NOT NULL,
  enrolled_ms INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS terminal_code (
  code_hash BLOB PRIMARY KEY NOT NULL,
  venue_id TEXT NOT NULL,
  venue_name TEXT NOT NULL,
  scopes TEXT NOT NULL,
  expires_ms INTEGER NOT NULL,
  used_by BLOB
) WITHOUT ROWID;
)sql";

constexpr const char* kRevocationSchema = R"sql(
CREATE TABLE IF NOT EXISTS revoked_device (
  device_id BLOB PRIMARY KEY NOT NULL REFERENCES device (id),
  revoked_ms INTEGER NOT NULL,
  reason INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS revocation (
  issuer_key BLOB NOT NULL,
  utc_day INTEGER NOT NULL,
  status_index INTEGER NOT NULL,
  version INTEGER NOT NULL,
  revoked_ms INTEGER NOT NULL,
  reason INTEGER NOT NULL,
  PRIMARY KEY (issuer_key, utc_day, status_index)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS status_day (
  issuer_key BLOB NOT NULL,
  utc_day INTEGER NOT NULL,
  version INTEGER NOT NULL,
  issued_s INTEGER NOT NULL,
  PRIMARY KEY (issuer_key, utc_day)
) WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS pass_by_device ON pass (device_id, expires_ms);
)sql";

constexpr const char* kPaperSchema = R"sql(
CREATE TABLE IF NOT EXISTS card (
  person_id BLOB NOT NULL REFERENCES person (id),
  number INTEGER NOT NULL,
  quota_utc_day INTEGER NOT NULL,
  issued_ms INTEGER NOT NULL,
  expires_ms INTEGER NOT NULL,
  withdrawn_ms INTEGER NOT NULL,
  reason INTEGER NOT NULL,
  PRIMARY KEY (person_id, number)
) WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS card_by_number ON card (number);
CREATE INDEX IF NOT EXISTS card_by_expiry ON card (expires_ms);
)sql";

// Before version 3 a card was its phone's. It lived 180 days from 120 s before it was made; its revocation stood in the
// status list alone. Which phone it was is forgotten.
constexpr const char* kCardsOfPhones = R"sql(
CREATE TABLE IF NOT EXISTS paper_card (
  person_id BLOB NOT NULL, quota_utc_day INTEGER NOT NULL, utc_day INTEGER NOT NULL, status_index INTEGER NOT NULL,
  device_id BLOB NOT NULL, expires_ms INTEGER NOT NULL);
INSERT INTO card (person_id, number, quota_utc_day, issued_ms, expires_ms, withdrawn_ms, reason)
  SELECT c.person_id, c.status_index, c.quota_utc_day, c.expires_ms - 15552000000 + 120000, c.expires_ms,
    coalesce((SELECT max(r.revoked_ms) FROM revocation r WHERE r.utc_day = 0 AND r.status_index = c.status_index), 0),
    coalesce((SELECT max(r.reason) FROM revocation r WHERE r.utc_day = 0 AND r.status_index = c.status_index), 0)
  FROM paper_card c;
DROP TABLE paper_card;
)sql";

constexpr const char* kUsedRequestSchema = R"sql(
CREATE TABLE IF NOT EXISTS used_request (
  device_id BLOB NOT NULL,
  nonce TEXT NOT NULL,
  forget_ms INTEGER NOT NULL,
  PRIMARY KEY (device_id, nonce)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS used_request_by_time ON used_request (forget_ms);
)sql";

// Before version 4 each pass was a row with its key. Only its place is kept, as long as it lives; what is given from now on is a row
// for each batch (docs/adr/0062). A device's quota and revocation stand with the device. Days of which a list was published, or an
// index given, keep their 24 bits.
constexpr const char* kBatches = R"sql(
CREATE TABLE pass_batch (
  device_id BLOB NOT NULL, request BLOB NOT NULL, utc_day BIGINT NOT NULL, first_counter BIGINT NOT NULL, count BIGINT NOT NULL,
  expires_ms BIGINT NOT NULL, PRIMARY KEY (device_id, request)
) WITHOUT ROWID;
CREATE TABLE former_pass (
  device_id BLOB NOT NULL, utc_day BIGINT NOT NULL, status_index BIGINT NOT NULL, expires_ms BIGINT NOT NULL,
  PRIMARY KEY (device_id, utc_day, status_index)
) WITHOUT ROWID;
INSERT INTO former_pass (device_id, utc_day, status_index, expires_ms)
  SELECT device_id, utc_day, status_index, expires_ms FROM pass;
DROP TABLE pass;

ALTER TABLE device ADD COLUMN revoked_ms BIGINT NOT NULL DEFAULT 0;
ALTER TABLE device ADD COLUMN revocation_reason BIGINT NOT NULL DEFAULT 0;
ALTER TABLE device ADD COLUMN quota_utc_day BIGINT NOT NULL DEFAULT 0;
ALTER TABLE device ADD COLUMN quota_passes BIGINT NOT NULL DEFAULT 0;
UPDATE device SET revoked_ms = r.revoked_ms, revocation_reason = r.reason FROM revoked_device r WHERE r.device_id = device.id;
UPDATE device SET quota_utc_day = q.utc_day, quota_passes = q.passes
  FROM (SELECT device_id, max(utc_day) AS utc_day, passes FROM device_day GROUP BY device_id) q WHERE q.device_id = device.id;
DROP TABLE revoked_device;
DROP TABLE device_day;
CREATE INDEX device_by_person ON device (person_id);
CREATE INDEX device_by_revocation ON device (revoked_ms) WHERE revoked_ms <> 0;

CREATE TABLE city_fact (name TEXT PRIMARY KEY NOT NULL, value BLOB NOT NULL) WITHOUT ROWID;

ALTER TABLE status_counter ADD COLUMN index_bits BIGINT NOT NULL DEFAULT 24;
INSERT INTO status_counter (utc_day, next, index_bits)
  SELECT DISTINCT utc_day, 0, 24 FROM status_day WHERE true ON CONFLICT (utc_day) DO NOTHING;
)sql";

Result<Done> bringToVersion4(sqlite3* database, std::int64_t version) {
  for (const char* schema : {kTerminalSchema, kRevocationSchema, kPaperSchema, kUsedRequestSchema}) CC_CHECK(execute(database, schema));
  if (version < 3) CC_CHECK(execute(database, kCardsOfPhones));
  return execute(database, kBatches);
}

}  // namespace

Result<Done> bringToThisSchema(sqlite3* database, std::int64_t version) {
  if (version < 4) CC_CHECK(bringToVersion4(database, version));
  if (version < 5) CC_CHECK(execute(database, inWordsOf(Engine::Sqlite, kFromVersion4).c_str()));
  if (version < 6) CC_CHECK(execute(database, inWordsOf(Engine::Sqlite, kFromVersion5).c_str()));
  if (version < 7) CC_CHECK(execute(database, inWordsOf(Engine::Sqlite, kFromVersion6).c_str()));
  return execute(database, inWordsOf(Engine::Sqlite, kFromVersion7).c_str());
}

}  // namespace citycode::server
