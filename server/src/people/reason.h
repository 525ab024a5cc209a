// Why a line of the register's file is not taken: an id for programs, a sentence for people. None repeats what stands in the line.
#pragma once

#include <string_view>

namespace citycode::server {

inline constexpr std::string_view kLineText = "line/text", kLineFields = "line/fields", kLineJson = "line/json", kLineTooLong = "line/too-long", kLineUnknownField = "line/unknown-field";
inline constexpr std::string_view kIdMissing = "id/missing", kIdTwice = "id/twice", kIdShape = "id/shape";
inline constexpr std::string_view kNameMissing = "name/missing", kNameUnfit = "name/unfit", kNameTooLong = "name/too-long";
inline constexpr std::string_view kDocumentMissing = "document/missing", kDocumentKind = "document/kind", kDocumentShape = "document/shape", kDocumentBirth = "document/birth",
                                  kDocumentCheck = "document/check-digit", kDocumentTwice = "document/twice", kDocumentOfAnother = "document/of-another";
inline constexpr std::string_view kBornMissing = "born/missing", kBornDate = "born/no-date", kBornFuture = "born/in-the-future", kBornDiffers = "born/differs-from-document";
inline constexpr std::string_view kFlag = "value/yes-or-no", kInsurance = "value/insurance", kHeld = "value/held", kEnterprise = "value/enterprise", kHolderClass = "value/holder-class";
inline constexpr std::string_view kGuardianUnknown = "guardian/unknown", kGuardianSelf = "guardian/self";

std::string_view sentenceOf(std::string_view reason);

}  // namespace citycode::server
