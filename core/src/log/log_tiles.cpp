#include "log/log_tiles.h"

#include <charconv>

namespace citycode {
namespace {

constexpr std::string_view kEntries = "entries";

// Takes a decimal number without leading zeros, at most `limit`.
bool takeNumber(std::string_view& text, unsigned limit, unsigned& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const auto digits = static_cast<std::size_t>(end - text.data());
  if (error != std::errc{} || value > limit || (digits > 1 && text[0] == '0')) return false;
  text.remove_prefix(digits);
  return true;
}

bool take(std::string_view& text, std::string_view expected) {
  if (!text.starts_with(expected)) return false;
  text.remove_prefix(expected.size());
  return true;
}

// Three digits of the index; all but the last group begin with "x".
bool takeIndex(std::string_view& text, std::uint64_t& index) {
  constexpr std::uint64_t kLargestIndex = kMaxLogSize / kTileWidth;
  index = 0;
  for (;;) {
    const bool more = take(text, "x");
    if (text.size() < 3) return false;
    for (int i = 0; i < 3; ++i) {
      if (text[i] < '0' || text[i] > '9') return false;
      index = index * 10 + static_cast<std::uint64_t>(text[i] - '0');
    }
    if (index > kLargestIndex) return false;
    text.remove_prefix(3);
    if (!more) return true;
    if (!take(text, "/")) return false;
  }
}

LogHash hashAt(ByteView hashes, std::size_t place) {
  LogHash hash;
  std::copy_n(hashes.begin() + static_cast<std::ptrdiff_t>(place * kSha256Bytes), kSha256Bytes, hash.begin());
  return hash;
}

// The root of a whole subtree from its bottom row; `row` has a power of two of hashes and is used up.
LogHash subtreeRoot(std::vector<LogHash> row) {
  while (row.size() > 1) {
    for (std::size_t i = 0; i < row.size() / 2; ++i) row[i] = nodeHash(row[2 * i], row[2 * i + 1]);
    row.resize(row.size() / 2);
  }
  return row[0];
}

// Whole hashes in the row of tiles at `level` of a log of `size` leaves.
std::uint64_t rowLength(unsigned level, std::uint64_t size) { return size >> (level * kTileLevelHeight); }

}  // namespace

std::string tilePath(const TileAddress& tile) {
  std::string path = "tile/";
  path += tile.entries ? std::string(kEntries) : std::to_string(tile.level);
  std::string groups;
  std::uint64_t left = tile.index;
  do {
    const std::string digits = std::to_string(1000 + left % 1000).substr(1);
    groups = (groups.empty() ? "/" : "/x") + digits + groups;
    left /= 1000;
  } while (left > 0);
  path += groups;
  if (tile.width < kTileWidth) path += ".p/" + std::to_string(tile.width);
  return path;
}

Result<TileAddress> readTilePath(std::string_view path) {
  TileAddress tile;
  std::string_view rest = path;
  if (!take(rest, "tile/")) return Fault::RequestNotFound;
  tile.entries = take(rest, kEntries);
  const bool fits = (tile.entries || takeNumber(rest, kMaxTileLevels - 1, tile.level)) && take(rest, "/") &&
                    takeIndex(rest, tile.index) &&
                    (rest.empty() || (take(rest, ".p/") && takeNumber(rest, kTileWidth - 1, tile.width) && rest.empty()));
  if (!fits || tile.width == 0 || tilePath(tile) != path) return Fault::RequestNotFound;
  return tile;
}

TilePlace tileOfNode(unsigned level, std::uint64_t index, std::uint64_t size) {
  TilePlace place;
  const unsigned above = level % kTileLevelHeight;   // the node's height over the row that its tile keeps
  place.tile.level = level / kTileLevelHeight;
  const std::uint64_t firstHash = index << above;
  place.tile.index = firstHash / kTileWidth;
  place.first = static_cast<unsigned>(firstHash % kTileWidth);
  place.count = 1u << above;
  const std::uint64_t before = place.tile.index * kTileWidth;
  place.tile.width = static_cast<unsigned>(std::min<std::uint64_t>(kTileWidth, rowLength(place.tile.level, size) - before));
  return place;
}

Result<LogHash> TileNodes::node(unsigned level, std::uint64_t index) {
  if (level >= kMaxTileLevels * kTileLevelHeight || index >= (size_ >> level)) return Fault::LogBadProof;
  const TilePlace place = tileOfNode(level, index, size_);
  CC_TRY(hashes, tile(place.tile));
  if (hashes.size() != place.tile.width * kSha256Bytes) return Fault::LogBadProof;
  std::vector<LogHash> row;
  row.reserve(place.count);
  for (unsigned i = 0; i < place.count; ++i) row.push_back(hashAt(hashes, place.first + i));
  return subtreeRoot(std::move(row));
}

Result<Bytes> encodeEntryBundle(std::span<const ByteView> entries) {
  if (entries.size() > kTileWidth) return Fault::LogBadProof;
  Bytes bundle;
  for (const ByteView entry : entries) {
    if (entry.size() > kMaxLogEntryBytes) return Fault::LogBadProof;
    bundle.push_back(static_cast<std::uint8_t>(entry.size() >> 8));
    bundle.push_back(static_cast<std::uint8_t>(entry.size()));
    bundle.insert(bundle.end(), entry.begin(), entry.end());
  }
  return bundle;
}

Result<std::vector<ByteView>> decodeEntryBundle(ByteView bundle, unsigned width) {
  if (width == 0 || width > kTileWidth) return Fault::LogBadProof;
  std::vector<ByteView> entries;
  for (unsigned i = 0; i < width; ++i) {
    if (bundle.size() < 2) return Fault::LogBadProof;
    const std::size_t size = static_cast<std::size_t>(bundle[0] << 8 | bundle[1]);
    if (bundle.size() < 2 + size) return Fault::LogBadProof;
    entries.push_back(bundle.subspan(2, size));
    bundle = bundle.subspan(2 + size);
  }
  if (!bundle.empty()) return Fault::LogBadProof;
  return entries;
}

Result<LogWriter> LogWriter::resume(std::uint64_t size, std::span<const Tile> partialTiles) {
  if (size > kMaxLogSize) return Fault::LogBadProof;
  LogWriter writer;
  writer.size_ = size;
  std::size_t next = 0;
  for (unsigned level = 0; level < kMaxTileLevels; ++level) {
    const std::uint64_t length = rowLength(level, size);
    const auto width = static_cast<unsigned>(length % kTileWidth);
    if (width == 0) continue;
    if (next == partialTiles.size()) return Fault::LogBadProof;
    const Tile& tile = partialTiles[next++];
    const TileAddress expected{false, level, length / kTileWidth, width};
    if (tile.address != expected || tile.hashes.size() != width * kSha256Bytes) return Fault::LogBadProof;
    for (unsigned i = 0; i < width; ++i) writer.edge_[level].push_back(hashAt(tile.hashes, i));
  }
  if (next != partialTiles.size()) return Fault::LogBadProof;
  return writer;
}

Result<Done> LogWriter::append(const LogHash& leaf, std::vector<Tile>& whole) {
  if (size_ == kMaxLogSize) return Fault::LogBadProof;
  ++size_;
  LogHash hash = leaf;
  for (unsigned level = 0; level < kMaxTileLevels; ++level) {
    std::vector<LogHash>& row = edge_[level];
    row.push_back(hash);
    if (row.size() < kTileWidth) break;
    Tile tile{{false, level, rowLength(level, size_) / kTileWidth - 1, kTileWidth}, {}};
    tile.hashes.reserve(kMaxTileBytes);
    for (const LogHash& each : row) tile.hashes.insert(tile.hashes.end(), each.begin(), each.end());
    whole.push_back(std::move(tile));
    hash = subtreeRoot(std::move(row));
    row.clear();
  }
  return Done{};
}

LogHash LogWriter::root() const {
  // The whole subtrees from the right, smallest first: each joins what stands to its right.
  LogHash right{};
  bool some = false;
  for (const std::vector<LogHash>& row : edge_) {
    std::size_t end = row.size();
    for (std::size_t width = 1; end > 0; width *= 2) {
      if ((row.size() & width) == 0) continue;
      const auto first = row.begin() + static_cast<std::ptrdiff_t>(end - width);
      const LogHash peak = subtreeRoot({first, first + static_cast<std::ptrdiff_t>(width)});
      right = some ? nodeHash(peak, right) : peak;
      some = true;
      end -= width;
    }
  }
  return some ? right : emptyLogRoot();
}

std::vector<Tile> LogWriter::partialTiles() const {
  std::vector<Tile> tiles;
  for (unsigned level = 0; level < kMaxTileLevels; ++level) {
    const std::vector<LogHash>& row = edge_[level];
    if (row.empty()) continue;
    Tile tile{{false, level, rowLength(level, size_) / kTileWidth, static_cast<unsigned>(row.size())}, {}};
    for (const LogHash& hash : row) tile.hashes.insert(tile.hashes.end(), hash.begin(), hash.end());
    tiles.push_back(std::move(tile));
  }
  return tiles;
}

}  // namespace citycode
