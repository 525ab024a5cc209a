// Known answers that a module must give before anybody trusts it.
#pragma once

namespace citycode {

/// Signs and verifies RFC 8032's first test, refuses it with one bit flipped, draws a symbol and reads it
/// back. False when anything differs: a damaged file, a wrong compiler, a broken engine.
bool selfTest();

}  // namespace citycode
