#include "store/copied_tables.h"

namespace citycode::server {

using enum ColumnKind;

const std::vector<CopiedTable>& copiedTables() {
  static const std::vector<CopiedTable> tables{
      {"person", 1, {{"id", Blob}, {"register_hash", Blob}, {"sealed", Blob}}},
      {"person_document", 1, {{"number_hash", Blob}, {"person_id", Blob}}},
      {"person_guardian", 2, {{"ward_id", Blob}, {"guardian_id", Blob}}},
      {"device", 1, {{"id", Blob}, {"device_key", Blob}, {"person_id", Blob}, {"enrolled_ms", Integer}, {"revoked_ms", Integer},
                     {"revocation_reason", Integer}, {"quota_utc_day", Integer}, {"quota_passes", Integer}}},
      {"enrolment_code", 1, {{"code_hash", Blob}, {"person_id", Blob}, {"expires_ms", Integer}, {"used_by", BlobOrNothing}}},
      {"terminal", 1, {{"id", Blob}, {"terminal_key", Blob}, {"venue_id", Text}, {"venue_name", Text}, {"scopes", Text}, {"enrolled_ms", Integer}}},
      {"terminal_code", 1, {{"code_hash", Blob}, {"venue_id", Text}, {"venue_name", Text}, {"scopes", Text}, {"expires_ms", Integer},
                            {"used_by", BlobOrNothing}}},
      {"used_request", 2, {{"device_id", Blob}, {"nonce", Text}, {"forget_ms", Integer}}},
      {"pass_batch", 2, {{"device_id", Blob}, {"request", Blob}, {"utc_day", Integer}, {"first_counter", Integer}, {"count", Integer},
                         {"expires_ms", Integer}}},
      {"former_pass", 3, {{"device_id", Blob}, {"utc_day", Integer}, {"status_index", Integer}, {"expires_ms", Integer}}},
      {"card", 2, {{"person_id", Blob}, {"number", Integer}, {"quota_utc_day", Integer}, {"issued_ms", Integer}, {"expires_ms", Integer},
                   {"withdrawn_ms", Integer}, {"reason", Integer}}},
      {"status_counter", 1, {{"utc_day", Integer}, {"next", Integer}, {"index_bits", Integer}}},
      {"revocation", 3, {{"issuer_key", Blob}, {"utc_day", Integer}, {"status_index", Integer}, {"version", Integer}, {"revoked_ms", Integer},
                         {"reason", Integer}}},
      {"status_day", 2, {{"issuer_key", Blob}, {"utc_day", Integer}, {"version", Integer}, {"issued_s", Integer}}},
      {"trust_list", 1, {{"version", Integer}, {"issued_s", Integer}, {"signed_bytes", Blob}}},
      {"office", 1, {{"id", Text}, {"names", Text}, {"closed_ms", Integer}}},
      {"office_item", 2, {{"office_id", Text}, {"id", Text}, {"names", Text}}},
      {"portal", 1, {{"id", Text}, {"key_digest", Blob}, {"portal_key", Blob}, {"origin", Text}, {"office_id", Text}}},
      {"portal_sign_in", 1, {{"portal_id", Text}, {"names", Text}, {"sealing_key", Blob}, {"scenes", Text}, {"return_addresses", Text}}},
      {"portal_request", 1, {{"id", Blob}, {"portal_id", Text}, {"request", Blob}, {"taken_ms", Integer}, {"expires_ms", Integer},
                             {"ticket_digest", Blob}, {"answer", Blob}}},
      {"ended_service", 1, {{"id_digest", Blob}, {"office_id", Text}, {"item_id", Text}, {"channel", Integer}, {"pass_digest", Blob},
                            {"ended_s", Integer}, {"has_ticket", Integer}, {"blinded", Blob}}},
      {"rating", 2, {{"office_id", Text}, {"token_digest", Blob}, {"rating_digest", Blob}, {"item_id", Text}, {"channel", Integer},
                     {"week", Integer}, {"utc_day", Integer}, {"level", Integer}, {"indicators", Text}, {"reasons", Text}, {"words", Text},
                     {"reply_digest", Blob}, {"unusual", Integer}}},
      {"figure", 4, {{"office_id", Text}, {"item_id", Text}, {"channel", Integer}, {"week", Integer}, {"services", Integer}, {"tickets", Integer},
                     {"tokens", Integer}, {"ratings", Integer}, {"level_1", Integer}, {"level_2", Integer}, {"level_3", Integer},
                     {"level_4", Integer}, {"level_5", Integer}, {"unusual", Integer}}},
      {"shown_figure", 4, {{"office_id", Text}, {"item_id", Text}, {"channel", Integer}, {"year", Integer}, {"counted", Integer},
                           {"services", Integer}, {"tickets", Integer}, {"tokens", Integer}, {"ratings", Integer}, {"level_1", Integer},
                           {"level_2", Integer}, {"level_3", Integer}, {"level_4", Integer}, {"level_5", Integer}, {"unusual", Integer},
                           {"shown_day", Integer}}},
      {"staff_link", 1, {{"secret_digest", Blob}, {"office_id", Text}, {"expires_ms", Integer}}},
      {"rating_case", 2, {{"office_id", Text}, {"reply_digest", Blob}, {"item_id", Text}, {"channel", Integer}, {"week", Integer}, {"level", Integer},
                          {"reasons", Blob}, {"words", Text}, {"opened_day", Integer}, {"complexity", Integer}, {"contacted_day", Integer},
                          {"answered_day", Integer}, {"contradicted_day", Integer}, {"closed_day", Integer}, {"is_closed_by_clock", Integer},
                          {"level_before", Integer}}},
      {"case_words", 3, {{"office_id", Text}, {"reply_digest", Blob}, {"number", Integer}, {"is_of_office", Integer}, {"utc_day", Integer},
                         {"words", Text}}},
      {"city_fact", 1, {{"name", Text}, {"value", Blob}}},
  };
  return tables;
}

}  // namespace citycode::server
