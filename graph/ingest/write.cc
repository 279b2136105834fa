#include "ingest/write.h"

#include <fmt/format.h>
#include <xxhash.h>

#include <algorithm>

#include "ingest/extract.h"
#include "ingest/resolve.h"
#include "ingest/retract.h"
#include "ingest/segment.h"
#include "ingest/times.h"

namespace kith::ingest {

namespace {

List texts(const std::vector<std::string>& strings) {
  List out;
  for (const std::string& text : strings) out.emplace_back(text);
  return out;
}

// The texts of a list property and those of `more` that it lacks; nothing if it lacks none.
std::optional<List> extended(const Value& list, const std::vector<std::string>& more, std::string_view without = "") {
  List out;
  if (list.kind() == Kind::kList) out = list.as_list();
  const std::size_t old = out.size();
  for (const std::string& text : more) {
    const bool known = std::any_of(out.begin(), out.end(), [&](const Value& value) {
      return value.kind() == Kind::kString && value.as_string() == text;
    });
    if (!known && text != without) out.emplace_back(text);
  }
  if (out.size() == old) return std::nullopt;
  return out;
}

std::string fact_key(const Claim& claim, NodeId from, NodeId to, const std::optional<Date>& day) {
  const std::string text =
      fmt::format("{}|{}|{}|{}|{}|{}", claim.type, static_cast<std::uint64_t>(from), static_cast<std::uint64_t>(to),
                  claim.role, claim.status, day ? iso_date(*day) : "");
  const XXH128_hash_t hash = XXH3_128bits(text.data(), text.size());
  return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

// The writing of one article inside its transaction.
class ArticleWriter {
 public:
  ArticleWriter(Transaction& tx, const Article& article, const Extraction& extraction)
      : tx_(tx), article_(article), extraction_(extraction), points_(article.text) {}

  Result<Written> run();

 private:
  Status write_article();
  Status write_copies();
  Status write_entities();
  Status write_mentions();
  Status write_claims();
  Result<std::optional<EdgeId>> find_fact(const std::string& type, const std::string& key);
  Status update_fact(EdgeId edge, const Claim& claim);
  Map fact_properties(const Claim& claim, std::string key) const;

  Transaction& tx_;
  const Article& article_;
  const Extraction& extraction_;
  CodePoints points_;
  Written written_;
  NodeId node_ = {};
  std::vector<std::optional<NodeId>> nodes_;  // of entities
  TakenBack former_;                          // the version that this one replaces
};

Status ArticleWriter::write_article() {
  Map properties;
  const auto set = [&](std::string_view key, const std::string& text) {
    if (!text.empty()) properties.set(key, text);
  };
  set("key", article_.key);
  set("url", article_.url);
  set("title", article_.title);
  set("publishedAt", article_.published_at);
  set("publisher", article_.publisher);
  set("language", article_.language);
  set("contentHash", article_.content_hash);
  set("text", article_.text);
  if (article_.published) properties.set("published", *article_.published);
  KITH_TRY(node_, tx_.create_node({"Article"}, properties));
  ++written_.nodes;
  return write_copies();
}

// Another key, the same text: a copy of the one that was first.
Status ArticleWriter::write_copies() {
  KITH_TRY(const std::vector<NodeId> same, tx_.find_nodes("Article", "contentHash", article_.content_hash));
  for (const NodeId other : same) {
    if (other == node_) continue;
    KITH_DO(tx_.create_edge(node_, other, "COPY_OF"));
    ++written_.edges;
    break;
  }
  return ok();
}

Status ArticleWriter::write_entities() {
  KITH_TRY(nodes_, resolve(tx_, extraction_.entities));
  for (std::size_t e = 0; e < nodes_.size(); ++e) {
    const LocalEntity& entity = extraction_.entities[e];
    const std::string_view label = label_of(entity.type);
    if (label.empty() || entity.name.empty()) {
      nodes_[e].reset();
      continue;
    }
    if (!nodes_[e]) {
      Map properties{{"name", entity.name}};
      if (!entity.aliases.empty()) properties.set("aliases", texts(entity.aliases));
      if (!entity.link_names.empty()) properties.set("lookup", texts(entity.link_names));
      if (entity.date) properties.set("date", *entity.date);
      KITH_TRY(nodes_[e], tx_.create_node({"Entity", std::string(label)}, properties));
      ++written_.nodes;
      continue;
    }
    KITH_TRY(const std::optional<Node> node, tx_.find_node(*nodes_[e]));
    if (!node) return Error{.code = ErrorCode::kInternal, .message = "a resolved entity is gone"};
    std::vector<std::string> forms = entity.aliases;
    forms.insert(forms.begin(), entity.name);
    const Value& name = node->properties["name"];
    if (const auto aliases =
            extended(node->properties["aliases"], forms, name.kind() == Kind::kString ? name.as_string() : ""))
      KITH_DO(tx_.set_property(node->id, "aliases", *aliases));
    if (const auto lookup = extended(node->properties["lookup"], entity.link_names))
      KITH_DO(tx_.set_property(node->id, "lookup", *lookup));
    if (entity.date && node->properties["date"].is_null()) KITH_DO(tx_.set_property(node->id, "date", *entity.date));
  }
  return ok();
}

Status ArticleWriter::write_mentions() {
  for (const Mention& mention : extraction_.mentions) {
    if (mention.entity == kNone || !nodes_[mention.entity]) continue;
    const Map properties{{"start", static_cast<std::int64_t>(points_.at(mention.begin))},
                         {"end", static_cast<std::int64_t>(points_.at(mention.end))},
                         {"text", article_.text.substr(mention.begin, mention.end - mention.begin)}};
    KITH_DO(tx_.create_edge(node_, *nodes_[mention.entity], "MENTIONS", properties));
    ++written_.edges;
  }
  return ok();
}

Result<std::optional<EdgeId>> ArticleWriter::find_fact(const std::string& type, const std::string& key) {
  KITH_TRY(Cursor cursor, tx_.run("MATCH ()-[r:" + type + " {key: $key}]->() RETURN r", {{"key", key}}));
  KITH_TRY(const bool found, cursor.next());
  if (!found) return std::optional<EdgeId>();
  return std::optional<EdgeId>(cursor.row()[0].edge_id());
}

Map ArticleWriter::fact_properties(const Claim& claim, std::string key) const {
  Map properties{{"key", std::move(key)}, {"status", claim.status}, {"confidence", claim.confidence}};
  if (!claim.role.empty()) properties.set("role", claim.role);
  if (claim.time != kNone) {
    const TimeMention& time = extraction_.times[claim.time];
    properties.set("time", time.value);
    if (time.day) properties.set("date", *time.day);
  }
  if (claim.place != kNone) properties.set("place", extraction_.entities[claim.place].name);
  return properties;
}

// A further sentence may know the place, or the hour, that the first did not.
Status ArticleWriter::update_fact(EdgeId id, const Claim& claim) {
  KITH_TRY(const std::optional<Edge> edge, tx_.find_edge(id));
  if (!edge) return Error{.code = ErrorCode::kInternal, .message = "a found edge is gone"};
  if (claim.place != kNone && edge->properties["place"].is_null())
    KITH_DO(tx_.set_property(id, "place", extraction_.entities[claim.place].name));
  if (claim.time != kNone) {
    const std::string& value = extraction_.times[claim.time].value;
    const Value& known = edge->properties["time"];
    if (known.is_null() || (known.kind() == Kind::kString && known.as_string().size() < value.size()))
      KITH_DO(tx_.set_property(id, "time", value));
  }
  return ok();
}

Status ArticleWriter::write_claims() {
  for (const Claim& claim : extraction_.claims) {
    if (!nodes_[claim.head] || !nodes_[claim.tail]) continue;
    NodeId from = *nodes_[claim.head];
    NodeId to = *nodes_[claim.tail];
    if (from == to) continue;
    if (is_symmetric(claim.type) && to < from) std::swap(from, to);
    const std::optional<Date> day = claim.time == kNone ? std::nullopt : extraction_.times[claim.time].day;
    const std::string key = fact_key(claim, from, to, day);
    KITH_TRY(std::optional<EdgeId> edge, find_fact(claim.type, key));
    if (edge) {
      KITH_DO(update_fact(*edge, claim));
    } else {
      KITH_TRY(edge, tx_.create_edge(from, to, claim.type, fact_properties(claim, key)));
      ++written_.edges;
    }
    Evidence evidence;
    evidence.article = node_;
    evidence.start_byte = claim.begin;
    evidence.end_byte = claim.end;
    evidence.extractor = std::string(kExtractor);
    evidence.confidence = claim.confidence;
    evidence.status = claim.status;
    if (claim.stated_by != kNone) evidence.stated_by = extraction_.entities[claim.stated_by].name;
    KITH_DO(tx_.add_evidence(*edge, evidence));
  }
  return ok();
}

Result<Written> ArticleWriter::run() {
  KITH_TRY(const std::vector<NodeId> former, tx_.find_nodes("Article", "key", article_.key));
  for (const NodeId id : former) {
    KITH_TRY(const std::optional<Node> node, tx_.find_node(id));
    if (node && node->properties["contentHash"] == Value(article_.content_hash)) {
      written_.outcome = Outcome::kUnchanged;
      return written_;
    }
    written_.outcome = Outcome::kReplaced;
    KITH_TRY(former_, take_back(tx_, id));
  }
  KITH_DO(write_article());
  KITH_DO(write_entities());
  KITH_DO(write_mentions());
  KITH_DO(write_claims());
  // Entities that only the former version knew go, unless this one speaks of them too.
  KITH_DO(sweep(tx_, former_));
  written_.nodes -= former_.nodes;
  written_.edges -= former_.edges;
  return written_;
}

}  // namespace

Status Writer::prepare() {
  for (const std::string_view statement :
       {"CREATE CONSTRAINT article_key IF NOT EXISTS FOR (a:Article) REQUIRE a.key IS UNIQUE",
        "CREATE INDEX article_content IF NOT EXISTS FOR (a:Article) ON (a.contentHash)",
        "CREATE INDEX entity_lookup IF NOT EXISTS FOR (e:Entity) ON EACH (e.lookup)",
        "CREATE INDEX entity_aliases IF NOT EXISTS FOR (e:Entity) ON EACH (e.aliases)",
        "CREATE INDEX person_name IF NOT EXISTS FOR (e:Person) ON (e.name)",
        "CREATE INDEX organization_name IF NOT EXISTS FOR (e:Organization) ON (e.name)",
        "CREATE INDEX place_name IF NOT EXISTS FOR (e:Place) ON (e.name)",
        "CREATE INDEX event_name IF NOT EXISTS FOR (e:Event) ON (e.name)"})
    KITH_DO(store_.run(statement));
  return ok();
}

Status Writer::ensure_fact_types(const Extraction& extraction) {
  for (const Claim& claim : extraction.claims) {
    if (fact_types_.count(claim.type) != 0) continue;
    std::string name = "fact_" + claim.type;
    for (char& c : name)
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    KITH_DO(store_.run("CREATE CONSTRAINT " + name + " IF NOT EXISTS FOR ()-[r:" + claim.type +
                       "]-() REQUIRE r.key IS UNIQUE"));
    fact_types_.insert(claim.type);
  }
  return ok();
}

Result<bool> Writer::is_unchanged(const Article& article) {
  KITH_TRY(Transaction tx, store_.begin({.read_only = true}));
  KITH_TRY(const std::vector<NodeId> former, tx.find_nodes("Article", "key", article.key));
  for (const NodeId id : former) {
    KITH_TRY(const std::optional<Node> node, tx.find_node(id));
    if (node && node->properties["contentHash"] == Value(article.content_hash)) return true;
  }
  return false;
}

Result<Written> Writer::write(const Article& article, const Extraction& extraction) {
  KITH_DO(ensure_fact_types(extraction));
  Written written;
  // Serialisable, so that of two loads that meet a name for the first time one finds the other's entity.
  KITH_DO(store_.update(
      [&](Transaction& tx) -> Status {
        KITH_TRY(written, ArticleWriter(tx, article, extraction).run());
        return ok();
      },
      {.serializable = true}));
  return written;
}

}  // namespace kith::ingest
