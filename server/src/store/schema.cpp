#include "store/schema.h"

#include <string_view>

#include "base/plain_text.h"

namespace citycode::server {
namespace {

// No sequences, no triggers; 16-byte ids, int64 milliseconds UTC, bytes as they are. Tables that grow with every day begin their key
// with what they would be spread by. BYTES and STORED BY KEY are written as each engine calls them. What is absent is empty bytes, where
// a column may be so: of `ended_service` the pass and the blinded element, of `rating` the reply, of `portal_request` the ticket while no
// phone has opened it and the answer while there is none.
//
// Of a `person` nothing can be read or tried out without the city's keys: registry/people_seal.h. Whom the city forgot has no sealed
// bytes, and the own id in the place of the register's.
//
// A `rating` says nothing of who gave it or when: its key is a digest of random bytes, and no time in it is finer than the UTC day
// (docs/adr/0069).
constexpr std::string_view kTables = R"sql(
CREATE TABLE person (
  id BYTES PRIMARY KEY NOT NULL,
  register_hash BYTES NOT NULL,
  sealed BYTES NOT NULL
) STORED BY KEY;
CREATE UNIQUE INDEX person_by_register ON person (register_hash);

CREATE TABLE person_document (
  number_hash BYTES PRIMARY KEY NOT NULL,
  person_id BYTES NOT NULL REFERENCES person (id)
) STORED BY KEY;
CREATE INDEX person_document_by_person ON person_document (person_id);

CREATE TABLE person_guardian (
  ward_id BYTES NOT NULL REFERENCES person (id),
  guardian_id BYTES NOT NULL REFERENCES person (id),
  PRIMARY KEY (ward_id, guardian_id)
) STORED BY KEY;
CREATE INDEX person_guardian_by_guardian ON person_guardian (guardian_id);

CREATE TABLE device (
  id BYTES PRIMARY KEY NOT NULL,
  device_key BYTES NOT NULL,
  person_id BYTES NOT NULL REFERENCES person (id),
  enrolled_ms BIGINT NOT NULL,
  revoked_ms BIGINT NOT NULL,
  revocation_reason BIGINT NOT NULL,
  quota_utc_day BIGINT NOT NULL,
  quota_passes BIGINT NOT NULL
) STORED BY KEY;
CREATE INDEX device_by_person ON device (person_id);
CREATE INDEX device_by_revocation ON device (revoked_ms) WHERE revoked_ms <> 0;

CREATE TABLE enrolment_code (
  code_hash BYTES PRIMARY KEY NOT NULL,
  person_id BYTES NOT NULL REFERENCES person (id),
  expires_ms BIGINT NOT NULL,
  used_by BYTES REFERENCES device (id)
) STORED BY KEY;

CREATE TABLE terminal (
  id BYTES PRIMARY KEY NOT NULL,
  terminal_key BYTES NOT NULL,
  venue_id TEXT NOT NULL,
  venue_name TEXT NOT NULL,
  scopes TEXT NOT NULL,
  enrolled_ms BIGINT NOT NULL
) STORED BY KEY;

CREATE TABLE terminal_code (
  code_hash BYTES PRIMARY KEY NOT NULL,
  venue_id TEXT NOT NULL,
  venue_name TEXT NOT NULL,
  scopes TEXT NOT NULL,
  expires_ms BIGINT NOT NULL,
  used_by BYTES
) STORED BY KEY;

CREATE TABLE used_request (
  device_id BYTES NOT NULL,
  nonce TEXT NOT NULL,
  forget_ms BIGINT NOT NULL,
  PRIMARY KEY (device_id, nonce)
) STORED BY KEY;
CREATE INDEX used_request_by_time ON used_request (forget_ms);

CREATE TABLE pass_batch (
  device_id BYTES NOT NULL,
  request BYTES NOT NULL,
  utc_day BIGINT NOT NULL,
  first_counter BIGINT NOT NULL,
  count BIGINT NOT NULL,
  expires_ms BIGINT NOT NULL,
  PRIMARY KEY (device_id, request)
) STORED BY KEY;

CREATE TABLE former_pass (
  device_id BYTES NOT NULL,
  utc_day BIGINT NOT NULL,
  status_index BIGINT NOT NULL,
  expires_ms BIGINT NOT NULL,
  PRIMARY KEY (device_id, utc_day, status_index)
) STORED BY KEY;

CREATE TABLE card (
  person_id BYTES NOT NULL REFERENCES person (id),
  number BIGINT NOT NULL,
  quota_utc_day BIGINT NOT NULL,
  issued_ms BIGINT NOT NULL,
  expires_ms BIGINT NOT NULL,
  withdrawn_ms BIGINT NOT NULL,
  reason BIGINT NOT NULL,
  PRIMARY KEY (person_id, number)
) STORED BY KEY;
CREATE UNIQUE INDEX card_by_number ON card (number);
CREATE INDEX card_by_expiry ON card (expires_ms);

CREATE TABLE status_counter (
  utc_day BIGINT PRIMARY KEY NOT NULL,
  next BIGINT NOT NULL,
  index_bits BIGINT NOT NULL
) STORED BY KEY;

CREATE TABLE revocation (
  issuer_key BYTES NOT NULL,
  utc_day BIGINT NOT NULL,
  status_index BIGINT NOT NULL,
  version BIGINT NOT NULL,
  revoked_ms BIGINT NOT NULL,
  reason BIGINT NOT NULL,
  PRIMARY KEY (issuer_key, utc_day, status_index)
) STORED BY KEY;

CREATE TABLE status_day (
  issuer_key BYTES NOT NULL,
  utc_day BIGINT NOT NULL,
  version BIGINT NOT NULL,
  issued_s BIGINT NOT NULL,
  PRIMARY KEY (issuer_key, utc_day)
) STORED BY KEY;

CREATE TABLE city_fact (
  name TEXT PRIMARY KEY NOT NULL,
  value BYTES NOT NULL
) STORED BY KEY;

CREATE TABLE trust_list (
  version BIGINT PRIMARY KEY NOT NULL,
  issued_s BIGINT NOT NULL,
  signed_bytes BYTES NOT NULL
) STORED BY KEY;

CREATE TABLE office (
  id TEXT PRIMARY KEY NOT NULL,
  names TEXT NOT NULL,
  closed_ms BIGINT NOT NULL
) STORED BY KEY;

CREATE TABLE office_item (
  office_id TEXT NOT NULL REFERENCES office (id),
  id TEXT NOT NULL,
  names TEXT NOT NULL,
  PRIMARY KEY (office_id, id)
) STORED BY KEY;

CREATE TABLE portal (
  id TEXT PRIMARY KEY NOT NULL,
  key_digest BYTES NOT NULL,
  portal_key BYTES NOT NULL,
  origin TEXT NOT NULL,
  office_id TEXT NOT NULL REFERENCES office (id)
) STORED BY KEY;
CREATE UNIQUE INDEX portal_by_key ON portal (key_digest);

CREATE TABLE portal_sign_in (
  portal_id TEXT PRIMARY KEY NOT NULL REFERENCES portal (id) ON DELETE CASCADE,
  names TEXT NOT NULL,
  sealing_key BYTES NOT NULL,
  scenes TEXT NOT NULL,
  return_addresses TEXT NOT NULL
) STORED BY KEY;
CREATE UNIQUE INDEX portal_by_sealing_key ON portal_sign_in (sealing_key);

CREATE TABLE portal_request (
  id BYTES PRIMARY KEY NOT NULL,
  portal_id TEXT NOT NULL REFERENCES portal (id) ON DELETE CASCADE,
  request BYTES NOT NULL,
  taken_ms BIGINT NOT NULL,
  expires_ms BIGINT NOT NULL,
  ticket_digest BYTES NOT NULL,
  answer BYTES NOT NULL
) STORED BY KEY;
CREATE INDEX portal_request_by_portal ON portal_request (portal_id, expires_ms);
CREATE INDEX portal_request_by_expiry ON portal_request (expires_ms);

CREATE TABLE ended_service (
  id_digest BYTES PRIMARY KEY NOT NULL,
  office_id TEXT NOT NULL,
  item_id TEXT NOT NULL,
  channel BIGINT NOT NULL,
  pass_digest BYTES NOT NULL,
  ended_s BIGINT NOT NULL,
  has_ticket BIGINT NOT NULL,
  blinded BYTES NOT NULL
) STORED BY KEY;
CREATE INDEX ended_service_by_end ON ended_service (ended_s);

CREATE TABLE rating (
  office_id TEXT NOT NULL,
  token_digest BYTES NOT NULL,
  rating_digest BYTES NOT NULL,
  item_id TEXT NOT NULL,
  channel BIGINT NOT NULL,
  week BIGINT NOT NULL,
  utc_day BIGINT NOT NULL,
  level BIGINT NOT NULL,
  indicators TEXT NOT NULL,
  reasons TEXT NOT NULL,
  words TEXT NOT NULL,
  reply_digest BYTES NOT NULL,
  unusual BIGINT NOT NULL,
  PRIMARY KEY (office_id, token_digest)
) STORED BY KEY;

CREATE TABLE figure (
  office_id TEXT NOT NULL,
  item_id TEXT NOT NULL,
  channel BIGINT NOT NULL,
  week BIGINT NOT NULL,
  services BIGINT NOT NULL,
  tickets BIGINT NOT NULL,
  tokens BIGINT NOT NULL,
  ratings BIGINT NOT NULL,
  level_1 BIGINT NOT NULL, level_2 BIGINT NOT NULL, level_3 BIGINT NOT NULL, level_4 BIGINT NOT NULL, level_5 BIGINT NOT NULL,
  unusual BIGINT NOT NULL,
  PRIMARY KEY (office_id, item_id, channel, week)
) STORED BY KEY;

CREATE TABLE shown_figure (
  office_id TEXT NOT NULL,
  item_id TEXT NOT NULL,
  channel BIGINT NOT NULL,
  year BIGINT NOT NULL,
  counted BIGINT NOT NULL,
  services BIGINT NOT NULL,
  tickets BIGINT NOT NULL,
  tokens BIGINT NOT NULL,
  ratings BIGINT NOT NULL,
  level_1 BIGINT NOT NULL, level_2 BIGINT NOT NULL, level_3 BIGINT NOT NULL, level_4 BIGINT NOT NULL, level_5 BIGINT NOT NULL,
  unusual BIGINT NOT NULL,
  shown_day BIGINT NOT NULL,
  PRIMARY KEY (office_id, item_id, channel, year)
) STORED BY KEY;

CREATE TABLE staff_link (
  secret_digest BYTES PRIMARY KEY NOT NULL,
  office_id TEXT NOT NULL,
  expires_ms BIGINT NOT NULL
) STORED BY KEY;

CREATE TABLE rating_case (
  office_id TEXT NOT NULL,
  reply_digest BYTES NOT NULL,
  item_id TEXT NOT NULL,
  channel BIGINT NOT NULL,
  week BIGINT NOT NULL,
  level BIGINT NOT NULL,
  reasons BYTES NOT NULL,
  words TEXT NOT NULL,
  opened_day BIGINT NOT NULL,
  complexity BIGINT NOT NULL,
  contacted_day BIGINT NOT NULL,
  answered_day BIGINT NOT NULL,
  contradicted_day BIGINT NOT NULL,
  closed_day BIGINT NOT NULL,
  is_closed_by_clock BIGINT NOT NULL,
  level_before BIGINT NOT NULL,
  PRIMARY KEY (office_id, reply_digest)
) STORED BY KEY;
CREATE INDEX rating_case_unclosed ON rating_case (office_id, opened_day) WHERE closed_day = 0;

CREATE TABLE case_words (
  office_id TEXT NOT NULL,
  reply_digest BYTES NOT NULL,
  number BIGINT NOT NULL,
  is_of_office BIGINT NOT NULL,
  utc_day BIGINT NOT NULL,
  words TEXT NOT NULL,
  PRIMARY KEY (office_id, reply_digest, number)
) STORED BY KEY;
)sql";

}  // namespace

std::string schemaFor(Engine engine) { return inWordsOf(engine, kTables); }

std::string ofAnotherVersion(std::int64_t version) {
  return " was written by another version of Citycode (its records are of version " + std::to_string(version) + ", this one's of " +
         std::to_string(kSchemaVersion) + "): start that version, or restore a backup from before into another place.";
}

std::string inWordsOf(Engine engine, std::string_view tables) {
  const bool isSqlite = engine == Engine::Sqlite;
  const std::string typed = replaced(std::string(tables), "BYTES", isSqlite ? "BLOB" : "BYTEA");
  return replaced(typed, " STORED BY KEY", isSqlite ? " WITHOUT ROWID" : "");
}

}  // namespace citycode::server
