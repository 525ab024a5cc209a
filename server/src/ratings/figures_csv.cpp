#include "ratings/figures_csv.h"

#include <algorithm>

#include "ratings/figures_text.h"

namespace citycode::server {
namespace {

void putRow(std::string& csv, const std::vector<std::string>& row) {
  for (const std::string& text : row) csv.append(&text == &row.front() ? "" : ",").append(csvCell(text));
  csv.append("\r\n");
}

std::vector<std::string> headOf() {
  std::vector<std::string> head{"office", "office-name", "item", "item-name", "channel", "year", "services", "tokens", "ratings"};
  for (std::uint64_t level = kLevels; level > 0; --level) head.emplace_back(levelName(*levelFromNumber(level)));
  head.insert(head.end(), {"unusual", "response-rate", "shown-since-day"});
  return head;
}

std::vector<std::string> rowOf(const ShownCell& cell, const std::vector<Office>& offices) {
  const auto office = std::find_if(offices.begin(), offices.end(), [&](const Office& each) { return each.id == cell.officeId; });
  const OfficeItem* item = office == offices.end() ? nullptr : office->findItem(cell.itemId);
  const Counts& counts = cell.counts;
  std::vector<std::string> row{cell.officeId, office == offices.end() ? "" : firstText(office->names), cell.itemId, item == nullptr ? "" : firstText(item->names),
                               std::string(channelName(cell.channel)), std::to_string(cell.year), std::to_string(counts.services),
                               std::to_string(counts.tokens), std::to_string(counts.ratings)};
  for (std::size_t level = kLevels; level > 0; --level) row.push_back(std::to_string(counts.levels[level - 1]));
  const auto rate = responseRateOf(counts);
  row.insert(row.end(), {std::to_string(counts.unusual), rate ? rateText(*rate) : "", dayText(cell.shownSinceUtcDay)});
  return row;
}

}  // namespace

std::string csvCell(std::string_view text) {
  std::string cell;
  if (!text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos) cell += '\'';
  for (const char c : text) cell.append(c == '"' ? 2u : 1u, c);
  if (cell.find_first_of(",\"\r\n") == std::string::npos) return cell;
  return std::string("\"").append(cell).append("\"");
}

std::string figuresCsv(const std::vector<ShownCell>& cells, const std::vector<Office>& offices) {
  std::string csv;
  putRow(csv, headOf());
  for (const ShownCell& cell : cells) putRow(csv, rowOf(cell, offices));
  return csv;
}

}  // namespace citycode::server
