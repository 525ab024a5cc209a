// Known answers that a module must give before anybody trusts it.
#pragma once

namespace citycode {

/// False when anything differs: a damaged file, a wrong compiler, a broken engine.
/// RFC 8032's first test, and the same with one bit flipped.
bool signsAndVerifies();
/// Draws a symbol and reads it back: by the first frame, so that a module without the reader starts like any other.
bool drawsAndReads();

}  // namespace citycode
