#include "http/problem.h"

namespace citycode::server {

std::string_view problemTitle(Fault fault) {
  switch (fault) {
    case Fault::EnrolUnknownCode: return "This enrolment code is not known here.";
    case Fault::EnrolExpiredCode: return "This enrolment code has expired. Please ask for a new one.";
    case Fault::EnrolUsedCode: return "This enrolment code was already used.";
    case Fault::EnrolBadKey: return "This key cannot be used. Please let the device make a new one.";
    case Fault::EnrolWrongKind: return "This enrolment code is for another kind of device.";
    case Fault::IssueUnknownDevice: return "This device is not enrolled here.";
    case Fault::IssueTooManyKeys: return "Too many passes were asked for at once.";
    case Fault::IssueQuotaReached: return "This device has received all its passes for today.";
    case Fault::IssueScopeNotForHolder: return "This kind of pass is not for this person.";
    case Fault::TicketUnknown: return "This ticket is not known here.";
    case Fault::TicketNotEnded: return "This service has not ended yet.";
    case Fault::TicketExpired: return "This ticket has expired.";
    case Fault::TicketUsed: return "This ticket was already used.";
    case Fault::TicketOtherPass: return "This ticket is for the phone whose code was shown.";
    case Fault::TicketUnknownOffice: return "This office or service is not in the city's list.";
    case Fault::TicketOfficeClosed: return "This office is closed.";
    case Fault::RatingBadRating: return "This rating could not be understood.";
    case Fault::RatingBadText: return "The text of this rating cannot be taken.";
    case Fault::RatingBadToken: return "This rating's token was not given for this service.";
    case Fault::RatingSpent: return "This service was already rated.";
    case Fault::RatingTooLate: return "It is too late to rate this service.";
    case Fault::CaseUnknown: return "There is no such case.";
    case Fault::CaseClosed: return "This case is closed, or this has no place in it now.";
    case Fault::CaseChanged: return "Somebody wrote in this case meanwhile.";
    case Fault::CaseFull: return "There is no more room in this case.";
    case Fault::CaseUnknownLink: return "This staff link is none, or has ended.";
    case Fault::PortalBadRequest: return "This request of a site is damaged, or is not of this city.";
    case Fault::PortalBadCode: return "This is no code of a request.";
    case Fault::PortalOldCode: return "This code is no longer the one that the site shows.";
    case Fault::PortalUnknown: return "This request is over, or not known here.";
    case Fault::PortalOpened: return "Another phone has opened this request.";
    case Fault::PortalNotRegistered: return "The site is not registered for what this request says.";
    case Fault::TimeExpired: return "This has expired.";
    case Fault::TimeNotYetValid: return "This is not valid yet: the clock of whoever made it is ahead.";
    case Fault::TrustUnknownIssuer: case Fault::TrustIssuerNotValidThen: case Fault::TrustIssuerNotForScope:
      return "The record in this is no longer one of the city's. Please fetch it anew.";
    case Fault::TrustTooOld: case Fault::TimeClockBehindList: return "The city's trust list cannot be used just now.";
    case Fault::ScopeAttributeNotAllowed: return "This kind of pass does not have what was asked for.";
    case Fault::TokenBadElement: return "The blinded token could not be understood.";
    case Fault::ScopeUnknown: return "This scene is not known here.";
    case Fault::RequestMalformed: return "The request could not be understood.";
    case Fault::RequestTooLarge: return "The request is too large.";
    case Fault::RequestNotFound: return "There is nothing at this address.";
    case Fault::RequestMethodNotAllowed: return "This address does not answer this method.";
    case Fault::RequestUnsupportedType: return "The request must be JSON.";
    case Fault::RequestTimeout: return "The request took too long to arrive.";
    case Fault::RequestTooMany: return "Too many requests. Please wait a moment.";
    case Fault::RequestSignatureMissing: return "The request is not signed.";
    case Fault::RequestSignatureMismatch: return "The request's signature does not fit.";
    case Fault::RequestDigestMismatch: return "The request was changed on its way.";
    case Fault::RequestClockDiffers: return "The device's clock differs too much from the server's.";
    case Fault::RequestReplayed: return "This request was already received.";
    case Fault::RequestServerClockInDoubt: return "The server's clock is being checked. Please try again later.";
    case Fault::StoreUnavailable: return "The records cannot be reached just now.";
    case Fault::StoreDamaged: return "The records are damaged and must be restored.";
    case Fault::StoreDiskFull: return "The server's disk is full.";
    case Fault::StoreNoPermission: return "The server may not write its records.";
    case Fault::TrustMissing: return "The trust list is not there yet.";
    case Fault::InternalBug: return "Something is wrong on our side.";

    // Decided by verifiers and browsers: they never leave this server.
    case Fault::CodeNotCityCode: case Fault::CodeTooLong: case Fault::CodeBadBase45:
    case Fault::CborTruncated: case Fault::CborTrailingBytes: case Fault::CborIndefiniteLength:
    case Fault::CborNotShortest: case Fault::CborUnexpectedType: case Fault::CborDuplicateKey:
    case Fault::CborUnsortedKeys: case Fault::CborTooDeep: case Fault::CborTooLarge: case Fault::CborBadUtf8:
    case Fault::CoseBadStructure: case Fault::CoseUnsupportedAlgorithm: case Fault::CoseUnknownHeader:
    case Fault::PassMissingClaim: case Fault::PassUnknownClaim: case Fault::PassBadValue: case Fault::PassTooLong:
    case Fault::PresentationMissingClaim: case Fault::PresentationUnknownClaim: case Fault::PresentationBadValue:
    case Fault::KeySealBroken:
    case Fault::TrustBadList: case Fault::TrustBadSignature: case Fault::TrustRolledBack:
    case Fault::TrustFromFuture:
    case Fault::SignatureIssuerMismatch: case Fault::SignatureHolderMismatch: case Fault::SignatureWeakKey:
    case Fault::TimePassTooLongLived: case Fault::TimeShownTooLongAgo: case Fault::TimeShownInFuture: case Fault::TimeClockWentBack:
    case Fault::ScopeWrongScene:
    case Fault::AudienceWrongScene: case Fault::AudienceWrongVenue: case Fault::AudienceWrongNonce:
    case Fault::RevocationRevoked: case Fault::RevocationListMissing:
    case Fault::ReplaySeen: case Fault::ReplayReused: case Fault::ReplayMemoryFull:
    case Fault::ImageBadSize: case Fault::ImageNoCode: case Fault::ImageTwoCodes: case Fault::SymbolTooLong:
    case Fault::StartPortTaken: case Fault::StartBadOption:
    case Fault::EnvCameraDenied: case Fault::EnvCameraMissing: case Fault::EnvCameraLost: case Fault::EnvOffline:
    case Fault::EnvStorageDenied: case Fault::EnvStorageFull: case Fault::EnvModuleNotLoaded:
    case Fault::EnvNoPassesLeft: case Fault::EnvFileUnreadable: case Fault::EnvClockDiffers: case Fault::EnvPixelsBlocked: case Fault::EnvCameraSilent: case Fault::EnvStorageSilent:
    case Fault::RevocationBadList: case Fault::RevocationBadSignature: case Fault::RevocationOtherIssuer: case Fault::RevocationRolledBack:
    case Fault::RevocationFromFuture: case Fault::RevocationDeltaNotForThisList: case Fault::RevocationTooOld: case Fault::ScopeSceneKeyMissing:
    case Fault::ScopeSealBroken: case Fault::ScopeBadSceneKey: case Fault::TrustPartsMixed: case Fault::ReplayBadShare:
    case Fault::VenueBadRecord: case Fault::PortalAnswerBroken: case Fault::PortalIncomplete: case Fault::PaperBadCompression: case Fault::PaperTooLarge:
    case Fault::PaperNoIdentity: case Fault::PaperBadValue: case Fault::PaperOtherAlgorithm: case Fault::PaperEncrypted:
    case Fault::TokenBadProof: case Fault::TokenBadKey: case Fault::TokenOtherKey: case Fault::TicketBadTicket: case Fault::LogBadCheckpoint:
    case Fault::LogBadSignature: case Fault::LogTooFewWitnesses: case Fault::LogBadProof: case Fault::LogRolledBack:
    case Fault::EnvInsecureAddress: case Fault::CodeLaterVersion: case Fault::CodeVenueSheet: case Fault::CodePortalRequest:
    case Fault::CodeEnrolment: case Fault::CodeListPart: case Fault::TimeClockAhead:
    case Fault::EnvNotTheOffice: case Fault::EnvCryptoMissing: case Fault::EnvStorageEvicted:
      break;
  }
  return "The request could not be answered.";
}

}  // namespace citycode::server
