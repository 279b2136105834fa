// Reads of whole columns: each entity once, in key order, whatever the order and repetition of the rows.
#include <algorithm>
#include <array>
#include <utility>

#include "record/record.h"
#include "storage/keys.h"
#include "storage/reader.h"
#include "storage/rows.h"

namespace kith::storage {

namespace {

/// The id of an element that is not null.
NodeId id_at(const Column& column, std::size_t row, NodeId) {
  return column.kind() == ColumnKind::kNode ? column.nodes()[row] : column.value(row).node_id();
}

EdgeId id_at(const Column& column, std::size_t row, EdgeId) {
  return column.kind() == ColumnKind::kEdge ? column.edges()[row].id : column.value(row).edge_id();
}

/// The different ids of a column, ascending, and for each row which of them it is.
template <class Id>
struct Distinct {
  static constexpr std::uint32_t kNone = ~std::uint32_t{0};

  explicit Distinct(const Column& column, std::size_t rows) : of_row(rows, kNone) {
    std::vector<std::pair<Id, std::uint32_t>> order;
    order.reserve(rows);
    for (std::size_t row = 0; row < rows; ++row)
      if (!column.is_null(row)) order.emplace_back(id_at(column, row, Id{}), static_cast<std::uint32_t>(row));
    if (!std::is_sorted(order.begin(), order.end())) std::sort(order.begin(), order.end());
    for (const auto& [id, row] : order) {
      if (ids.empty() || ids.back() != id) ids.push_back(id);
      of_row[row] = static_cast<std::uint32_t>(ids.size() - 1);
    }
    bytes.resize(ids.size());
    keys.reserve(ids.size());
    for (std::size_t i = 0; i < ids.size(); ++i) {
      store_u64(bytes[i].data(), raw(ids[i]));
      keys.emplace_back(bytes[i].data(), 8);
    }
  }

  std::vector<Id> ids;
  std::vector<std::uint32_t> of_row;
  std::vector<std::array<char, 8>> bytes;
  std::vector<std::string_view> keys;
};

template <class Id>
Status properties_of(const Rows& rows, Family family, const Column& entities, KeyId key, Column& out,
                     Result<record::Property> (*find)(std::string_view, KeyId)) {
  const std::size_t size = entities.is_constant() ? std::min<std::size_t>(entities.size(), 1) : entities.size();
  const Distinct<Id> wanted(entities, size);
  std::vector<record::Property> found(wanted.ids.size());
  std::vector<std::uint8_t> is_there(wanted.ids.size());
  Status status;
  KITH_DO(rows.get_many(family, wanted.keys, [&](std::size_t i, std::string_view bytes) {
    if (!status.is_ok()) return;
    auto property = find(bytes, key);
    if (!property.is_ok()) {
      status = std::move(property).error();
      return;
    }
    found[i] = *std::move(property);
    is_there[i] = 1;
  }));
  KITH_DO(std::move(status));
  std::vector<Value> values(wanted.ids.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (is_there[i] == 0) return missing(wanted.ids[i]);
    KITH_TRY(values[i], rows.resolve(owner_of(wanted.ids[i]), std::move(found[i])));
  }
  std::vector<Value> by_row(size);
  for (std::size_t row = 0; row < size; ++row)
    if (wanted.of_row[row] != Distinct<Id>::kNone) by_row[row] = values[wanted.of_row[row]];
  if (entities.is_constant())
    out = Column::constant(by_row.empty() ? Value() : by_row.front(), entities.size());
  else
    out = Column::from_values(std::move(by_row));
  return ok();
}

}  // namespace

Status Reader::properties_of_nodes(const Column& nodes, KeyId key, Column& out) const {
  return properties_of<NodeId>(Rows(*view_, overlay_), Family::kNode, nodes, key, out, record::find_node_property);
}

Status Reader::properties_of_edges(const Column& edges, KeyId key, Column& out) const {
  return properties_of<EdgeId>(Rows(*view_, overlay_), Family::kEdge, edges, key, out, record::find_edge_property);
}

Status Reader::have_labels(const Column& nodes, std::span<const LabelId> labels,
                           std::vector<std::uint8_t>& out) const {
  const Distinct<NodeId> wanted(nodes, nodes.size());
  std::vector<std::uint8_t> has(wanted.ids.size());
  std::vector<LabelId> own;
  Status status;
  KITH_DO(Rows(*view_, overlay_).get_many(Family::kNode, wanted.keys, [&](std::size_t i, std::string_view bytes) {
    if (!status.is_ok()) return;
    status = record::decode_labels(bytes, own);
    has[i] = std::all_of(labels.begin(), labels.end(),
                         [&](LabelId label) { return std::binary_search(own.begin(), own.end(), label); });
  }));
  KITH_DO(std::move(status));
  out.assign(nodes.size(), 0);
  for (std::size_t row = 0; row < nodes.size(); ++row)
    if (wanted.of_row[row] != Distinct<NodeId>::kNone) out[row] = has[wanted.of_row[row]];
  return ok();
}

}  // namespace kith::storage
