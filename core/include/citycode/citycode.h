// The front door: everything that a C++ program needs to give passes, show them, read pictures of codes and decide.
// Link citycode::core, and citycode::sight for what draws and reads symbols. Errors are values (result.h): no function
// here throws for bad input. The rules themselves are in docs/format.md.
//
// From a city's keys to a verdict; tests/core/CMakeLists.txt compiles these very lines:
//
//   #include "citycode/citycode.h"
//
//   using namespace citycode;
//
//   // The city signs: whom to believe, what was revoked, a pass.
//   struct Signed {
//     Bytes trustList, statusList, pass;
//   };
//   Result<Signed> signedBy(const SigningKey& city, const PublicKey& phone, std::int64_t now) {
//     TrustList list;
//     list.version = 1;
//     list.issuedUnixSeconds = now;
//     list.cityName = "Example";
//     list.scopes = standardScopes();
//     const ScopePolicy& transit = *list.findScope("transit");
//     list.issuers = {{city.publicKey(), now - 86400, now + 86400, {transit.id}, {}}};
//
//     PassClaims claims;
//     claims.notBeforeUnixSeconds = now / 3600 * 3600;   // passes begin and end on full hours
//     claims.expiresUnixSeconds = claims.notBeforeUnixSeconds + 2 * 3600;
//     claims.holderKey = phone;
//     claims.statusIndex = 7;
//     claims.scopeId = transit.id;
//     claims.attributes[Attribute::FareType] = std::uint64_t{1};
//     CC_TRY(pass, writePass(city, claims));
//
//     const StatusHead today{statusDayOf(claims.notBeforeUnixSeconds), 1, now, now + 86400, 24};
//     CC_TRY(statusList, writeStatusList(city, today, {}));   // nothing is revoked
//     return Signed{writeTrustList(city, list), statusList, pass};
//   }
//
//   // A phone shows its pass, anew for every 5 seconds.
//   Result<Pixels> shownBy(const SigningKey& phone, ByteView pass, std::int64_t now) {
//     const PresentationClaims claims{"transit", slotStart(now), std::nullopt};
//     CC_TRY(toBeSigned, presentationToBeSigned(pass, claims));
//     CC_TRY(text, writeCode(pass, claims, phone.sign(toBeSigned)));
//     CC_TRY(matrix, drawMatrix(text, ErrorCorrection::Medium));
//     return drawPixels(matrix, 4);
//   }
//
//   // A scanner reads a frame; nothing is decided when it shows no code.
//   Result<std::optional<Verdict>> judged(Verifier& verifier, Sight& sight, const Pixels& frame, std::int64_t now) {
//     CC_TRY(luma, lumaFromRgba(frame.rgba, frame.sidePx, frame.sidePx));
//     CC_TRY(symbols, sight.read({luma.data(), frame.sidePx, frame.sidePx, frame.sidePx}, Effort::Frame, kMaxSymbolsPerImage));
//     CC_TRY(chosen, chooseCode(symbols));
//     if (chosen == symbols.size()) return std::optional<Verdict>();
//     const Verifier::Asking asking{.nowUnixSeconds = now, .scopeName = "transit", .venueId = {}, .nonce = {}};
//     return std::optional(verifier.verify(textOf(symbols[chosen].bytes), asking));
//   }
//
//   // All of it. The seeds are 32 random bytes each, and secret.
//   Result<std::optional<Verdict>> example(ByteView citySeed, ByteView phoneSeed, std::int64_t now) {
//     if (!startCrypto()) return Fault::InternalBug;
//     CC_TRY(city, SigningKey::fromSeed(citySeed));
//     CC_TRY(phone, SigningKey::fromSeed(phoneSeed));
//     CC_TRY(given, signedBy(city, phone.publicKey(), now));
//     CC_TRY(frame, shownBy(phone, given.pass, now));
//
//     Verifier verifier;
//     CC_CHECK(verifier.takeTrustList(given.trustList, city.publicKey(), now));   // pinned: here the city's only key
//     CC_CHECK(verifier.takeStatusList(given.statusList, now));
//     Sight sight;
//     return judged(verifier, sight, frame, now);
//   }
//
// The end of the example.
#pragma once

#include "citycode/attribute.h"     // what a scene may learn
#include "citycode/bytes.h"
#include "citycode/crypto.h"        // keys and signatures
#include "citycode/limits.h"        // the numbers of the format
#include "citycode/paper_card.h"    // cards for people without a phone
#include "citycode/pass.h"          // what a city signs, a phone shows, and a scene alone can open
#include "citycode/person.h"        // who somebody is, and what each scene sees of it
#include "citycode/result.h"        // a value, or why something was refused
#include "citycode/status_list.h"   // revoked passes
#include "citycode/symbol.h"        // codes as pictures, drawn and read
#include "citycode/trust_list.h"    // whom to believe, and the policies of scenes
#include "citycode/verdict.h"
#include "citycode/verifier.h"
