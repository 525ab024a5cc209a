// Claim 169's field numbers that a paper code writes and reads (MOSIP, "169 - QR Code Specifications", section 3).
#pragma once

#include <cstdint>
#include <string_view>

namespace citycode::paper {

inline constexpr std::int64_t kId = 1, kFullName = 4, kPhoto = 16, kPhotoFormat = 17, kLegalStatus = 22, kFace = 62;

inline constexpr std::int64_t kClaimIss = 1;          // RFC 8392 section 3.1.1
inline constexpr std::int64_t kClaimIdentity = 169;   // IANA registry "CWT Claims"
inline constexpr std::int64_t kClaimStatus = 65535;   // draft-ietf-oauth-status-list section 6
inline constexpr std::string_view kStatusList = "status_list", kStatusIndex = "idx", kStatusUri = "uri";

/// Before the COSE_Sign1: tag 18 (RFC 9052 table 1).
inline constexpr std::uint8_t kTagSign1 = 0xd2;

inline constexpr std::size_t kMaxIssuerBytes = 128, kMaxStatusUriBytes = 128;

}  // namespace citycode::paper
