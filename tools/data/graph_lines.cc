#include "data/graph_lines.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>
#include <unordered_map>
#include <vector>

#include "data/evidence_lines.h"
#include "data/external_sort.h"
#include "kith/ingest.h"
#include "kith/json.h"

namespace kith::tools {

namespace {

// Batches are small: a node may be an article of many megabytes.
constexpr RunOptions kFewRows = {.batch_rows = 32};

// So that bytes sort as the numbers do.
void append_number(std::string& out, std::uint64_t number, int bytes) {
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) out += static_cast<char>((number >> shift) & 0xFF);
}

std::uint64_t number_at(std::string_view bytes) {
  std::uint64_t number = 0;
  for (const char c : bytes) number = number << 8 | static_cast<unsigned char>(c);
  return number;
}

bool has_label(const Node& node, std::string_view label) {
  return std::find(node.labels.begin(), node.labels.end(), label) != node.labels.end();
}

std::string_view text_of(const Value& value) {
  return value.kind() == Kind::kString ? value.as_string() : std::string_view();
}

std::uint32_t offset_of(const Value& value) {
  if (value.kind() != Kind::kInteger || value.as_integer() < 0) return 0;
  return static_cast<std::uint32_t>(std::min<std::int64_t>(value.as_integer(), std::numeric_limits<std::uint32_t>::max()));
}

// Where an entity is first spoken of: number of the article in the order of keys, place in its text.
struct FirstMention {
  std::uint32_t article = 0;
  std::uint32_t start = 0;
  std::uint32_t end = 0;
  friend auto operator<=>(const FirstMention&, const FirstMention&) = default;
};

class Export {
 public:
  Export(Transaction& tx, bool typed, const std::function<Status(std::string_view)>& write)
      : tx_(tx), typed_(typed), write_(write), evidence_(tx) {}

  Result<ExportCounts> run(const StoreInfo& info) {
    note_fact_types(info);
    KITH_DO(rank_articles());
    KITH_DO(find_first_mentions());
    KITH_DO(write_nodes());
    KITH_DO(write_edges());
    return counts_;
  }

 private:
  void note_fact_types(const StoreInfo& info);
  Status rank_articles();
  Status find_first_mentions();
  Status write_nodes();
  Status write_edges();
  std::string key_of(const Node& node) const;
  bool is_fact(const Edge& edge) const;
  std::uint32_t number_of(NodeId node) const;

  Status append_properties(std::string& out, const Map& properties, std::string_view without = "") {
    Map shown = properties;
    if (!without.empty()) shown.erase(without);
    const Value value(std::move(shown));
    return typed_ ? append_typed_json(out, value) : append_plain_json(out, value);
  }

  Transaction& tx_;
  const bool typed_;
  const std::function<Status(std::string_view)>& write_;
  EvidenceLines evidence_;
  ExportCounts counts_;
  std::vector<std::string> fact_types_;                     // sorted
  std::unordered_map<NodeId, std::uint32_t> article_rank_;
  std::unordered_map<NodeId, FirstMention> first_mention_;
  std::vector<std::pair<NodeId, std::uint32_t>> numbers_;   // sorted by node
};

// The loader makes a constraint for each type that it writes: that is how its edges are told from others.
void Export::note_fact_types(const StoreInfo& info) {
  for (const auto& [type, count] : info.edge_types) {
    std::string name = "CONSTRAINT fact_" + type;
    for (std::size_t i = std::string_view("CONSTRAINT ").size(); i < name.size(); ++i)
      if (name[i] >= 'A' && name[i] <= 'Z') name[i] = static_cast<char>(name[i] + 32);
    name += " FOR ()-[";
    const bool any = std::any_of(info.constraints.begin(), info.constraints.end(), [&](const std::string& statement) {
      return statement.find(name) != std::string::npos;
    });
    if (any) fact_types_.push_back(type);
  }
  std::sort(fact_types_.begin(), fact_types_.end());
}

bool Export::is_fact(const Edge& edge) const {
  if (!std::binary_search(fact_types_.begin(), fact_types_.end(), edge.type)) return false;
  const std::string_view key = text_of(edge.properties["key"]);
  return key.size() == 32 && key.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

Status Export::rank_articles() {
  std::vector<std::pair<std::string, NodeId>> articles;
  KITH_TRY(Cursor cursor, tx_.run("MATCH (a:Article) RETURN id(a), a.key"));
  while (true) {
    KITH_TRY(const bool more, cursor.next());
    if (!more) break;
    articles.emplace_back(text_of(cursor.row()[1]), NodeId{static_cast<std::uint64_t>(cursor.row()[0].as_integer())});
  }
  std::sort(articles.begin(), articles.end());
  for (const auto& [key, node] : articles) article_rank_.emplace(node, static_cast<std::uint32_t>(article_rank_.size()));
  return ok();
}

Status Export::find_first_mentions() {
  KITH_TRY(Cursor cursor, tx_.run("MATCH (:Article)-[m:MENTIONS]->() RETURN m"));
  while (true) {
    KITH_TRY(const bool more, cursor.next());
    if (!more) return ok();
    const Edge& edge = cursor.row()[0].as_edge();
    const auto article = article_rank_.find(edge.from);
    if (article == article_rank_.end()) continue;
    const FirstMention mention{article->second, offset_of(edge.properties["start"]), offset_of(edge.properties["end"])};
    const auto [at, is_new] = first_mention_.try_emplace(edge.to, mention);
    if (!is_new) at->second = std::min(at->second, mention);
  }
}

std::string Export::key_of(const Node& node) const {
  std::string key;
  if (has_label(node, "Article") && node.properties["key"].kind() == Kind::kString) {
    key += '\x00';
    key += node.properties["key"].as_string();
    return key;
  }
  const auto mention = first_mention_.find(node.id);
  if (mention == first_mention_.end() || !has_label(node, "Entity")) return "\x02";
  key += '\x01';
  append_number(key, mention->second.article, 4);
  append_number(key, mention->second.start, 4);
  append_number(key, mention->second.end, 4);
  return key;
}

Status Export::write_nodes() {
  ExternalSort sort;
  {
    KITH_TRY(Cursor cursor, tx_.run("MATCH (n) RETURN n", {}, kFewRows));
    while (true) {
      KITH_TRY(const bool more, cursor.next());
      if (!more) break;
      const Node& node = cursor.row()[0].as_node();
      // How far a load was, and decisions: nothing that the graph itself says.
      if (has_label(node, "KithLoadProgress") || has_label(node, "KithDecision")) continue;
      std::string line = ",\"labels\":[";
      for (const std::string& label : node.labels) {
        if (&label != &node.labels.front()) line += ',';
        append_json_string(line, label);
      }
      line += "],\"properties\":";
      KITH_DO(append_properties(line, node.properties));
      line += "}\n";
      append_number(line, static_cast<std::uint64_t>(node.id), 8);
      KITH_DO(sort.add(key_of(node), std::move(line)));
    }
  }
  first_mention_.clear();
  article_rank_.clear();
  KITH_DO(sort.each([&](std::string_view payload) {
    const std::string_view line = payload.substr(0, payload.size() - 8);
    const NodeId node{number_at(payload.substr(line.size()))};
    numbers_.emplace_back(node, static_cast<std::uint32_t>(counts_.nodes));
    std::string whole = "{\"node\":" + std::to_string(counts_.nodes++);
    whole += line;
    return write_(whole);
  }));
  std::sort(numbers_.begin(), numbers_.end());
  return ok();
}

std::uint32_t Export::number_of(NodeId node) const {
  const auto at = std::lower_bound(numbers_.begin(), numbers_.end(), std::pair<NodeId, std::uint32_t>{node, 0});
  return at->second;
}

Status Export::write_edges() {
  ExternalSort sort;
  KITH_TRY(Cursor cursor, tx_.run("MATCH ()-[r]->() RETURN r", {}, {.batch_rows = 256}));
  while (true) {
    KITH_TRY(const bool more, cursor.next());
    if (!more) break;
    const Edge& edge = cursor.row()[0].as_edge();
    const bool fact = is_fact(edge);
    std::uint32_t from = number_of(edge.from);
    std::uint32_t to = number_of(edge.to);
    if (fact && to < from && is_symmetric_fact(edge.type)) std::swap(from, to);
    std::string line = "{\"edge\":";
    append_json_string(line, edge.type);
    line += ",\"from\":" + std::to_string(from) + ",\"to\":" + std::to_string(to) + ",\"properties\":";
    KITH_DO(append_properties(line, edge.properties, fact ? "key" : ""));
    KITH_DO(evidence_.append(line, edge.id));
    line += "}\n";
    std::string key;
    append_number(key, from, 4);
    key += edge.type + '\0';
    append_number(key, to, 4);
    if (const Value& date = edge.properties["date"]; !date.is_null())
      key += date.kind() == Kind::kString ? std::string(date.as_string()) : date.to_text();
    ++counts_.edges;
    KITH_DO(sort.add(std::move(key), std::move(line)));
  }
  return sort.each(write_);
}

}  // namespace

Result<ExportCounts> export_graph(Store& store, bool typed, const std::function<Status(std::string_view)>& write) {
  KITH_TRY(Transaction tx, store.begin({.read_only = true}));
  KITH_TRY(const StoreInfo info, store.info());
  return Export(tx, typed, write).run(info);
}

}  // namespace kith::tools
