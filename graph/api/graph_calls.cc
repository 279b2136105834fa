// Transaction's calls that change and read the graph without a query language.
#include <algorithm>
#include <utility>

#include "api/transaction_impl.h"
#include "value/column.h"
#include "value/compare.h"

namespace kith {

namespace {

/// Takes a call's writes back unless it is told to keep them.
class Attempt {
 public:
  explicit Attempt(storage::Transaction& transaction) : transaction_(transaction), savepoint_(transaction.savepoint()) {}

  Attempt(const Attempt&) = delete;
  Attempt& operator=(const Attempt&) = delete;

  ~Attempt() {
    if (!kept_) transaction_.roll_back_to(savepoint_);
  }

  void keep() noexcept { kept_ = true; }

 private:
  storage::Transaction& transaction_;
  std::size_t savepoint_;
  bool kept_ = false;
};

Result<storage::Transaction::Properties> tokens_of(storage::Transaction& transaction, const Map& properties) {
  storage::Transaction::Properties made;
  made.reserve(properties.size());
  for (const auto& [name, value] : properties) {
    if (value.is_null()) continue;
    KITH_TRY(const KeyId key, transaction.key(name));
    made.emplace_back(key, value);
  }
  return made;
}

/// Every edge at `node`, each once.
Result<std::vector<EdgeId>> edges_at(const storage::Reader& reader, NodeId node) {
  SliceBatch batch;
  KITH_DO(reader.expand(Column::constant(Value::node_ref(node), 1), Direction::kBoth, {}, batch));
  std::vector<EdgeId> edges;
  for (const EdgeSlice& slice : batch.slices) edges.insert(edges.end(), slice.edges.begin(), slice.edges.end());
  return edges;
}

/// An index on one key of a label that answers look-ups now; one on the elements of lists comes first.
const storage::Index* index_on(const storage::Catalog& catalog, LabelId label, KeyId key) {
  const storage::Index* found = nullptr;
  for (const storage::Index& index : catalog.indexes) {
    if (index.on_edges || index.label != label || index.keys != std::vector<KeyId>{key}) continue;
    if (index.state != storage::IndexState::kReady || index.kind == storage::IndexKind::kFolded) continue;
    if (found == nullptr || index.kind == storage::IndexKind::kEach) found = &index;
  }
  return found;
}

storage::EvidenceRow to_row(const Evidence& evidence) {
  return {evidence.article,    evidence.start_byte, evidence.end_byte, evidence.extractor,
          evidence.confidence, evidence.status,     evidence.stated_by, evidence.time,
          evidence.place,      evidence.from_cluster, evidence.to_cluster};
}

Evidence to_evidence(storage::EvidenceRow row) {
  return {row.article,    row.start_byte,        row.end_byte,
          std::move(row.extractor), row.confidence, std::move(row.status), std::move(row.stated_by),
          std::move(row.time), std::move(row.place), row.from_cluster, row.to_cluster};
}

Status detach_and_delete(storage::Transaction& transaction, NodeId node) {
  KITH_TRY(const std::vector<EdgeId> edges, edges_at(transaction.reader(), node));
  for (const EdgeId edge : edges) KITH_DO(transaction.delete_edge(edge));
  return transaction.delete_node(node).status();
}

}  // namespace

Result<NodeId> Transaction::create_node(const std::vector<std::string>& labels, const Map& properties) {
  KITH_TRY(const Impl::Use transaction, impl_->use_for_writing());
  std::vector<LabelId> tokens;
  for (const std::string& name : labels) {
    KITH_TRY(const LabelId label, transaction->label(name));
    tokens.push_back(label);
  }
  KITH_TRY(const auto made, tokens_of(*transaction.transaction, properties));
  return transaction->create_node(tokens, made);
}

Result<EdgeId> Transaction::create_edge(NodeId from, NodeId to, std::string_view type, const Map& properties) {
  KITH_TRY(const Impl::Use transaction, impl_->use_for_writing());
  KITH_TRY(const TypeId token, transaction->type(type));
  KITH_TRY(const auto made, tokens_of(*transaction.transaction, properties));
  return transaction->create_edge(from, to, token, made);
}

Status Transaction::set_property(NodeId node, std::string_view key, const Value& value) {
  KITH_TRY(const Impl::Use transaction, impl_->use_for_writing());
  KITH_TRY(const KeyId token, transaction->key(key));
  return transaction->set_property(node, token, value).status();
}

Status Transaction::set_property(EdgeId edge, std::string_view key, const Value& value) {
  KITH_TRY(const Impl::Use transaction, impl_->use_for_writing());
  KITH_TRY(const KeyId token, transaction->key(key));
  return transaction->set_property(edge, token, value).status();
}

Status Transaction::add_label(NodeId node, std::string_view label) {
  KITH_TRY(const Impl::Use transaction, impl_->use_for_writing());
  KITH_TRY(const LabelId token, transaction->label(label));
  return transaction->add_label(node, token).status();
}

Status Transaction::remove_label(NodeId node, std::string_view label) {
  KITH_TRY(const Impl::Use transaction, impl_->use_for_writing());
  KITH_TRY(const LabelId token, transaction->label(label));
  return transaction->remove_label(node, token).status();
}

Status Transaction::delete_node(NodeId node, bool detach) {
  KITH_TRY(const Impl::Use transaction, impl_->use_for_writing());
  Attempt attempt(*transaction.transaction);
  if (detach) {
    KITH_DO(transaction->drop_evidence_of(node));
    KITH_DO(detach_and_delete(*transaction.transaction, node));
  } else {
    KITH_DO(transaction->delete_node(node));
  }
  KITH_DO(transaction->verify_deletions());
  attempt.keep();
  return ok();
}

Status Transaction::delete_edge(EdgeId edge) {
  KITH_TRY(const Impl::Use transaction, impl_->use_for_writing());
  return transaction->delete_edge(edge).status();
}

Result<std::optional<Node>> Transaction::find_node(NodeId node) {
  KITH_TRY(const Impl::Use transaction, impl_->use());
  KITH_TRY(const bool there, transaction.reader().exists(node));
  if (!there) return std::optional<Node>();
  KITH_TRY(Node found, transaction.reader().node(node));
  return std::optional<Node>(std::move(found));
}

Result<std::optional<Edge>> Transaction::find_edge(EdgeId edge) {
  KITH_TRY(const Impl::Use transaction, impl_->use());
  KITH_TRY(const bool there, transaction.reader().exists(edge));
  if (!there) return std::optional<Edge>();
  KITH_TRY(Edge found, transaction.reader().edge(edge));
  return std::optional<Edge>(std::move(found));
}

Result<std::vector<NodeId>> Transaction::find_nodes(std::string_view label, std::string_view key, const Value& value) {
  KITH_TRY(const Impl::Use transaction, impl_->use());
  const storage::Reader& reader = transaction.reader();
  const std::optional<LabelId> label_id = reader.find_label(label);
  const std::optional<KeyId> key_id = reader.find_key(key);
  std::vector<NodeId> found;
  if (!label_id || !key_id) return found;
  const storage::Index* index = index_on(reader.catalog(), *label_id, *key_id);
  storage::NodeScan scan = index != nullptr ? reader.seek_nodes(*index, std::span(&value, 1)) : reader.scan_label(*label_id);
  std::vector<NodeId> page;
  while (true) {
    KITH_TRY(const bool more, scan.next(page, kBatchRows));
    if (!more) break;
    if (index != nullptr) {
      found.insert(found.end(), page.begin(), page.end());
      continue;
    }
    for (const NodeId node : page) {
      KITH_TRY(const Value property, reader.property(node, *key_id));
      if (equals(property, value) == Ternary::kTrue) found.push_back(node);
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

Status Transaction::add_evidence(EdgeId edge, const Evidence& evidence) {
  KITH_TRY(const Impl::Use transaction, impl_->use_for_writing());
  return transaction->add_evidence(edge, to_row(evidence));
}

Status Transaction::remove_evidence(EdgeId edge, const Evidence& evidence) {
  KITH_TRY(const Impl::Use transaction, impl_->use_for_writing());
  return transaction->remove_evidence(edge, to_row(evidence));
}

Result<std::vector<Evidence>> Transaction::evidence(EdgeId edge) {
  KITH_TRY(const Impl::Use transaction, impl_->use());
  KITH_TRY(std::vector<storage::EvidenceRow> rows, transaction.reader().evidence(edge));
  std::vector<Evidence> reasons;
  reasons.reserve(rows.size());
  for (storage::EvidenceRow& row : rows) reasons.push_back(to_evidence(std::move(row)));
  return reasons;
}

Result<std::vector<EdgeId>> Transaction::supported_by(NodeId article) {
  KITH_TRY(const Impl::Use transaction, impl_->use());
  return transaction.reader().supported_by(article);
}

Status Transaction::retract_article(NodeId article) {
  KITH_TRY(const Impl::Use transaction, impl_->use_for_writing());
  Attempt attempt(*transaction.transaction);
  KITH_TRY(const std::vector<EdgeId> supported, transaction.reader().supported_by(article));
  KITH_DO(transaction->drop_evidence_of(article));
  for (const EdgeId edge : supported) {
    KITH_TRY(const std::vector<storage::EvidenceRow> left, transaction.reader().evidence(edge));
    if (left.empty()) KITH_DO(transaction->delete_edge(edge));
  }
  KITH_DO(detach_and_delete(*transaction.transaction, article));
  KITH_DO(transaction->verify_deletions());
  attempt.keep();
  return ok();
}

}  // namespace kith
