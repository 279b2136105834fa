// Decisions by hand: merging and splitting entities, and taking that back.
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <string>

#include "base/fold.h"
#include "base/suggest.h"
#include "ingest/decisions.h"
#include "ingest/questions.h"
#include "ingest/reader.h"
#include "ingest/regroup.h"
#include "ingest/settle.h"
#include "kith/review.h"

namespace kith {

namespace {

using namespace ingest;

Error no_entity(NodeId node) {
  return {.code = ErrorCode::kNotFound, .message = "there is no entity " + element_id(node), .detail = "UnknownEntity"};
}

Error argument(std::string message, std::string hint = {}) {
  return {.code = ErrorCode::kArgument, .message = std::move(message), .detail = "InvalidDecision", .hint = std::move(hint)};
}

Anchor anchor_of(const Stored& one) {
  return {.type = one.appearance.type, .name = one.appearance.name, .article = one.appearance.article};
}

bool is_about_any(const Anchor& anchor, const std::vector<Stored>& all) {
  return std::any_of(all.begin(), all.end(), [&](const Stored& one) { return is_about(anchor, one.appearance); });
}

Result<std::vector<Stored>> known_appearances(Transaction& tx, NodeId node) {
  KITH_TRY(const std::optional<Node> found, tx.find_node(node));
  if (!found || std::find(found->labels.begin(), found->labels.end(), "Entity") == found->labels.end()) return no_entity(node);
  KITH_TRY(std::vector<Stored> all, appearances_on(tx, node));
  if (all.empty())
    return argument("no article mentions " + element_id(node), "decisions are about what articles mention");
  return all;
}

// Two names that one node each has may stand for them in whatever article.
Result<bool> are_unambiguous(Transaction& tx, const Stored& one, const Stored& other) {
  if (one.appearance.type != other.appearance.type || one.appearance.name == other.appearance.name) return false;
  for (const Stored* stored : {&one, &other}) {
    const std::vector<std::string>& strong = stored->appearance.strong;
    if (std::find(strong.begin(), strong.end(), stored->appearance.name) == strong.end()) return false;
    KITH_TRY(const std::vector<NodeId> found, tx.find_nodes("Entity", "lookup", stored->appearance.name));
    if (found != std::vector<NodeId>{stored->node}) return false;
  }
  return true;
}

// ---- what has to come back when a merge is undone ----

constexpr std::string_view kMovedEdges = "movedEdges";
constexpr std::string_view kMovedSide = "movedSide";
constexpr std::string_view kMovedLabels = "movedLabels";
constexpr std::string_view kMovedProperty = "moved_";
constexpr std::string_view kCopied = "copiedProperties";

List texts(const std::vector<std::string>& strings) {
  List out;
  for (const std::string& text : strings) out.emplace_back(text);
  return out;
}

Status note_absorbed(Transaction& tx, NodeId decision, const Absorbed& absorbed, bool is_left) {
  List edges;
  for (const EdgeId edge : absorbed.edges) edges.emplace_back(element_id(edge));
  KITH_DO(tx.set_property(decision, kMovedSide, is_left ? "left" : "right"));
  if (!edges.empty()) KITH_DO(tx.set_property(decision, kMovedEdges, std::move(edges)));
  if (!absorbed.labels.empty()) KITH_DO(tx.set_property(decision, kMovedLabels, texts(absorbed.labels)));
  if (!absorbed.copied.empty()) KITH_DO(tx.set_property(decision, kCopied, texts(absorbed.copied)));
  for (const auto& [key, value] : absorbed.properties)
    KITH_DO(tx.set_property(decision, std::string(kMovedProperty) + std::string(key), value));
  return ok();
}

Result<std::optional<NodeId>> node_of(Transaction& tx, const Anchor& anchor) {
  KITH_TRY(const std::vector<Stored> all, appearances_in(tx, anchor.article));
  for (const Stored& one : all)
    if (is_about(anchor, one.appearance)) return std::optional<NodeId>(one.node);
  return std::optional<NodeId>();
}

Status give_back(Transaction& tx, const StoredDecision& stored) {
  const Value& side = stored.properties[kMovedSide];
  if (side.kind() != Kind::kString) return ok();
  const bool is_left = side.as_string() == "left";
  KITH_TRY(const std::optional<NodeId> to, node_of(tx, is_left ? stored.decision.left : stored.decision.right));
  KITH_TRY(const std::optional<NodeId> from, node_of(tx, is_left ? stored.decision.right : stored.decision.left));
  if (!to || !from || *to == *from) return ok();
  std::vector<EdgeId> edges;
  for (const std::string& id : strings_of(stored.properties[kMovedEdges]))
    if (const std::optional<std::uint64_t> number = number_of_element(id, "e:")) edges.push_back(EdgeId{*number});
  KITH_DO(move_edges(tx, edges, *from, *to).status());
  KITH_TRY(const std::optional<Node> source, tx.find_node(*from));
  for (const auto& [key, value] : stored.properties)
    if (key.starts_with(kMovedProperty)) KITH_DO(tx.set_property(*to, key.substr(kMovedProperty.size()), value));
  for (const std::string& key : strings_of(stored.properties[kCopied]))
    if (source && source->properties[key] == stored.properties[std::string(kMovedProperty) + key])
      KITH_DO(tx.set_property(*from, key, Value::null()));
  for (const std::string& label : strings_of(stored.properties[kMovedLabels])) {
    KITH_DO(tx.add_label(*to, label));
    KITH_DO(tx.remove_label(*from, label));
  }
  return ok();
}

// ---- merging and splitting ----

Result<MergeReport> merge_in(Transaction& tx, NodeId one, NodeId other) {
  if (one == other) return argument("they are one already");
  KITH_TRY(const std::vector<Stored> left, known_appearances(tx, one));
  KITH_TRY(const std::vector<Stored> right, known_appearances(tx, other));
  KITH_TRY(const std::vector<StoredDecision> kept, read_decisions(tx));
  for (const StoredDecision& stored : kept) {
    const Decision& decision = stored.decision;
    const bool between = (is_about_any(decision.left, left) && is_about_any(decision.right, right)) ||
                         (is_about_any(decision.left, right) && is_about_any(decision.right, left));
    if (!decision.same && between) KITH_DO(tx.delete_node(stored.node));
  }
  Decision decision{.same = true, .left = anchor_of(left.front()), .right = anchor_of(right.front())};
  KITH_TRY(decision.wide, are_unambiguous(tx, left.front(), right.front()));
  KITH_TRY(const NodeId node, write_decision(tx, decision));
  KITH_TRY(const Regrouped done, regroup(tx, {.nodes = {one, other}}));
  MergeReport report{.node = one, .nodes = done.nodes, .edges = done.edges};
  for (const Absorbed& absorbed : done.absorbed) {
    if (absorbed.node != one && absorbed.node != other) continue;
    report.node = absorbed.into;
    KITH_DO(note_absorbed(tx, node, absorbed, absorbed.node == one));
  }
  KITH_TRY(const std::optional<NodeId> left_node, node_of(tx, decision.left));
  KITH_TRY(const std::optional<NodeId> right_node, node_of(tx, decision.right));
  if (left_node != right_node)
    return argument("another decision keeps them apart", "`kith review --decisions` lists the decisions");
  return report;
}

Result<MergeReport> undo_merges(Transaction& tx, NodeId entity, const std::vector<Stored>& all) {
  KITH_TRY(const std::vector<StoredDecision> kept, read_decisions(tx));
  std::vector<StoredDecision> undone;
  Seeds seeds{.nodes = {entity}};
  for (const StoredDecision& stored : kept) {
    if (!stored.decision.same || (!is_about_any(stored.decision.left, all) && !is_about_any(stored.decision.right, all)))
      continue;
    KITH_DO(tx.delete_node(stored.node));
    for (const Anchor* anchor : {&stored.decision.left, &stored.decision.right}) {
      KITH_TRY(const std::optional<NodeId> node, node_of(tx, *anchor));
      if (node) seeds.nodes.push_back(*node);
    }
    undone.push_back(stored);
  }
  if (undone.empty())
    return argument("it was not merged by hand", "name the articles in which it is another: --article KEY");
  KITH_TRY(const Regrouped done, regroup(tx, seeds));
  for (auto stored = undone.rbegin(); stored != undone.rend(); ++stored) KITH_DO(give_back(tx, *stored));
  return MergeReport{.node = entity, .nodes = done.nodes, .edges = done.edges};
}

Result<MergeReport> part_off(Transaction& tx, NodeId entity, const std::vector<Stored>& all,
                             std::span<const std::string> articles) {
  std::set<std::string> wanted(articles.begin(), articles.end());
  std::vector<const Stored*> off;
  std::vector<const Stored*> rest;
  std::vector<std::string> keys;
  for (const Stored& one : all) {
    keys.push_back(one.appearance.article);
    (wanted.count(one.appearance.article) != 0 ? off : rest).push_back(&one);
  }
  for (const std::string& key : wanted)
    if (std::find(keys.begin(), keys.end(), key) == keys.end())
      return argument("the article `" + escaped(key) + "` does not mention it", suggest(key, keys));
  if (rest.empty()) return argument("no article would be left to it");
  const Anchor stays = anchor_of(*rest.front());
  for (const Stored* one : off)
    KITH_DO(write_decision(tx, {.same = false, .left = anchor_of(*one), .right = stays}).status());
  KITH_TRY(const Regrouped done, regroup(tx, {.nodes = {entity}}));
  KITH_TRY(const std::optional<NodeId> node, node_of(tx, stays));
  return MergeReport{.node = node.value_or(entity), .nodes = done.nodes, .edges = done.edges};
}

Result<MergeReport> in_transaction(Store& store, const std::function<Result<MergeReport>(Transaction&)>& work) {
  MergeReport report;
  KITH_DO(store.update(
      [&](Transaction& tx) -> Status {
        KITH_TRY(report, work(tx));
        return ok();
      },
      {.serializable = true}));
  return report;
}

}  // namespace

std::string MergeReport::to_text() const { return fmt::format("{:+} nodes, {:+} edges", nodes, edges); }

Result<MergeReport> merge(Store& store, NodeId one, NodeId other) {
  return in_transaction(store, [&](Transaction& tx) { return merge_in(tx, one, other); });
}

Result<MergeReport> split(Store& store, NodeId entity, std::span<const std::string> articles) {
  return in_transaction(store, [&](Transaction& tx) -> Result<MergeReport> {
    KITH_TRY(const std::vector<Stored> all, known_appearances(tx, entity));
    return articles.empty() ? undo_merges(tx, entity, all) : part_off(tx, entity, all, articles);
  });
}

Result<MergeReport> decide(Store& store, const Question& question, bool same) {
  return in_transaction(store, [&](Transaction& tx) -> Result<MergeReport> {
    KITH_TRY(const std::vector<Stored> left, appearances_on(tx, question.left.node));
    KITH_TRY(const std::vector<Stored> right, appearances_on(tx, question.right.node));
    if (left.empty() || right.empty() || question_id(left.front(), right.front()) != question.id)
      return Error{.code = ErrorCode::kConflict, .message = "what the question is about has changed", .hint = "ask again"};
    if (same) return merge_in(tx, question.left.node, question.right.node);
    // Who may be either belongs to the one that has been there longer, by the order of articles.
    Decision decision{.same = false, .left = anchor_of(right.front()), .right = anchor_of(left.front())};
    KITH_TRY(decision.wide, are_unambiguous(tx, left.front(), right.front()));
    KITH_DO(write_decision(tx, decision).status());
    return MergeReport{.node = question.left.node};
  });
}

Result<std::vector<KeptDecision>> decisions(Store& store) {
  KITH_TRY(Transaction tx, store.begin({.read_only = true}));
  KITH_TRY(const std::vector<StoredDecision> kept, read_decisions(tx));
  std::vector<KeptDecision> out;
  for (const StoredDecision& one : kept)
    out.push_back({.id = element_id(one.node),
                   .same = one.decision.same,
                   .left_name = one.decision.left.name,
                   .left_article = one.decision.left.article,
                   .right_name = one.decision.right.name,
                   .right_article = one.decision.right.article});
  return out;
}

}  // namespace kith
