#include "ingest/write.h"

#include <fmt/format.h>
#include <xxhash.h>

#include <algorithm>
#include <map>

#include "ingest/copies.h"
#include "ingest/extract.h"
#include "ingest/resolve.h"
#include "ingest/retract.h"
#include "ingest/segment.h"
#include "ingest/settle.h"
#include "ingest/times.h"

namespace kith::ingest {

namespace {

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
  ArticleWriter(Transaction& tx, const Article& article, const Extraction& extraction, bool told)
      : tx_(tx), article_(article), extraction_(extraction), told_(told), points_(article.text) {}

  Result<Written> run();

 private:
  Status write_article();
  Status write_entities();
  Status write_mentions();
  Status write_claims();
  Result<std::optional<EdgeId>> find_fact(const std::string& type, const std::string& key);
  Map fact_properties(const Claim& claim, std::string key) const;
  void tell(const Claim& claim, bool is_new);

  Transaction& tx_;
  const Article& article_;
  const Extraction& extraction_;
  const bool told_;
  CodePoints points_;
  Written written_;
  NodeId node_ = {};
  std::vector<std::optional<NodeId>> nodes_;  // of entities
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
  List numbers;
  for (const std::int64_t number : fingerprint(article_.text)) numbers.emplace_back(number);
  if (!numbers.empty()) properties.set("fingerprint", std::move(numbers));
  KITH_TRY(node_, tx_.create_node({"Article"}, properties));
  ++written_.nodes;
  KITH_TRY(const std::int64_t copies, link_copies(tx_, node_));
  written_.edges += copies;
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
      KITH_TRY(nodes_[e], tx_.create_node({"Entity", std::string(label)}, entity_properties(known_from(entity))));
      ++written_.nodes;
      continue;
    }
    KITH_TRY(const std::optional<Node> node, tx_.find_node(*nodes_[e]));
    if (!node) return Error{.code = ErrorCode::kInternal, .message = "a resolved entity is gone"};
    KITH_DO(set_known(tx_, *node, merged(known_from(node->properties), known_from(entity))));
  }
  return ok();
}

Status ArticleWriter::write_mentions() {
  std::vector<bool> said(nodes_.size());  // what an article adds to an entity is told by the first mention
  for (const Mention& mention : extraction_.mentions) {
    if (mention.entity == kNone || !nodes_[mention.entity]) continue;
    Map properties{{"start", static_cast<std::int64_t>(points_.at(mention.begin))},
                   {"end", static_cast<std::int64_t>(points_.at(mention.end))},
                   {"text", article_.text.substr(mention.begin, mention.end - mention.begin)}};
    if (!said[mention.entity]) add_contribution(properties, extraction_.entities[mention.entity]);
    said[mention.entity] = true;
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

void ArticleWriter::tell(const Claim& claim, bool is_new) {
  FactChange change{.kind = is_new ? FactChange::Kind::kAdded : FactChange::Kind::kSupported,
                    .fact = extraction_.claim_text(claim),
                    .quote = article_.text.substr(claim.begin, claim.end - claim.begin),
                    .rule = claim.rule,
                    .words = article_.text.substr(claim.rule_begin, claim.rule_end - claim.rule_begin),
                    .confidence = claim.confidence};
  // What the former version said in the same words does not go.
  Claim turned = claim;
  if (is_symmetric(claim.type)) std::swap(turned.head, turned.tail);
  const std::string other_way = extraction_.claim_text(turned);
  const auto removed = std::find_if(written_.facts.begin(), written_.facts.end(), [&](const FactChange& former) {
    return former.kind == FactChange::Kind::kRemoved && (former.fact == change.fact || former.fact == other_way);
  });
  if (removed != written_.facts.end()) {
    written_.facts.erase(removed);
    change.kind = FactChange::Kind::kSupported;
  }
  written_.facts.push_back(std::move(change));
}

Status ArticleWriter::write_claims() {
  // What one sentence says of one fact is one piece of evidence, however often it says so.
  std::map<std::pair<EdgeId, std::uint32_t>, Evidence> said;
  for (const Claim& claim : extraction_.claims) {
    if (!nodes_[claim.head] || !nodes_[claim.tail]) continue;
    NodeId from = *nodes_[claim.head];
    NodeId to = *nodes_[claim.tail];
    if (from == to) continue;
    if (is_symmetric(claim.type) && to < from) std::swap(from, to);
    const std::optional<Date> day = claim.time == kNone ? std::nullopt : extraction_.times[claim.time].day;
    const std::string key = fact_key(claim, from, to, day);
    KITH_TRY(std::optional<EdgeId> edge, find_fact(claim.type, key));
    const std::string time = claim.time == kNone ? "" : extraction_.times[claim.time].value;
    const std::string place = claim.place == kNone ? "" : extraction_.entities[claim.place].name;
    if (told_) tell(claim, !edge);
    if (edge) {
      KITH_DO(improve_fact(tx_, *edge, time, place, claim.confidence));
    } else {
      KITH_TRY(edge, tx_.create_edge(from, to, claim.type, fact_properties(claim, key)));
      ++written_.edges;
    }
    const auto [at, is_new] = said.try_emplace({*edge, claim.begin});
    Evidence& evidence = at->second;
    if (is_new) {
      evidence.article = node_;
      evidence.start_byte = claim.begin;
      evidence.end_byte = claim.end;
      evidence.extractor = std::string(kExtractor);
      evidence.confidence = claim.confidence;
      evidence.status = claim.status;
      if (claim.stated_by != kNone) evidence.stated_by = extraction_.entities[claim.stated_by].name;
    }
    evidence.confidence = std::max(evidence.confidence, claim.confidence);
    evidence.time = better_time(evidence.time, time);
    evidence.place = better_place(evidence.place, place);
  }
  for (const auto& [at, evidence] : said) KITH_DO(tx_.add_evidence(at.first, evidence));
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
    KITH_TRY(TakenBack taken, take_back(tx_, id, told_));
    written_.nodes -= taken.nodes;
    written_.edges -= taken.edges;
    for (std::string& fact : taken.facts)
      written_.facts.push_back({.kind = FactChange::Kind::kRemoved, .fact = std::move(fact)});
  }
  KITH_DO(write_article());
  KITH_DO(write_entities());
  KITH_DO(write_mentions());
  KITH_DO(write_claims());
  return written_;
}

}  // namespace

Status Writer::prepare() {
  for (const std::string_view statement :
       {"CREATE CONSTRAINT article_key IF NOT EXISTS FOR (a:Article) REQUIRE a.key IS UNIQUE",
        "CREATE INDEX article_content IF NOT EXISTS FOR (a:Article) ON (a.contentHash)",
        "CREATE INDEX article_fingerprint IF NOT EXISTS FOR (a:Article) ON EACH (a.fingerprint)",
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

Result<bool> is_unchanged(Transaction& tx, const Article& article) {
  KITH_TRY(const std::vector<NodeId> former, tx.find_nodes("Article", "key", article.key));
  for (const NodeId id : former) {
    KITH_TRY(const std::optional<Node> node, tx.find_node(id));
    if (node && node->properties["contentHash"] == Value(article.content_hash)) return true;
  }
  return false;
}

Result<Written> write_article(Transaction& tx, const Article& article, const Extraction& extraction, bool told) {
  return ArticleWriter(tx, article, extraction, told).run();
}

Result<bool> Writer::is_unchanged(const Article& article) {
  KITH_TRY(Transaction tx, store_.begin({.read_only = true}));
  return ingest::is_unchanged(tx, article);
}

Result<Written> Writer::write(const Article& article, const Extraction& extraction, bool told,
                              const std::function<Status(Transaction&)>& also) {
  KITH_DO(ensure_fact_types(extraction));
  Written written;
  // Serialisable, so that of two loads that meet a name for the first time one finds the other's entity.
  KITH_DO(store_.update(
      [&](Transaction& tx) -> Status {
        KITH_TRY(written, write_article(tx, article, extraction, told));
        return also(tx);
      },
      {.serializable = true}));
  return written;
}

}  // namespace kith::ingest
