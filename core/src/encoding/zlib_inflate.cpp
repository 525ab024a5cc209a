#include "encoding/zlib_stream.h"

#include <libdeflate.h>

#include <algorithm>
#include <memory>

namespace citycode {
namespace {

struct FreeDecompressor {
  void operator()(libdeflate_decompressor* decompressor) const { libdeflate_free_decompressor(decompressor); }
};

/// Texts pack to about a third; a list that is mostly zeros is tried again with twice the room.
constexpr std::size_t kUsualRatio = 4;
constexpr std::size_t kSmallestTryBytes = 256;

}  // namespace

// The stream does not say how long it is. Room is doubled from a modest guess, so that a small stream that claims
// much costs what it really holds: at most twice the work of one pass.
Result<Bytes> inflateZlib(ByteView packed, std::size_t maxBytes) {
  const std::unique_ptr<libdeflate_decompressor, FreeDecompressor> decompressor(libdeflate_alloc_decompressor());
  if (!decompressor) return Fault::InternalBug;
  std::size_t room = std::min(maxBytes, std::max(kSmallestTryBytes, packed.size() * kUsualRatio));
  for (;;) {
    Bytes plain(room);
    std::uint8_t nothing = 0;   // the library counts from where its output begins, which must be somewhere
    std::size_t taken = 0, written = 0;
    switch (libdeflate_zlib_decompress_ex(decompressor.get(), packed.data(), packed.size(), room > 0 ? plain.data() : &nothing,
                                          room, &taken, &written)) {
      case LIBDEFLATE_SUCCESS:
        if (taken != packed.size()) return Fault::PaperBadCompression;   // something follows the stream
        plain.resize(written);
        return plain;
      case LIBDEFLATE_INSUFFICIENT_SPACE:
        if (room == maxBytes) return Fault::PaperTooLarge;
        room = room > maxBytes / 2 ? maxBytes : room * 2;
        break;
      default: return Fault::PaperBadCompression;
    }
  }
}

}  // namespace citycode
