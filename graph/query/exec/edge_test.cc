#include "query/exec/edge_test.h"

#include <span>

#include "query/exec/adjacency.h"

namespace kith::exec {

EdgeTest::EdgeTest(Runtime& runtime, const plan::ExpandVariable& expand) : runtime_(runtime), expand_(expand) {
  for (const plan::EdgePredicate& each : expand.edge_predicates) used_.push_back(used_slots(each.predicate));
}

Status EdgeTest::start(const Batch& batch) {
  batch_ = &batch;
  properties_ = nullptr;
  if (expand_.edge_properties) {
    KITH_TRY(properties_, evaluate(runtime_, *expand_.edge_properties, batch));
  }
  return ok();
}

Result<std::vector<bool>> EdgeTest::fits(std::size_t row, const std::vector<EdgeRef>& edges) {
  std::vector<bool> fits(edges.size(), true);
  if (properties_ != nullptr) {
    const Value wanted = properties_->value(row);
    for (std::size_t i = 0; i < edges.size(); ++i) {
      KITH_TRY(const bool fit, edge_has_properties(runtime_, edges[i].id, wanted));
      fits[i] = fit;
    }
  }
  for (std::size_t i = 0; i < used_.size() && !edges.empty(); ++i) {
    const plan::EdgePredicate& each = expand_.edge_predicates[i];
    const std::vector<std::uint32_t> rows(edges.size(), static_cast<std::uint32_t>(row));
    Batch inner = gather_used(runtime_, used_[i], *batch_, rows);
    inner.rows = edges.size();
    Column column(ColumnKind::kEdge, edges.size());
    column.mutable_edges() = edges;
    inner.set(each.item, std::move(column));
    KITH_TRY(const std::vector<std::uint32_t> kept, select_rows(runtime_, std::span(&each.predicate, 1), inner));
    std::vector<bool> passes(edges.size(), false);
    for (const std::uint32_t at : kept) passes[at] = true;
    for (std::size_t at = 0; at < edges.size(); ++at) fits[at] = fits[at] && passes[at];
  }
  return fits;
}

}  // namespace kith::exec
