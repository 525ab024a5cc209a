// A request that was let in: what a route's handler works with.
#pragma once

#include <optional>

#include "callers/caller.h"
#include "citycode/result.h"
#include "http/path_template.h"
#include "http/problem.h"
#include "http/request.h"
#include "http/response.h"
#include "signing/http_signature.h"

namespace citycode::server {

struct Admitted {
  Caller caller;
  std::optional<SignatureParameters> signature{};   // of whoever signs requests
};

class Call {
 public:
  Call(const Request& incoming, PathParameters parameters, Admitted admitted)
      : request(incoming), path(std::move(parameters)), admitted_(std::move(admitted)) {}

  const Request& request;
  const PathParameters path;

  const Caller& caller() const { return admitted_.caller; }
  /// The row's caller; to ask for another one is a bug, which throws.
  const Device& device() const { return std::get<Device>(admitted_.caller); }
  const Terminal& terminal() const { return std::get<Terminal>(admitted_.caller); }
  const Portal& portal() const { return std::get<Portal>(admitted_.caller); }
  const OfficeStaff& staff() const { return std::get<OfficeStaff>(admitted_.caller); }
  const SignatureParameters& signature() const { return admitted_.signature.value(); }

 private:
  Admitted admitted_;
};

/// Finds out who calls. This one knows nobody, and is enough for routes for anyone.
class Authenticator {
 public:
  virtual ~Authenticator() = default;

  /// Whoever the row lets in. Faults: issue/unknown-device for anybody else, and what is wrong with the request.
  virtual Result<Admitted> admit(const Request&, const Callers& callers) {
    if (callers.include(Callers::Kind::Anyone)) return Admitted{Anyone{}};
    return Fault::IssueUnknownDevice;
  }

  /// The answer to a refusal, of the caller or by a handler.
  virtual Response refuse(Fault fault, const Request& request) const { return problem(fault, request.requestId); }
};

}  // namespace citycode::server
