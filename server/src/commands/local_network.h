// A city for the phones in one room: its addresses on the local network, a certificate made on the spot, what a person is shown on the terminal.
#pragma once

#include "commands/options.h"
#include "base/start_failure.h"

namespace citycode::server {

/// The same options on every address of this machine, under TLS with a certificate of its own in the data folder, whose addresses are the origins where none is given.
/// Failure: store/*.
Started<Options> onLocalNetwork(const Options& options);

/// The address to open on a phone, as text and as a symbol, and the certificate's SHA-256 to compare.
std::string invitationTo(const std::string& origin, const CertificateFiles& certificate);

}  // namespace citycode::server
