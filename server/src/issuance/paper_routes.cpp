#include "issuance/paper_routes.h"

#include "enrolment/admitted_device.h"
#include "http/json.h"

namespace citycode::server {
namespace {

constexpr std::size_t kMaxFormatBytes = 8;
/// base64url of the largest photo is 800 characters; what is longer is refused by its size, not by its text.
constexpr std::size_t kMaxPhotoTextBytes = 16 * 1024;

Result<std::optional<Photo>> readPhoto(const Json& photo) {
  if (photo.is_null()) return std::optional<Photo>();
  if (!photo.is_object() || photo.size() != 2) return Fault::RequestMalformed;
  CC_TRY(formatName, takeText(photo, "format", kMaxFormatBytes));
  CC_TRY(text, takeText(photo, "data", kMaxPhotoTextBytes));
  CC_TRY(bytes, decodeBase64Url(text));
  // What every browser can show to the one who compares.
  for (const PhotoFormat format : {PhotoFormat::Jpeg, PhotoFormat::Avif, PhotoFormat::Webp})
    if (formatName == photoFormatName(format)) return std::optional(Photo{format, std::move(bytes)});
  return Fault::PaperBadValue;
}

}  // namespace

void PaperRoutes::addTo(Router& router) const {
  router.add(Method::Post, "/v1/paper-codes", Work::Blocking, [this](const Request& r) { return answer(r); });
}

Response PaperRoutes::answer(const Request& request) const {
  const auto parameters = issuance.signedRequests.read(request);
  if (!parameters) return issuance.signedRequests.refuse(parameters.fault(), request);
  const std::int64_t now = issuance.clock.nowUnixSeconds();
  auto issued = issue(request, *parameters, now);
  if (issued) return std::move(*issued);
  if (issued.fault() == Fault::IssueQuotaReached)
    return problem(issued.fault(), request.requestId, {.retryAfterSeconds = kSecondsPerDay - now % kSecondsPerDay});
  return issuance.signedRequests.refuse(issued.fault(), request);
}

Result<Response> PaperRoutes::issue(const Request& request, const SignatureParameters& parameters,
                                    std::int64_t nowUnixSeconds) const {
  CC_TRY(device, admitDevice(issuance.store, issuance.signedRequests, request, parameters));
  CC_TRY(body, readJsonObject(request.body, 1));
  const auto member = body.find("photo");
  if (member == body.end()) return Fault::RequestMalformed;
  CC_TRY(photo, readPhoto(*member));
  CC_CHECK(useOnce(issuance.store, parameters));
  CC_TRY(paper, office.issue(device, std::move(photo), nowUnixSeconds));
  const PersonRecord& person = device.person.record;
  return jsonResponse(201, {{"text", paper.text},
                            {"name", person.displayName},
                            {"documentNumberMasked", maskDocumentNumber(person.documentNumber)},
                            {"holderClass", holderClassName(person.holderClass)},
                            {"notBeforeUnixSeconds", paper.notBeforeUnixSeconds},
                            {"expiresUnixSeconds", paper.expiresUnixSeconds}});
}

}  // namespace citycode::server
