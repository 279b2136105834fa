#include "data/evidence_lines.h"

#include <algorithm>

#include "kith/json.h"

namespace kith::tools {

namespace {

constexpr std::size_t kHeldBytesMax = std::size_t{32} << 20;
constexpr std::size_t kStride = 256;

bool begins_code_point(char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }

std::uint32_t code_points(std::string_view text) {
  return static_cast<std::uint32_t>(std::count_if(text.begin(), text.end(), begins_code_point));
}

}  // namespace

Result<const EvidenceLines::Article*> EvidenceLines::article(NodeId node) {
  if (const auto known = at_.find(node); known != at_.end()) {
    articles_.splice(articles_.begin(), articles_, known->second);
    return &articles_.front();
  }
  KITH_TRY(const std::optional<Node> found, tx_.find_node(node));
  Article article{.node = node};
  if (found) {
    if (const Value& key = found->properties["key"]; key.kind() == Kind::kString) article.key = key.as_string();
    if (const Value& text = found->properties["text"]; text.kind() == Kind::kString) article.text = text.as_string();
  }
  std::uint32_t points = 0;
  for (std::size_t at = 0; at <= article.text.size(); at += kStride) {
    article.points.push_back(points);
    points += code_points(std::string_view(article.text).substr(at, kStride));
  }
  held_bytes_ += article.text.size();
  articles_.push_front(std::move(article));
  at_.emplace(node, articles_.begin());
  while (held_bytes_ > kHeldBytesMax && articles_.size() > 1) {
    held_bytes_ -= articles_.back().text.size();
    at_.erase(articles_.back().node);
    articles_.pop_back();
  }
  return &articles_.front();
}

Status EvidenceLines::append(std::string& out, EdgeId edge) {
  KITH_TRY(const std::vector<Evidence> all, tx_.evidence(edge));
  if (all.empty()) return ok();
  std::vector<std::pair<std::string, std::string>> rows;  // by article, start, end
  for (const Evidence& evidence : all) {
    KITH_TRY(const Article* article, this->article(evidence.article));
    const auto points_at = [&](std::uint32_t byte) {
      const std::size_t block = byte / kStride;
      return article->points[block] + code_points(std::string_view(article->text).substr(block * kStride, byte - block * kStride));
    };
    std::string row = "{\"article\":";
    append_json_string(row, article->key);
    std::string order = article->key + '\0';
    if (evidence.start_byte <= evidence.end_byte && evidence.end_byte <= article->text.size()) {
      for (const std::uint32_t byte : {evidence.start_byte, evidence.end_byte})
        for (int shift = 24; shift >= 0; shift -= 8) order += static_cast<char>((byte >> shift) & 0xFF);
      const std::uint32_t start = points_at(evidence.start_byte);
      const std::string_view quote =
          std::string_view(article->text).substr(evidence.start_byte, evidence.end_byte - evidence.start_byte);
      row += ",\"start\":" + std::to_string(start) + ",\"end\":" + std::to_string(start + code_points(quote)) +
             ",\"quote\":";
      append_json_string(row, quote);
    }
    row += ",\"extractor\":";
    append_json_string(row, evidence.extractor);
    row += ",\"confidence\":";
    KITH_DO(append_plain_json(row, Value(evidence.confidence)));
    for (const auto& [name, value] : {std::pair{"status", &evidence.status},
                                      {"stated_by", &evidence.stated_by},
                                      {"time", &evidence.time},
                                      {"place", &evidence.place}}) {
      if (value->empty()) continue;
      row += std::string(",\"") + name + "\":";
      append_json_string(row, *value);
    }
    rows.emplace_back(std::move(order), row + "}");
  }
  std::sort(rows.begin(), rows.end());
  out += ",\"evidence\":[";
  for (const auto& row : rows) {
    if (&row != &rows.front()) out += ',';
    out += row.second;
  }
  out += ']';
  return ok();
}

}  // namespace kith::tools
