// ShortestPath: for each row the search between its two bound nodes, and a row for each path found.
#include "query/exec/evaluate.h"
#include "query/exec/open.h"
#include "query/exec/path.h"
#include "query/exec/path_search.h"

namespace kith::exec {
namespace {

class ShortestPathOperator : public InputOperator {
 public:
  ShortestPathOperator(Runtime& runtime, const plan::ShortestPath& search, OperatorPtr input)
      : InputOperator(runtime, std::move(input)), search_(search) {}

  Result<bool> next(Batch& out) override {
    while (true) {
      Batch batch;
      KITH_TRY(bool more, input_->next(batch));
      if (!more) return false;
      std::vector<std::uint32_t> rows;
      std::vector<Value> lists, paths;
      KITH_DO(find(batch, rows, lists, paths));
      if (rows.empty()) continue;
      out = batch.gather(rows);
      set_columns(out, std::move(lists), std::move(paths));
      return true;
    }
  }

 private:
  Status find(const Batch& batch, std::vector<std::uint32_t>& rows, std::vector<Value>& lists,
              std::vector<Value>& paths) {
    auto types = find_types(runtime_, search_.types);
    KITH_TRY(ColumnPtr sources, as_nodes(batch.slots[search_.from], "a shortest path"));
    KITH_TRY(ColumnPtr targets, as_nodes(batch.slots[search_.to], "a shortest path"));
    ColumnPtr properties;
    if (search_.edge_properties) {
      KITH_TRY(properties, evaluate(runtime_, *search_.edge_properties, batch));
    }
    for (std::size_t row = 0; row < batch.rows; ++row) {
      KITH_DO(runtime_.control().check());
      if (sources->is_null(row) || targets->is_null(row)) continue;
      NodeId from = sources->nodes()[row];
      PathQuestion question{.from = from,
                            .to = targets->nodes()[row],
                            .direction = search_.direction,
                            .hops_min = search_.hops_min,
                            .hops_max = types ? search_.hops_max : 0,  // no edge has an unknown type
                            .all = search_.all};
      if (types) question.types = *types;
      if (properties != nullptr) question.edge_properties = properties->value(row);
      if (!search_.path_predicates.empty()) {
        question.accept = [&](const Trail& trail) {
          return accepts(batch, static_cast<std::uint32_t>(row), from, trail);
        };
      }
      KITH_TRY(std::vector<Trail> trails, search_paths(runtime_, question));
      for (const Trail& trail : trails) {
        rows.push_back(static_cast<std::uint32_t>(row));
        lists.push_back(list_of(trail));
        if (search_.path != kNoSlot) paths.push_back(path_of(from, trail));
      }
    }
    return ok();
  }

  Result<bool> accepts(const Batch& batch, std::uint32_t row, NodeId from, const Trail& trail) {
    Batch candidate = batch.gather(std::span(&row, 1));
    std::vector<Value> paths;
    if (search_.path != kNoSlot) paths.push_back(path_of(from, trail));
    set_columns(candidate, {list_of(trail)}, std::move(paths));
    KITH_TRY(std::vector<std::uint32_t> kept, select_rows(runtime_, search_.path_predicates, candidate));
    return !kept.empty();
  }

  void set_columns(Batch& batch, std::vector<Value> lists, std::vector<Value> paths) const {
    if (search_.edges != kNoSlot) batch.set(search_.edges, Column::from_values(std::move(lists)));
    if (search_.path != kNoSlot) batch.set(search_.path, Column::from_values(std::move(paths)));
  }

  static Value list_of(const Trail& trail) {
    List list;
    list.reserve(trail.size());
    for (const EdgeRef& edge : trail) list.push_back(Value::edge_ref(edge.id));
    return Value(std::move(list));
  }

  Value path_of(NodeId from, const Trail& trail) const {
    PathBuilder path(runtime_, from);
    for (const EdgeRef& edge : trail) path.walk(edge);
    return path.take();
  }

  const plan::ShortestPath& search_;
};

}  // namespace

OperatorPtr make_shortest_path(Runtime& runtime, const plan::ShortestPath& search, OperatorPtr input) {
  return std::make_unique<ShortestPathOperator>(runtime, search, std::move(input));
}

}  // namespace kith::exec
