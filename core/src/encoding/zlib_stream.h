// zlib streams (RFC 1950), by the library libdeflate: paper codes and status lists are packed in them.
#pragma once

#include <cstddef>

#include "citycode/bytes.h"
#include "citycode/result.h"

namespace citycode {

/// Unpacks exactly one stream. `packed` is untrusted and may come straight from a code or the network: never more
/// than `maxBytes` of output are held (beside a working state of 12 KB), whatever the stream claims; what the caller
/// needs decides that number. The Adler-32 checksum must match and nothing may follow the stream; a stream that
/// wants a preset dictionary is refused.
/// Faults: paper/bad-compression; paper/too-large when the output would be longer than `maxBytes`.
Result<Bytes> inflateZlib(ByteView packed, std::size_t maxBytes);

/// Packs as small as the library can, for what is written rarely and read often.
Bytes deflateZlib(ByteView plain);

}  // namespace citycode
