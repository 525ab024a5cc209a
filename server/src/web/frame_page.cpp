#include "web/frame_page.h"

#include "places/portal_request.h"

namespace citycode::server {
namespace {

// In the head of the built page.
constexpr std::string_view kPlace = "<meta name=\"citycode-host\" content=\"";

}  // namespace

Result<std::string> framePageFor(std::string_view page, std::string_view origin) {
  // Letters, digits and three signs: it needs no escape here, and none in a header.
  if (!isPortalOrigin(origin)) return Fault::StoreDamaged;
  const std::size_t at = page.find(kPlace);
  if (at == std::string_view::npos) return Fault::RequestNotFound;
  return std::string(page).insert(at + kPlace.size(), origin);
}

}  // namespace citycode::server
