// Tiles of the log: one path for each tile, one form for each bundle, and a writer that goes on from any edge has the
// root that readers of its tiles compute. The first byte says what comes: a path, a bundle or an edge.
#include "log/log_tiles.h"

#include <map>

#include "fuzz.h"

namespace citycode::fuzz {
namespace {

constexpr unsigned kMostAppended = 600;   // two tiles of the lowest row, at least

class Shelf final : public TileNodes {
 public:
  Shelf(std::uint64_t size, const std::map<std::string, Bytes>& files) : TileNodes(size), files_(files) {}

 protected:
  Result<Bytes> tile(const TileAddress& address) override {
    const auto found = files_.find(tilePath(address));
    if (found == files_.end()) return Fault::RequestNotFound;
    return found->second;
  }

 private:
  const std::map<std::string, Bytes>& files_;
};

void checkPath(std::string_view path) {
  const auto tile = readTilePath(path);
  if (!tile) return;
  CC_HOLDS(tilePath(*tile) == path && tile->level < kMaxTileLevels && tile->width >= 1 && tile->width <= kTileWidth);
  CC_HOLDS(path.find("..") == std::string_view::npos && path.find("//") == std::string_view::npos);
}

void checkBundle(unsigned width, ByteView bundle) {
  const auto entries = decodeEntryBundle(bundle, width);
  if (!entries) return;
  CC_HOLDS(entries->size() == width && width <= kTileWidth);
  const auto again = encodeEntryBundle(*entries);
  CC_HOLDS(again && sameBytes(*again, bundle));
}

void checkRoot(const LogWriter& writer, std::map<std::string, Bytes> files) {
  const std::vector<Tile> edge = writer.partialTiles();
  CC_HOLDS(edge.size() <= kMaxTileLevels);
  for (const Tile& tile : edge) files[tilePath(tile.address)] = tile.hashes;
  Shelf shelf(writer.size(), files);
  const auto root = logRoot(shelf, writer.size());
  CC_HOLDS(root && *root == writer.root());
  const auto resumed = LogWriter::resume(writer.size(), edge);
  CC_HOLDS(resumed && resumed->root() == writer.root());
}

// An edge of that size, its hashes filled from `fill` again and again.
std::vector<Tile> edgeOf(std::uint64_t size, ByteView fill) {
  std::vector<Tile> edge;
  for (unsigned level = 0; level < kMaxTileLevels; ++level) {
    const std::uint64_t length = size >> (level * kTileLevelHeight);
    const auto width = static_cast<unsigned>(length % kTileWidth);
    if (width == 0) continue;
    Tile tile{{false, level, length / kTileWidth, width}, Bytes(width * kSha256Bytes)};
    for (std::size_t i = 0; i < tile.hashes.size() && !fill.empty(); ++i) tile.hashes[i] = fill[i % fill.size()];
    edge.push_back(std::move(tile));
  }
  return edge;
}

void checkWriter(Input& input) {
  const std::uint64_t size = input.number(8);
  const unsigned appended = static_cast<unsigned>(input.number(2)) % kMostAppended;
  auto writer = LogWriter::resume(size, edgeOf(size, input.rest()));
  if (!writer) return CC_HOLDS(size > kMaxLogSize);
  checkRoot(*writer, {});
  std::vector<Tile> whole;
  for (unsigned i = 0; i < appended; ++i)
    if (!writer->append(leafHash(input.rest()), whole)) return CC_HOLDS(size + i == kMaxLogSize);
  CC_HOLDS(writer->size() == size + appended);
  std::map<std::string, Bytes> files;
  for (const Tile& tile : whole) {
    CC_HOLDS(tile.hashes.size() == kMaxTileBytes && readTilePath(tilePath(tile.address)));
    CC_HOLDS(files.emplace(tilePath(tile.address), tile.hashes).second);   // a file never changes
  }
  checkRoot(*writer, std::move(files));
}

// Sizes that fit no edge, and tiles that fit no size.
void checkBadEdge(Input& input) {
  const std::uint64_t size = input.number(8) % 70000;
  std::vector<Tile> edge = edgeOf(size, input.rest());
  if (edge.empty()) return CC_HOLDS(LogWriter::resume(size, edge));
  edge.back().hashes.resize(input.number(2) % (kMaxTileBytes + 2));
  CC_HOLDS(bool(LogWriter::resume(size, edge)) == (edge.back().hashes.size() == edge.back().address.width * kSha256Bytes));
  edge.pop_back();
  CC_HOLDS(!LogWriter::resume(size, edge));
}

}  // namespace

void oneInput(ByteView bytes) {
  Input input(bytes);
  switch (input.byte() % 4) {
    case 0: return checkPath(input.restText());
    case 1: { const auto width = static_cast<unsigned>(input.number(2)); return checkBundle(width, input.rest()); }
    case 2: return checkWriter(input);
    default: return checkBadEdge(input);
  }
}

}  // namespace citycode::fuzz
