#include "people/reason.h"

#include <algorithm>
#include <array>
#include <utility>

namespace citycode::server {
namespace {

constexpr std::array kSentences{
    std::pair(kLineText, "it is not well-formed UTF-8"),
    std::pair(kLineFields, "it has another number of fields than the header, or a quotation mark in a wrong place"),
    std::pair(kLineJson, "it is no JSON object whose members are texts, lists of texts, true or false"),
    std::pair(kLineTooLong, "it is longer than a person's record can be"),
    std::pair(kLineUnknownField, "it has a member that is not known"),
    std::pair(kIdMissing, "it has no id of the register"),
    std::pair(kIdTwice, "its id stands in an earlier line already"),
    std::pair(kIdShape, "its id has more than 64 bytes, or characters that are not seen"),
    std::pair(kNameMissing, "it has neither a Chinese nor a Latin name"),
    std::pair(kNameUnfit, "a name has characters that are not seen or belong to nobody"),
    std::pair(kNameTooLong, "a name has more than 200 bytes"),
    std::pair(kDocumentMissing, "it has no document"),
    std::pair(kDocumentKind, "a document's kind is none of resident, hong-kong-macao, taiwan, passport, foreign-permanent-resident, with a colon behind it"),
    std::pair(kDocumentShape, "a document's number cannot be one of its kind"),
    std::pair(kDocumentBirth, "a document's number has a birth date that does not exist"),
    std::pair(kDocumentCheck, "a document's number does not fit its check character"),
    std::pair(kDocumentTwice, "it has a document twice"),
    std::pair(kDocumentOfAnother, "a document is another person's already"),
    std::pair(kBornMissing, "it has no birth date: give the year alone where the register knows no more"),
    std::pair(kBornDate, "its birth date does not exist, or is not written as 1990, 1990-03 or 1990-03-07"),
    std::pair(kBornFuture, "its birth date is to come"),
    std::pair(kBornDiffers, "its birth date is not the one in the document's number"),
    std::pair(kFlag, "city_resident is neither yes nor no"),
    std::pair(kInsurance, "insurance is none of self-pay, employee, resident"),
    std::pair(kHeld, "a permit or certificate is neither yes, no nor a day such as 2027-12-31"),
    std::pair(kEnterprise, "an enterprise needs its code of 18 characters and a role of at most 40 bytes, or neither"),
    std::pair(kHolderClass, "holder_class is not the kind of one of the documents"),
    std::pair(kGuardianUnknown, "a guardian is neither in the records nor in this file"),
    std::pair(kGuardianSelf, "somebody is their own guardian"),
};

}  // namespace

std::string_view sentenceOf(std::string_view reason) {
  const auto found = std::find_if(kSentences.begin(), kSentences.end(), [&](const auto& each) { return each.first == reason; });
  return found == kSentences.end() ? reason : found->second;
}

}  // namespace citycode::server
