#include "store/former_schemas.h"

namespace citycode::server {

const std::string_view kFromVersion4 = R"sql(
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

const std::string_view kFromVersion5 = R"sql(
CREATE TABLE portal (
  id TEXT PRIMARY KEY NOT NULL,
  key_digest BYTES NOT NULL,
  portal_key BYTES NOT NULL,
  origin TEXT NOT NULL,
  office_id TEXT NOT NULL REFERENCES office (id)
) STORED BY KEY;
CREATE UNIQUE INDEX portal_by_key ON portal (key_digest);
)sql";

const std::string_view kFromVersion6 = R"sql(
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
)sql";

// People were readable. What they were is sealed by the server that starts, which has the key (registry/people.h), and then dropped; until
// then each has the own id for a hash.
const std::string_view kFromVersion7 = R"sql(
CREATE TABLE former_person AS SELECT * FROM person;
ALTER TABLE person ADD COLUMN register_hash BYTES NOT NULL DEFAULT '';
ALTER TABLE person ADD COLUMN sealed BYTES NOT NULL DEFAULT '';
UPDATE person SET register_hash = id;
ALTER TABLE person DROP COLUMN display_name;
ALTER TABLE person DROP COLUMN holder_class;
ALTER TABLE person DROP COLUMN document_number;
ALTER TABLE person DROP COLUMN born_year;
ALTER TABLE person DROP COLUMN born_month;
ALTER TABLE person DROP COLUMN born_day;
ALTER TABLE person DROP COLUMN city_resident;
ALTER TABLE person DROP COLUMN disability_permit;
ALTER TABLE person DROP COLUMN insurance_type;
ALTER TABLE person DROP COLUMN trade_certificate;
ALTER TABLE person DROP COLUMN safety_training;
ALTER TABLE person DROP COLUMN enterprise_code;
ALTER TABLE person DROP COLUMN enterprise_role;
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

INSERT INTO city_fact (name, value) VALUES ('people-unsealed', CAST('yes' AS BYTES));
)sql";

}  // namespace citycode::server
