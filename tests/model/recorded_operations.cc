// The operations of a recorded session, each by a statement or by calls, and what it records.
#include <algorithm>

#include "model/recorded_session.h"

namespace kith::model {
namespace {

using Kind = Operation::Kind;

constexpr std::int64_t kGroups = 3;
constexpr std::int64_t kScores = 30;  ///< in decades
constexpr std::int64_t kTags = 3;

bool has_label(const Node& node, std::string_view label) {
  return std::find(node.labels.begin(), node.labels.end(), label) != node.labels.end();
}

/// The sets that hold the stamp of `node`.
std::vector<std::string> sets_of(const Node& node) {
  std::vector<std::string> sets = {"all", "node:" + std::to_string(static_cast<std::uint64_t>(node.id))};
  for (const std::string& label : node.labels) sets.push_back(label);
  if (has_label(node, "Tag")) sets.push_back("tag:" + node.properties["key"].to_text());
  if (!has_label(node, "Item")) return sets;
  sets.push_back("group:" + node.properties["group"].to_text());
  sets.push_back("score:" + std::to_string(node.properties["score"].as_integer() / 10));
  return sets;
}

std::int64_t stamp_of(const Node& node) { return node.properties["stamp"].as_integer(); }

}  // namespace

Result<std::vector<List>> RecordedSession::rows(std::string_view statement, const Parameters& parameters) {
  KITH_TRY(Cursor cursor, transaction_ ? transaction_->run(statement, parameters) : setting_.store.run(statement, parameters));
  return cursor.rows();
}

// ---- the record ----

void RecordedSession::record(Kind kind, std::string object, std::int64_t value) {
  record_.operations.push_back({kind, std::move(object), value, {}});
}

void RecordedSession::record_read(std::string object, const Value& list) {
  Operation read{Kind::kRead, std::move(object), 0, {}};
  for (const Value& value : list.as_list()) read.seen.push_back(value.as_integer());
  record_.operations.push_back(std::move(read));
}

void RecordedSession::record_see(std::string set, std::vector<std::int64_t> stamps) {
  record_.operations.push_back({Kind::kSee, std::move(set), 0, std::move(stamps)});
}

void RecordedSession::record_node(Kind kind, const Node& node) {
  for (std::string& set : sets_of(node)) record(kind, std::move(set), stamp_of(node));
}

void RecordedSession::record_link(Kind kind, std::int64_t stamp, std::size_t hub, NodeId item) {
  record(kind, "links", stamp);
  record(kind, "from:" + std::to_string(hub), stamp);
  record(kind, "into:" + std::to_string(static_cast<std::uint64_t>(item)), stamp);
}

// ---- registers ----

Status RecordedSession::append_by_statement() {
  const std::size_t which = random_.below(setting_.registers.size());
  const std::int64_t value = next_stamp();
  KITH_TRY(const auto found, rows("MATCH (r:Register {key: $key}) SET r.list = r.list + $value RETURN r.list",
                                  {{"key", static_cast<std::int64_t>(which)}, {"value", value}}));
  const std::string name = "r" + std::to_string(which);
  if (found.size() != 1) {
    complaints.push_back("register " + name + " found " + std::to_string(found.size()) + " times");
    return ok();
  }
  record(Kind::kAppend, name, value);
  record_read(name, found[0][0]);
  return ok();
}

Status RecordedSession::append_by_call() {
  const std::size_t which = random_.below(setting_.registers.size());
  const NodeId node = setting_.registers[which];
  KITH_TRY(const std::optional<Node> found, transaction_->find_node(node));
  if (!found) {
    complaints.push_back("register r" + std::to_string(which) + " is gone");
    return ok();
  }
  const std::string name = "r" + std::to_string(which);
  record_read(name, found->properties["list"]);
  List longer = found->properties["list"].as_list();
  longer.emplace_back(next_stamp());
  const std::int64_t value = longer.back().as_integer();
  KITH_DO(transaction_->set_property(node, "list", std::move(longer)));
  record(Kind::kAppend, name, value);
  return ok();
}

Status RecordedSession::read_register(std::size_t which) {
  KITH_TRY(const std::optional<Node> found, transaction_->find_node(setting_.registers[which]));
  if (found)
    record_read("r" + std::to_string(which), found->properties["list"]);
  else
    complaints.push_back("register r" + std::to_string(which) + " is gone");
  return ok();
}

Status RecordedSession::read_registers() {
  KITH_TRY(const auto found, rows("MATCH (r:Register) WHERE r.key <= $top RETURN r.key, r.list",
                                  {{"top", static_cast<std::int64_t>(random_.below(setting_.registers.size()))}}));
  for (const List& row : found) record_read("r" + row[0].to_text(), row[1]);
  return ok();
}

// ---- predicates ----

RecordedSession::Look RecordedSession::random_look() {
  const auto group = static_cast<std::int64_t>(random_.below(kGroups));
  const auto decade = static_cast<std::int64_t>(random_.below(kScores / 10));
  switch (random_.below(7)) {
    case 0:
      return {"Item", "MATCH (n:Item) RETURN n"};
    case 1:
      return {"Hot", "MATCH (n:Hot) RETURN n"};
    case 2:
      return {"all", "MATCH (n) WHERE n.stamp IS NOT NULL RETURN n"};
    case 3:
      return {"score:" + std::to_string(decade),
              "MATCH (n:Item) WHERE n.score >= $low AND n.score < $high RETURN n",
              {{"low", decade * 10}, {"high", decade * 10 + 10}}};
    case 4:
      return {"Tag", "MATCH (n:Tag) RETURN n"};
    case 5:
      return {"Article", "MATCH (n:Article) WHERE n.stamp IS NOT NULL RETURN n"};
    default:
      return {"group:" + std::to_string(group), "MATCH (n:Item {group: $group}) RETURN n", {{"group", group}}};
  }
}

Result<RecordedSession::Seen> RecordedSession::look(const Look& look) {
  KITH_TRY(const auto found, rows(look.statement, look.parameters));
  Seen nodes;
  std::vector<std::int64_t> stamps;
  for (const List& row : found) {
    nodes.push_back(row[0].as_node());
    stamps.push_back(stamp_of(nodes.back()));
    if (has_label(nodes.back(), "Item")) known_.push_back(nodes.back().id);
  }
  if (transaction_ && (look.set == "Item" || look.set == "Hot")) {
    KITH_TRY(const auto counted, rows("MATCH (n:" + look.set + ") RETURN count(n)"));
    if (counted[0][0].as_integer() != static_cast<std::int64_t>(found.size()))
      complaints.push_back("count of " + look.set + " is " + counted[0][0].to_text() + ", rows are " +
                           std::to_string(found.size()));
  }
  if (look.set.starts_with("tag:") && found.size() > 1) complaints.push_back(look.set + " has twins");
  record_see(look.set, std::move(stamps));
  return nodes;
}

Result<RecordedSession::Seen> RecordedSession::look_for_items() {
  KITH_TRY(Seen seen, look(random_look()));
  std::erase_if(seen, [](const Node& node) { return !has_label(node, "Item"); });
  return seen;
}

Status RecordedSession::look_up_item() {
  if (known_.empty() || random_.one_in(3)) {
    const auto group = static_cast<std::int64_t>(random_.below(kGroups));
    KITH_TRY(const auto ids, transaction_->find_nodes("Item", "group", group));
    std::vector<std::int64_t> stamps;
    for (NodeId id : ids) {
      KITH_TRY(const std::optional<Node> found, transaction_->find_node(id));
      if (found)
        stamps.push_back(stamp_of(*found));
      else
        complaints.push_back("a node that was found by its group is not there");
    }
    record_see("group:" + std::to_string(group), std::move(stamps));
    return ok();
  }
  const NodeId id = known_[random_.below(known_.size())];
  KITH_TRY(const std::optional<Node> found, transaction_->find_node(id));
  record_see("node:" + std::to_string(static_cast<std::uint64_t>(id)),
             found ? std::vector<std::int64_t>{stamp_of(*found)} : std::vector<std::int64_t>{});
  return ok();
}

// ---- items ----

Status RecordedSession::create_item() {
  Map properties = {{"stamp", next_stamp()},
                    {"group", static_cast<std::int64_t>(random_.below(kGroups))},
                    {"score", static_cast<std::int64_t>(random_.below(kScores))}};
  if (random_.one_in(2)) {
    KITH_TRY(const NodeId id, transaction_->create_node({"Item"}, properties));
    record_node(Kind::kAdd, {id, {"Item"}, properties});
    return ok();
  }
  KITH_TRY(const auto made, rows("CREATE (n:Item:Hot $properties) RETURN n", {{"properties", properties}}));
  record_node(Kind::kAdd, made[0][0].as_node());
  return ok();
}

Status RecordedSession::change_item() {
  KITH_TRY(const Seen items, look_for_items());
  if (items.empty()) return ok();
  const Node before = items[random_.below(items.size())];
  const std::int64_t stamp = next_stamp();
  switch (random_.below(4)) {
    case 0: {
      KITH_DO(transaction_->set_property(before.id, "score", static_cast<std::int64_t>(random_.below(kScores))));
      break;
    }
    case 1: {
      KITH_DO(rows("MATCH (n:Item {stamp: $stamp}) SET n.group = $group",
                   {{"stamp", stamp_of(before)}, {"group", static_cast<std::int64_t>(random_.below(kGroups))}}));
      break;
    }
    case 2: {
      KITH_DO(has_label(before, "Hot") ? transaction_->remove_label(before.id, "Hot")
                                       : transaction_->add_label(before.id, "Hot"));
      break;
    }
    default: {
      KITH_DO(rows("MATCH (n:Item {stamp: $stamp}) SET n:Hot, n.passing = 1 REMOVE n.passing", {{"stamp", stamp_of(before)}}));
    }
  }
  KITH_DO(transaction_->set_property(before.id, "stamp", stamp));
  KITH_TRY(const std::optional<Node> after, transaction_->find_node(before.id));
  if (!after || stamp_of(*after) != stamp) {
    complaints.push_back("an item that was just changed is not as it was left");
    return ok();
  }
  record_node(Kind::kRemove, before);
  record_node(Kind::kAdd, *after);
  return ok();
}

Status RecordedSession::delete_item() {
  KITH_TRY(const Seen seen, look({"Item", "MATCH (n:Item) RETURN n"}));
  if (seen.empty()) return ok();
  const Node item = seen[random_.below(seen.size())];
  KITH_TRY(const auto links, rows("MATCH (h:Hub)-[r:LINK]->(n:Item {stamp: $stamp}) RETURN r.stamp, h.key",
                                  {{"stamp", stamp_of(item)}}));
  if (random_.one_in(2))
    KITH_DO(transaction_->delete_node(item.id, true));
  else
    KITH_DO(rows("MATCH (n:Item {stamp: $stamp}) DETACH DELETE n", {{"stamp", stamp_of(item)}}));
  record_node(Kind::kRemove, item);
  for (const List& row : links)
    record_link(Kind::kRemove, row[0].as_integer(), static_cast<std::size_t>(row[1].as_integer()), item.id);
  return ok();
}

// ---- edges ----

Status RecordedSession::look_at_links() {
  if (random_.one_in(3)) {
    KITH_TRY(const auto found, rows("MATCH ()-[r:LINK]->() RETURN r.stamp"));
    std::vector<std::int64_t> stamps;
    for (const List& row : found) stamps.push_back(row[0].as_integer());
    record_see("links", std::move(stamps));
    return ok();
  }
  const auto hub = static_cast<std::int64_t>(random_.below(setting_.hubs.size()));
  const char* statement = random_.one_in(2) ? "MATCH (h:Hub {key: $key})-[r:LINK]->() RETURN r.stamp"
                                            : "MATCH (h:Hub {key: $key})-[r:LINK]-(n:Item) RETURN r.stamp";
  KITH_TRY(const auto found, rows(statement, {{"key", hub}}));
  std::vector<std::int64_t> stamps;
  for (const List& row : found) stamps.push_back(row[0].as_integer());
  record_see("from:" + std::to_string(hub), std::move(stamps));
  return ok();
}

Status RecordedSession::link() {
  KITH_TRY(const Seen items, look_for_items());
  if (items.empty()) return ok();
  const NodeId item = items[random_.below(items.size())].id;
  const std::size_t hub = random_.below(setting_.hubs.size());
  const std::int64_t stamp = next_stamp();
  KITH_DO(transaction_->create_edge(setting_.hubs[hub], item, "LINK", {{"stamp", stamp}}));
  record_link(Kind::kAdd, stamp, hub, item);
  return ok();
}

Status RecordedSession::unlink() {
  const auto hub = static_cast<std::int64_t>(random_.below(setting_.hubs.size()));
  KITH_TRY(const auto found, rows("MATCH (h:Hub {key: $key})-[r:LINK]->() RETURN r", {{"key", hub}}));
  std::vector<std::int64_t> stamps;
  for (const List& row : found) stamps.push_back(row[0].as_edge().properties["stamp"].as_integer());
  record_see("from:" + std::to_string(hub), stamps);
  if (found.empty()) return ok();
  const Edge edge = found[random_.below(found.size())][0].as_edge();
  KITH_DO(transaction_->delete_edge(edge.id));
  record_link(Kind::kRemove, edge.properties["stamp"].as_integer(), static_cast<std::size_t>(hub), edge.to);
  return ok();
}

// ---- tags ----

Status RecordedSession::merge_tag() {
  const auto key = static_cast<std::int64_t>(random_.below(kTags));
  const std::int64_t stamp = next_stamp();
  KITH_TRY(const auto found, rows("MERGE (t:Tag {key: $key}) ON CREATE SET t.stamp = $stamp RETURN t",
                                  {{"key", key}, {"stamp", stamp}}));
  if (found.size() != 1) {
    complaints.push_back("MERGE of tag " + std::to_string(key) + " gave " + std::to_string(found.size()) + " rows");
    return ok();
  }
  const Node& tag = found[0][0].as_node();
  const std::string set = "tag:" + std::to_string(key);
  if (stamp_of(tag) != stamp) {
    record_see(set, {stamp_of(tag)});
    return ok();
  }
  record_see(set, {});
  record_node(Kind::kAdd, tag);
  return ok();
}

Status RecordedSession::delete_tag() {
  const auto key = static_cast<std::int64_t>(random_.below(kTags));
  KITH_TRY(const Seen tags, look({"tag:" + std::to_string(key), "MATCH (n:Tag {key: $key}) RETURN n", {{"key", key}}}));
  for (const Node& tag : tags) {
    KITH_DO(transaction_->delete_node(tag.id));
    record_node(Kind::kRemove, tag);
  }
  return ok();
}

// ---- articles ----

Result<std::vector<Evidence>> RecordedSession::look_at_claim(std::size_t claim) {
  KITH_TRY(auto evidence, transaction_->evidence(setting_.claims[claim]));
  std::erase_if(evidence, [](const Evidence& row) { return row.extractor == "kept"; });
  std::vector<std::int64_t> stamps;
  for (const Evidence& row : evidence) stamps.push_back(row.start_byte);
  record_see("claim:" + std::to_string(claim), std::move(stamps));
  return evidence;
}

Status RecordedSession::create_article() {
  const Map properties = {{"stamp", next_stamp()}};
  KITH_TRY(const NodeId id, transaction_->create_node({"Article"}, properties));
  record_node(Kind::kAdd, {id, {"Article"}, properties});
  return ok();
}

Status RecordedSession::add_evidence() {
  KITH_TRY(const Seen articles, look({"Article", "MATCH (n:Article) WHERE n.stamp IS NOT NULL RETURN n"}));
  if (articles.empty()) return create_article();
  const std::size_t claim = random_.below(setting_.claims.size());
  const auto stamp = static_cast<std::uint32_t>(next_stamp());
  KITH_DO(transaction_->add_evidence(setting_.claims[claim], {.article = articles[random_.below(articles.size())].id,
                                                              .start_byte = stamp,
                                                              .end_byte = stamp + 1,
                                                              .extractor = "found"}));
  record(Kind::kAdd, "claim:" + std::to_string(claim), stamp);
  return ok();
}

Status RecordedSession::retract_article() {
  KITH_TRY(const Seen articles, look({"Article", "MATCH (n:Article) WHERE n.stamp IS NOT NULL RETURN n"}));
  if (articles.empty()) return ok();
  const Node article = articles[random_.below(articles.size())];
  std::vector<std::pair<std::size_t, std::int64_t>> gone;
  for (std::size_t claim = 0; claim < setting_.claims.size(); ++claim) {
    KITH_TRY(const auto evidence, look_at_claim(claim));
    for (const Evidence& row : evidence)
      if (row.article == article.id) gone.emplace_back(claim, row.start_byte);
  }
  KITH_DO(transaction_->retract_article(article.id));
  record_node(Kind::kRemove, article);
  for (const auto& [claim, stamp] : gone) record(Kind::kRemove, "claim:" + std::to_string(claim), stamp);
  return ok();
}

}  // namespace kith::model
