#include "storage/transaction.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <utility>

#include "storage/constraint_check.h"
#include "storage/entity_writer.h"
#include "storage/transaction_state.h"

namespace kith::storage {

namespace {

/// Whether nothing would be written anew: -0.0 equals 0.0, and yet it is another value.
bool is_same(const Value& a, const Value& b) {
  if (a != b) return false;
  if (a.kind() == Kind::kFloat) return std::signbit(a.as_float()) == std::signbit(b.as_float());
  if (a.kind() != Kind::kList) return true;
  const List &x = a.as_list(), &y = b.as_list();
  return std::equal(x.begin(), x.end(), y.begin(), is_same);
}

constexpr std::size_t kOverlayBytesMax = std::size_t{256} << 20;

}  // namespace

Status Transaction::Impl::check_readable() const {
  if (!is_open) return Error{.code = ErrorCode::kClosed, .message = "the transaction has ended"};
  return engine->check_open();
}

Status Transaction::Impl::check_writable() const {
  KITH_DO(check_readable());
  if (is_read_only)
    return Error{.code = ErrorCode::kReadOnly, .message = "the transaction is read-only", .detail = "ReadOnly"};
  KITH_DO(check_data_may_change());
  if (overlay->bytes() > kOverlayBytesMax)
    return Error{.code = ErrorCode::kLimit,
                 .message = "the changes of one transaction are limited to " +
                            std::to_string(kOverlayBytesMax >> 20) + " MiB",
                 .detail = "OverlayLimit",
                 .hint = "commit in smaller parts"};
  return ok();
}

Transaction::Transaction(std::unique_ptr<Impl> impl) noexcept : impl_(std::move(impl)) {}

Transaction::Transaction(Transaction&&) noexcept = default;

Transaction& Transaction::operator=(Transaction&& other) noexcept {
  std::swap(impl_, other.impl_);
  return *this;
}

Transaction::~Transaction() {
  if (impl_ != nullptr) rollback();
}

const Reader& Transaction::reader() const noexcept { return impl_->reader; }

bool Transaction::is_read_only() const noexcept { return impl_->is_read_only; }

bool Transaction::is_open() const noexcept { return impl_->is_open; }

bool Transaction::has_changes() const noexcept { return impl_->overlay != nullptr && !impl_->overlay->is_empty(); }

// ---- dictionary ----

Result<std::uint32_t> Transaction::Impl::token(Dictionary dictionary, std::string_view name) {
  KITH_DO(check_readable());
  if (is_read_only)
    return Error{.code = ErrorCode::kReadOnly,
                 .message = "a read-only transaction cannot make the name `" + std::string(name) + "`",
                 .detail = "ReadOnly"};
  KITH_DO(check_data_may_change());
  KITH_TRY(const NewToken made, engine->token(dictionary, name));
  if (made.catalog == overlay->catalog) return made.token;
  // The names are the newest; the indexes stay those of the view, since the rows are. Readers of this
  // transaction may still hold the catalog it had.
  CatalogPtr newest = made.catalog;
  if (newest->schema_version != view->catalog->schema_version) {
    auto mixed = std::make_shared<Catalog>(*newest);
    mixed->schema_version = view->catalog->schema_version;
    mixed->indexes = view->catalog->indexes;
    mixed->constraints = view->catalog->constraints;
    newest = std::move(mixed);
  }
  catalogs.push_back(std::exchange(overlay->catalog, std::move(newest)));
  return made.token;
}

Result<LabelId> Transaction::label(std::string_view name) {
  if (const auto known = impl_->reader.catalog().labels.find(name)) return *known;
  KITH_TRY(const std::uint32_t token, impl_->token(Dictionary::kLabels, name));
  return LabelId{token};
}

Result<TypeId> Transaction::type(std::string_view name) {
  if (const auto known = impl_->reader.catalog().types.find(name)) return *known;
  KITH_TRY(const std::uint32_t token, impl_->token(Dictionary::kTypes, name));
  return TypeId{token};
}

Result<KeyId> Transaction::key(std::string_view name) {
  if (const auto known = impl_->reader.catalog().keys.find(name)) return *known;
  KITH_TRY(const std::uint32_t token, impl_->token(Dictionary::kKeys, name));
  return KeyId{token};
}

// ---- changes ----

Result<NodeId> Transaction::create_node(std::span<const LabelId> labels, const Properties& properties) {
  KITH_DO(impl_->check_writable());
  return impl_->writer().create_node(labels, properties);
}

Result<EdgeId> Transaction::create_edge(NodeId from, NodeId to, TypeId type, const Properties& properties) {
  KITH_DO(impl_->check_writable());
  return impl_->writer().create_edge(from, to, type, properties);
}

namespace {

/// Sets or removes one property; false if that changes nothing.
bool put_property(std::vector<record::Property>& properties, KeyId key, const Value& value) {
  auto at = std::lower_bound(properties.begin(), properties.end(), key,
                             [](const record::Property& p, KeyId k) { return p.key < k; });
  const bool is_there = at != properties.end() && at->key == key;
  if (value.is_null()) {
    if (is_there) properties.erase(at);
    return is_there;
  }
  if (is_there) {
    if (!at->big && is_same(at->value, value)) return false;
    *at = {.key = key, .value = value};
  } else {
    properties.insert(at, {.key = key, .value = value});
  }
  return true;
}

template <class Id>
Result<bool> set_property_of(Transaction::Impl& impl, Id id, KeyId key, const Value& value) {
  KITH_DO(impl.check_writable());
  KITH_DO(record::check_storable(value));
  EntityWriter writer = impl.writer();
  KITH_TRY(const auto before, writer.read(id));
  auto after = before.image;
  if (!put_property(after.properties, key, value)) return false;
  KITH_DO(writer.update(id, before, std::move(after)));
  return true;
}

template <class Id>
Result<std::size_t> replace_properties_of(Transaction::Impl& impl, Id id, const Transaction::Properties& properties) {
  KITH_DO(impl.check_writable());
  EntityWriter writer = impl.writer();
  KITH_TRY(const auto before, writer.read(id));
  auto after = before.image;
  KITH_TRY(after.properties, EntityWriter::prepared(properties));
  std::size_t changed = after.properties.size();
  for (const record::Property& p : before.image.properties)
    if (find_property(after.properties, p.key) == nullptr) ++changed;
  if (changed == 0) return changed;
  KITH_DO(writer.update(id, before, std::move(after)));
  return changed;
}

}  // namespace

Result<bool> Transaction::set_property(NodeId node, KeyId key, const Value& value) {
  return set_property_of(*impl_, node, key, value);
}

Result<bool> Transaction::set_property(EdgeId edge, KeyId key, const Value& value) {
  return set_property_of(*impl_, edge, key, value);
}

Result<std::size_t> Transaction::replace_properties(NodeId node, const Properties& properties) {
  return replace_properties_of(*impl_, node, properties);
}

Result<std::size_t> Transaction::replace_properties(EdgeId edge, const Properties& properties) {
  return replace_properties_of(*impl_, edge, properties);
}

Result<bool> Transaction::add_label(NodeId node, LabelId label) {
  KITH_DO(impl_->check_writable());
  EntityWriter writer = impl_->writer();
  KITH_TRY(const StoredNode before, writer.read(node));
  record::NodeImage after = before.image;
  const auto at = std::lower_bound(after.labels.begin(), after.labels.end(), label);
  if (at != after.labels.end() && *at == label) return false;
  after.labels.insert(at, label);
  KITH_DO(writer.update(node, before, std::move(after)));
  return true;
}

Result<bool> Transaction::remove_label(NodeId node, LabelId label) {
  KITH_DO(impl_->check_writable());
  EntityWriter writer = impl_->writer();
  KITH_TRY(const StoredNode before, writer.read(node));
  record::NodeImage after = before.image;
  const auto at = std::lower_bound(after.labels.begin(), after.labels.end(), label);
  if (at == after.labels.end() || *at != label) return false;
  after.labels.erase(at);
  KITH_DO(writer.update(node, before, std::move(after)));
  return true;
}

Result<bool> Transaction::delete_node(NodeId node) {
  KITH_DO(impl_->check_writable());
  EntityWriter writer = impl_->writer();
  KITH_TRY(const bool is_there, impl_->reader.exists(node));
  if (!is_there) return false;
  KITH_TRY(const StoredNode before, writer.read(node));
  KITH_DO(writer.erase(node, before));
  impl_->overlay->unverified.push_back(node);
  return true;
}

Result<bool> Transaction::delete_edge(EdgeId edge) {
  KITH_DO(impl_->check_writable());
  KITH_TRY(const bool is_there, impl_->reader.exists(edge));
  if (!is_there) return false;
  EntityWriter writer = impl_->writer();
  KITH_TRY(const StoredEdge before, writer.read(edge));
  KITH_DO(writer.erase(edge, before));
  return true;
}

Status Transaction::verify_deletions() {
  KITH_DO(impl_->check_readable());
  if (impl_->overlay == nullptr) return ok();
  const Rows rows(*impl_->view, impl_->overlay.get());
  for (NodeId node : impl_->overlay->unverified) {
    bool has_edge = false;
    for (const Direction way : {Direction::kOut, Direction::kIn}) {
      const Key prefix = adjacency_prefix(way, node);
      KITH_DO(rows.scan(Family::kAdjacency, prefix, prefix.end(), [&](std::string_view, std::string_view) {
        has_edge = true;
        return false;
      }));
    }
    if (has_edge)
      return Error{.code = ErrorCode::kConstraintVerification,
                   .message = "the node " + std::to_string(raw(node)) + " cannot be deleted, it still has relationships",
                   .detail = "DeleteConnectedNode",
                   .hint = "use DETACH DELETE to delete them too"};
    bool is_cited = false;
    const Key prefix = support_prefix(node);
    KITH_DO(rows.scan(Family::kIndex, prefix, prefix.end(), [&](std::string_view, std::string_view) {
      is_cited = true;
      return false;
    }));
    if (is_cited)
      return Error{.code = ErrorCode::kConstraintVerification,
                   .message = "the node " + std::to_string(raw(node)) +
                              " cannot be deleted, relationships cite it as evidence",
                   .detail = "DeleteConnectedNode",
                   .hint = "use DETACH DELETE to drop that evidence too"};
  }
  impl_->overlay->unverified.clear();
  return ok();
}

// ---- evidence ----

Status Transaction::add_evidence(EdgeId edge, const EvidenceRow& row) {
  KITH_DO(impl_->check_writable());
  EntityWriter writer = impl_->writer();
  KITH_DO(writer.touch(edge));
  KITH_DO(writer.touch(row.article));
  KITH_TRY(const std::uint32_t extractor, impl_->token(Dictionary::kExtractors, row.extractor));
  const EvidenceKey place{edge, row.article, row.start_byte, extractor};
  std::string stored;
  record::encode(record::EvidenceImage{.end_byte = row.end_byte,
                                       .confidence = row.confidence,
                                       .status = row.status,
                                       .stated_by = row.stated_by,
                                       .time = row.time,
                                       .place = row.place,
                                       .from_cluster = row.from_cluster,
                                       .to_cluster = row.to_cluster},
                 stored);
  const Key key = evidence_key(edge, row.article, row.start_byte, extractor);
  impl_->overlay->claims.take(claim(Claimed::kEvidence, key));
  impl_->overlay->put(Family::kEdge, key, stored);
  impl_->overlay->put(Family::kIndex, support_key(place), {});
  return ok();
}

void Transaction::Impl::erase_evidence(const EvidenceKey& place) {
  const Key evidence = evidence_key(place.edge, place.article, place.start, place.extractor);
  overlay->claims.take(claim(Claimed::kEvidence, evidence));
  overlay->claims.take(claim(Claimed::kEdgeSupport, raw(place.edge)));
  overlay->erase(Family::kEdge, evidence);
  overlay->erase(Family::kIndex, support_key(place));
}

Status Transaction::remove_evidence(EdgeId edge, const EvidenceRow& row) {
  KITH_DO(impl_->check_writable());
  KITH_DO(impl_->writer().touch(edge));
  KITH_TRY(const std::uint32_t extractor, impl_->token(Dictionary::kExtractors, row.extractor));
  impl_->erase_evidence({edge, row.article, row.start_byte, extractor});
  return ok();
}

Status Transaction::drop_evidence_of(NodeId article) {
  KITH_DO(impl_->check_writable());
  std::vector<EvidenceKey> places;
  const Key prefix = support_prefix(article);
  KITH_DO(Rows(*impl_->view, impl_->overlay.get())
              .scan(Family::kIndex, prefix, prefix.end(), [&](std::string_view key, std::string_view) {
                if (key.size() == kSupportKeyBytes) places.push_back(parse_support_key(key));
                return true;
              }));
  for (const EvidenceKey& place : places) impl_->erase_evidence(place);
  return ok();
}

void Transaction::claim_merge(std::uint64_t pattern_hash) {
  impl_->overlay->claims.take(claim(Claimed::kMerge, pattern_hash));
}

// ---- savepoints and end ----

std::size_t Transaction::savepoint() { return impl_->overlay == nullptr ? 0 : impl_->overlay->savepoint(); }

void Transaction::roll_back_to(std::size_t savepoint) {
  if (impl_->overlay != nullptr) impl_->overlay->roll_back_to(savepoint);
}

Status Transaction::commit(Durability durability, const RunControl& control) {
  KITH_DO(impl_->check_readable());
  if (impl_->schema) return impl_->commit_schema(control);
  Status committed;
  if (has_changes()) {
    committed = verify_deletions();
    if (committed.is_ok()) committed = verify_constraints(*impl_->view, *impl_->overlay);
    if (committed.is_ok()) committed = impl_->commit(durability);
  }
  impl_->end();
  return committed;
}

void Transaction::rollback() noexcept { impl_->end(); }

Status Transaction::Impl::commit(Durability durability) {
  Commit commit{.overlay = overlay.get(),
                .view = view,
                .reads = overlay->reads.get(),
                .durability = durability};
  return engine->commit(commit);
}

void Transaction::Impl::end() noexcept {
  if (!is_open) return;
  is_open = false;
  if (!is_read_only) engine->end_write(*view, overlay->reads != nullptr);
}

}  // namespace kith::storage
