// How a log lies on a disk or behind a web server: C2SP tlog-tiles. A tile is up to 256 hashes of one level of the
// tree, 8 levels apart; an entry bundle is up to 256 entries. Only the rightmost of each row is partial, and each
// file, once whole, never changes.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "citycode/bytes.h"
#include "citycode/limits.h"
#include "citycode/result.h"
#include "log/log_proof.h"

namespace citycode {

inline constexpr unsigned kTileLevelHeight = 8;   // log2(256)
inline constexpr std::size_t kMaxTileBytes = kTileWidth * kSha256Bytes;

/// Rows of tiles that a log of kMaxLogSize leaves has: 53 levels in steps of 8.
inline constexpr unsigned kMaxTileLevels = 7;

struct TileAddress {
  bool entries = false;      // an entry bundle; its level is 0
  unsigned level = 0;        // below kMaxTileLevels
  std::uint64_t index = 0;
  unsigned width = kTileWidth;   // 1 to 256; below 256 a partial tile

  bool operator==(const TileAddress&) const = default;
};

/// "tile/0/x001/x234/067" or "tile/entries/000.p/17".
std::string tilePath(const TileAddress& tile);
/// The reverse, of a path that somebody asked for: only what `tilePath` writes is taken. Fault: request/not-found.
Result<TileAddress> readTilePath(std::string_view path);

/// The tile that holds a node, and where in it: hash `first` and the `count` - 1 after it make the node.
struct TilePlace {
  TileAddress tile;    // as wide as a log of `size` leaves has it
  unsigned first = 0;
  unsigned count = 1;
};
/// Precondition: the log of `size` leaves holds the whole subtree (see LogNodes::node).
TilePlace tileOfNode(unsigned level, std::uint64_t index, std::uint64_t size);

/// Reads tiles for proofs over a log of `size` leaves: whoever has files or a network implements `tile`.
class TileNodes : public LogNodes {
 public:
  explicit TileNodes(std::uint64_t size) : size_(size) {}
  Result<LogHash> node(unsigned level, std::uint64_t index) final;

 protected:
  /// The bytes of a tile, width * 32 of them; of another size they are log/bad-proof.
  virtual Result<Bytes> tile(const TileAddress& address) = 0;

 private:
  std::uint64_t size_;
};

/// Entries with their lengths in front, at most 256. Faults: log/bad-proof (too many, or an entry too long).
Result<Bytes> encodeEntryBundle(std::span<const ByteView> entries);
/// Exactly `width` entries and nothing more; views into `bundle`. Fault: log/bad-proof.
Result<std::vector<ByteView>> decodeEntryBundle(ByteView bundle, unsigned width);

struct Tile {
  TileAddress address;
  Bytes hashes;
};

/// The right edge of a growing log: what it takes to append, to know the root and to write the tiles, in at most
/// 7 * 8 KiB whatever the log's size.
class LogWriter {
 public:
  LogWriter() = default;

  /// Goes on from a log of `size` leaves; `partialTiles` is what `partialTiles()` gave at that size, in its order.
  /// The caller compares `root()` with the checkpoint that it signed. Fault: log/bad-proof (tiles of another size).
  static Result<LogWriter> resume(std::uint64_t size, std::span<const Tile> partialTiles);

  /// Appends one leaf. Tiles that it made whole are appended to `whole`, the lowest first.
  /// Fault: log/bad-proof at kMaxLogSize.
  Result<Done> append(const LogHash& leaf, std::vector<Tile>& whole);

  std::uint64_t size() const { return size_; }
  LogHash root() const;
  /// The partial tiles of this size, the lowest first; a row whose last tile is whole has none.
  std::vector<Tile> partialTiles() const;

 private:
  std::uint64_t size_ = 0;
  std::array<std::vector<LogHash>, kMaxTileLevels> edge_;   // the hashes of each row's partial tile
};

}  // namespace citycode
