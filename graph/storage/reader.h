// Reading the graph: one view, and over it the changes of one transaction.
//
// Every path – record, label, type, index, slice, degree, count, column – merges the two, so operators
// need not know whether they run inside a writing transaction. Scans go by pages: a scan object keeps
// its place between calls and holds no iterator open.
//
//     NodeScan scan = reader.scan_label(person);
//     std::vector<NodeId> page;
//     while (true) {
//       KITH_TRY(bool more, scan.next(page, kBatchRows));   // page is cleared first
//       if (!more) break;
//       KITH_DO(reader.properties(page, name_key, column));
//     }
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "kith/element.h"
#include "kith/status.h"
#include "storage/catalog.h"
#include "storage/full_text_search.h"
#include "value/batch.h"
#include "value/column.h"

namespace kith::storage {

class Overlay;
class View;

/// A reason to believe an edge (the rows behind `evidence(r)`); places are bytes of the article's text.
struct EvidenceRow {
  NodeId article = {};
  std::uint32_t start_byte = 0;
  std::uint32_t end_byte = 0;
  std::string extractor = {};
  double confidence = 1.0;
  std::string status = {};
  std::string stated_by = {};
  std::string time = {};
  std::string place = {};
  std::uint32_t from_cluster = 0xFFFFFFFF;
  std::uint32_t to_cluster = 0xFFFFFFFF;
  friend bool operator==(const EvidenceRow&, const EvidenceRow&) = default;
};

/// A bound of an index range; absent means open.
struct Bound {
  Value value;
  bool inclusive = true;
};

/// Ids page by page in key order. One thread; must not outlive its Reader.
template <class Id>
class Scan {
 public:
  struct Source;
  explicit Scan(std::unique_ptr<Source> source);
  Scan(Scan&&) noexcept;
  Scan& operator=(Scan&&) noexcept;
  ~Scan();

  /// Clears `page`, then fills it with up to `ids_max` further ids; false at the end.
  Result<bool> next(std::vector<Id>& page, std::size_t ids_max);

 private:
  std::unique_ptr<Source> source_;
};

using NodeScan = Scan<NodeId>;
using EdgeScan = Scan<EdgeId>;

/// Reads of one view and, inside a writing transaction, its overlay. One thread at a time. Ids of
/// entities that do not exist give kNotFound with detail "DeletedEntityAccess", unless said otherwise.
class Reader {
 public:
  /// `overlay` may be null; both outlive the reader.
  Reader(std::shared_ptr<const View> view, const Overlay* overlay) noexcept;

  /// The dictionary and schema this transaction sees, with tokens it has itself made.
  const Catalog& catalog() const noexcept;
  std::uint64_t commit() const noexcept;
  /// The view without the overlay. What is read from it does not count as read by the transaction.
  Reader of_view() const;

  // ---- names; one that is not there counts as read, for it may come to be ----
  std::optional<LabelId> find_label(std::string_view name) const;
  std::optional<TypeId> find_type(std::string_view name) const;
  std::optional<KeyId> find_key(std::string_view name) const;

  // ---- entities ----
  Result<bool> exists(NodeId node) const;
  Result<bool> exists(EdgeId edge) const;
  Result<Node> node(NodeId node) const;
  Result<Edge> edge(EdgeId edge) const;
  /// Labels sorted by token.
  Result<std::vector<LabelId>> labels(NodeId node) const;
  /// Ends and type; also of an edge that this transaction has deleted.
  Result<EdgeRef> edge_ref(EdgeId edge) const;
  Result<Value> property(NodeId node, KeyId key) const;  ///< null if it has none
  Result<Value> property(EdgeId edge, KeyId key) const;

  // ---- columns: one element an input element; null in, null out ----
  /// `nodes` is a column of kind kNode; so is `edges` of kind kEdge.
  Status properties_of_nodes(const Column& nodes, KeyId key, Column& out) const;
  Status properties_of_edges(const Column& edges, KeyId key, Column& out) const;
  /// out[row] = 1 if the node has all the labels. Nulls and deleted nodes give 0.
  Status have_labels(const Column& nodes, std::span<const LabelId> labels, std::vector<std::uint8_t>& out) const;

  // ---- scans ----
  NodeScan scan_nodes() const;
  NodeScan scan_label(LabelId label) const;
  EdgeScan scan_edges() const;
  EdgeScan scan_type(TypeId type) const;
  /// Entities whose tuple equals `values` (one a key of the index). A null or NaN finds nothing. Of a
  /// kEach index: whose list has the element `values[0]`; each entity once.
  NodeScan seek_nodes(const Index& index, std::span<const Value> values) const;
  EdgeScan seek_edges(const Index& index, std::span<const Value> values) const;
  /// Entities whose first keys equal `prefix` and whose next key lies between the bounds (of one kind of
  /// value, as `<` compares), in the order of that key. `string_prefix` asks for STARTS WITH instead of bounds.
  NodeScan range_nodes(const Index& index, std::span<const Value> prefix, const std::optional<Bound>& low,
                       const std::optional<Bound>& high, std::optional<std::string_view> string_prefix = {}) const;

  // ---- adjacency ----
  /// Slices of every node of a kNode column (nulls have none), of the types named (empty: all), each
  /// slice ordered by target then edge id. kBoth: out slices before in slices; a loop is in the out slice only.
  Status expand(const Column& nodes, Direction direction, std::span<const TypeId> types, SliceBatch& out) const;
  /// Number of edges expand would give for one node.
  Result<std::uint64_t> degree(NodeId node, Direction direction, std::span<const TypeId> types) const;

  // ---- counts: exact, of this transaction ----
  Result<std::uint64_t> count_nodes() const;
  Result<std::uint64_t> count_nodes(LabelId label) const;
  Result<std::uint64_t> count_edges() const;
  Result<std::uint64_t> count_edges(TypeId type) const;

  // ---- full text ----
  /// Best first; see search_full_text().
  Result<std::vector<Hit>> search(const Index& index, const search::Query& query, std::uint64_t skip, std::uint64_t limit,
                                  const RunControl& control) const;

  // ---- evidence ----
  /// Ordered by article, start, extractor. Reads no article.
  Result<std::vector<EvidenceRow>> evidence(EdgeId edge) const;
  /// Edges an article supports, each once, by id.
  Result<std::vector<EdgeId>> supported_by(NodeId article) const;

 private:
  std::shared_ptr<const View> view_;
  const Overlay* overlay_;
};

}  // namespace kith::storage
