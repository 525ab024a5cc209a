// Apart from zlib_inflate.cpp, so that a module that only reads links nothing of this.
#include <libdeflate.h>

#include <cassert>
#include <cstdint>
#include <memory>
#include <new>

#include "encoding/zlib_stream.h"

namespace citycode {
namespace {

struct FreeCompressor {
  void operator()(libdeflate_compressor* compressor) const { libdeflate_free_compressor(compressor); }
};

constexpr int kSmallestLevel = 12;   // libdeflate.h: the slowest and smallest of its levels

}  // namespace

Bytes deflateZlib(ByteView plain) {
  const std::unique_ptr<libdeflate_compressor, FreeCompressor> compressor(libdeflate_alloc_compressor(kSmallestLevel));
  if (!compressor) throw std::bad_alloc();   // as every vector here does
  Bytes packed(libdeflate_zlib_compress_bound(compressor.get(), plain.size()));
  const std::uint8_t nothing = 0;   // the library counts from its pointer even when there is nothing to read
  const std::uint8_t* start = plain.empty() ? &nothing : plain.data();
  const std::size_t size = libdeflate_zlib_compress(compressor.get(), start, plain.size(), packed.data(), packed.size());
  assert(size != 0);   // the bound is enough for any input
  packed.resize(size);
  return packed;
}

}  // namespace citycode
