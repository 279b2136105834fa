#include "ingest/write.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <tuple>

#include "ingest/copies.h"
#include "ingest/extract.h"
#include "ingest/facts.h"
#include "ingest/regroup.h"
#include "ingest/resolve.h"
#include "ingest/retract.h"
#include "ingest/segment.h"
#include "ingest/settle.h"
#include "ingest/times.h"

namespace kith::ingest {

namespace {

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
  bool names_meet(std::uint32_t entity);
  Told told_by(const Claim& claim) const;
  void tell(const Claim& claim, bool is_new);

  Transaction& tx_;
  const Article& article_;
  const Extraction& extraction_;
  const bool told_;
  CodePoints points_;
  Written written_;
  NodeId node_ = {};
  std::vector<std::optional<NodeId>> nodes_;  // of entities
  std::vector<Known> known_;                  // of entities
  std::set<TypedName> names_;                 // of the entities so far
  Seeds seeds_;                               // whose nodes are to be worked out
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
  KITH_TRY(const std::vector<Resolved> resolved, resolve(tx_, extraction_));
  nodes_.resize(resolved.size());
  known_.resize(resolved.size());
  for (std::uint32_t e = 0; e < nodes_.size(); ++e) {
    const LocalEntity& entity = extraction_.entities[e];
    const std::string_view label = label_of(entity.type);
    if (label.empty() || entity.name.empty()) continue;
    known_[e] = known_from(extraction_, e);
    nodes_[e] = resolved[e].node;
    if (!nodes_[e]) {
      // One that another entity of this article has become would be met twice: that, too, is to be worked out.
      KITH_TRY(nodes_[e], tx_.create_node({"Entity", std::string(label)}, entity_properties(known_[e])));
      ++written_.nodes;
      if (!resolved[e].is_sure || names_meet(e)) seeds_.nodes.push_back(*nodes_[e]);
      continue;
    }
    KITH_TRY(const std::optional<Node> node, tx_.find_node(*nodes_[e]));
    if (!node) return Error{.code = ErrorCode::kInternal, .message = "a resolved entity is gone"};
    if (names_meet(e)) seeds_.nodes.push_back(node->id);
    KITH_DO(set_known(tx_, *node, merged(known_from(node->properties), known_[e])));
  }
  return ok();
}

// Whether an entity before it in the article has one of its names: each was looked for without the other.
bool ArticleWriter::names_meet(std::uint32_t entity) {
  bool met = false;
  for (const std::string& name : known_[entity].lookup)
    met = !names_.emplace(extraction_.entities[entity].type, name).second || met;
  return met;
}

Status ArticleWriter::write_mentions() {
  std::vector<bool> said(nodes_.size());  // what an article adds to an entity is told by the first mention
  for (const Mention& mention : extraction_.mentions) {
    if (mention.entity == kNone || !nodes_[mention.entity]) continue;
    Map properties{{"start", static_cast<std::int64_t>(points_.at(mention.begin))},
                   {"end", static_cast<std::int64_t>(points_.at(mention.end))},
                   {"text", article_.text.substr(mention.begin, mention.end - mention.begin)},
                   {"cluster", static_cast<std::int64_t>(mention.entity)}};
    if (!said[mention.entity])
      add_contribution(properties, known_[mention.entity], extraction_.entities[mention.entity].type);
    said[mention.entity] = true;
    KITH_DO(tx_.create_edge(node_, *nodes_[mention.entity], "MENTIONS", properties));
    ++written_.edges;
  }
  return ok();
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

Told ArticleWriter::told_by(const Claim& claim) const {
  Told told{.fact = {.type = claim.type, .role = claim.role, .status = claim.status},
            .from = *nodes_[claim.head],
            .to = *nodes_[claim.tail],
            .evidence = {.article = node_,
                         .start_byte = claim.begin,
                         .end_byte = claim.end,
                         .extractor = extraction_.extractor,
                         .confidence = claim.confidence,
                         .status = claim.status,
                         .from_cluster = claim.head,
                         .to_cluster = claim.tail}};
  if (claim.time != kNone) {
    told.fact.day = extraction_.times[claim.time].day;
    told.evidence.time = extraction_.times[claim.time].value;
  }
  if (claim.place != kNone) told.evidence.place = extraction_.entities[claim.place].name;
  if (claim.stated_by != kNone) told.evidence.stated_by = extraction_.entities[claim.stated_by].name;
  return told;
}

Status ArticleWriter::write_claims() {
  // What one sentence says of one fact is one piece of evidence, however often it says so: by edge and sentence, and by whom it
  // speaks of.
  std::map<std::pair<EdgeId, std::uint32_t>, std::map<std::pair<std::uint32_t, std::uint32_t>, Told>> said;
  std::map<std::tuple<std::string, std::uint32_t, std::uint32_t, std::uint32_t, std::string, std::string, std::string>, Told>
      about_itself;
  for (const Claim& claim : extraction_.claims) {
    if (!nodes_[claim.head] || !nodes_[claim.tail] || claim.head == claim.tail) continue;
    Told told = told_by(claim);
    const auto add = [&](Told& known) {
      known.evidence.confidence = std::max(known.evidence.confidence, told.evidence.confidence);
      known.evidence.time = better_time(known.evidence.time, told.evidence.time);
      known.evidence.place = better_place(known.evidence.place, told.evidence.place);
    };
    if (told.from == told.to) {
      const auto [from, to] = clusters_of(told);
      const std::string day = told.fact.day ? iso_date(*told.fact.day) : "";
      const auto [at, is_new] =
          about_itself.try_emplace({claim.type, from, to, claim.begin, claim.role, claim.status, day}, told);
      if (!is_new) add(at->second);
      continue;
    }
    orient(told);
    KITH_TRY(const Placed placed, place_fact(tx_, told));
    if (told_) tell(claim, placed.is_new);
    written_.edges += placed.is_new ? 1 : 0;
    const auto [at, is_new] = said[{placed.edge, claim.begin}].try_emplace(clusters_of(told), told);
    if (!is_new) add(at->second);
  }
  for (const auto& [at, ways] : said) {
    KITH_DO(tx_.add_evidence(at.first, ways.begin()->second.evidence));
    for (auto way = std::next(ways.begin()); way != ways.end(); ++way) {
      KITH_DO(withhold(tx_, way->second));
      ++written_.edges;
    }
  }
  for (const auto& [what, told] : about_itself) {
    KITH_DO(withhold(tx_, told));
    ++written_.edges;
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
    KITH_TRY(TakenBack taken, take_back(tx_, id, told_, &seeds_));
    written_.nodes -= taken.nodes;
    written_.edges -= taken.edges;
    for (std::string& fact : taken.facts)
      written_.facts.push_back({.kind = FactChange::Kind::kRemoved, .fact = std::move(fact)});
  }
  KITH_DO(write_article());
  KITH_DO(write_entities());
  KITH_DO(write_mentions());
  KITH_DO(write_claims());
  if (!seeds_.nodes.empty() || !seeds_.names.empty()) {
    KITH_TRY(const Regrouped regrouped, regroup(tx_, seeds_));
    written_.nodes += regrouped.nodes;
    written_.edges += regrouped.edges;
  }
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

Status Writer::ensure_fact_type(const std::string& type) {
  if (fact_types_.count(type) != 0) return ok();
  std::string name = "fact_" + type;
  for (char& c : name)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  KITH_DO(store_.run("CREATE CONSTRAINT " + name + " IF NOT EXISTS FOR ()-[r:" + type + "]-() REQUIRE r.key IS UNIQUE"));
  fact_types_.insert(type);
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
  for (const Claim& claim : extraction.claims) KITH_DO(ensure_fact_type(claim.type));
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
