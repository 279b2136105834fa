// Delete: what all rows name is collected first and deleted together at the end of the clause, edges before
// nodes. Whether a node still has edges is asked at the end of the statement.
#include <unordered_set>

#include "query/exec/adjacency.h"
#include "query/exec/open.h"
#include "query/exec/write.h"

namespace kith::exec {
namespace {

class DeleteOperator : public WriteOperator {
 public:
  DeleteOperator(Runtime& runtime, const plan::Delete& deletion, OperatorPtr input)
      : WriteOperator(runtime, std::move(input)), delete_(deletion) {}

 protected:
  Status write(std::vector<Batch>& batches) override {
    nodes_.clear();
    edges_.clear();
    for (const Batch& batch : batches) {
      for (const Expr& target : delete_.targets) {
        KITH_TRY(ColumnPtr column, evaluate(runtime_, target, batch));
        for (std::size_t row = 0; row < batch.rows; ++row) {
          Status status = collect(column->value(row));
          if (!status.is_ok()) return located(std::move(status).error(), target);
        }
      }
    }
    if (delete_.detach) {
      for (NodeId node : nodes_.in_order) {
        KITH_DO(runtime_.control().check());
        KITH_DO(detach(node));
      }
    }
    for (EdgeId edge : edges_.in_order) {
      KITH_TRY(bool deleted, runtime_.transaction().delete_edge(edge));
      if (deleted) runtime_.changes().edges_deleted += 1;
    }
    for (NodeId node : nodes_.in_order) {
      KITH_TRY(bool deleted, runtime_.transaction().delete_node(node));
      if (deleted) runtime_.changes().nodes_deleted += 1;
    }
    return ok();
  }

 private:
  template <class Id>
  struct IdSet {
    std::unordered_set<Id> ids;
    std::vector<Id> in_order;

    void add(Id id) {
      if (ids.insert(id).second) in_order.push_back(id);
    }

    void clear() {
      ids.clear();
      in_order.clear();
    }
  };

  Status collect(const Value& value) {
    switch (value.kind()) {
      case Kind::kNull:
        return ok();
      case Kind::kNode:
        nodes_.add(value.node_id());
        return ok();
      case Kind::kEdge:
        edges_.add(value.edge_id());
        return ok();
      case Kind::kPath:
        for (const Node& node : value.as_path().nodes) nodes_.add(node.id);
        for (const Edge& edge : value.as_path().edges) edges_.add(edge.id);
        return ok();
      default:
        return type_error("only nodes, relationships and paths can be deleted, not " + describe(value));
    }
  }

  Status detach(NodeId node) {
    KITH_TRY(bool exists, runtime_.reader().exists(node));
    if (!exists) return ok();
    KITH_TRY(SliceBatch slices, expand_node(runtime_, node, Direction::kBoth, {}));
    for (const EdgeSlice& slice : slices.slices)
      for (EdgeId edge : slice.edges) edges_.add(edge);
    // An article takes along what it said of edges.
    KITH_TRY(std::vector<EdgeId> supported, runtime_.reader().supported_by(node));
    if (!supported.empty()) KITH_DO(runtime_.transaction().drop_evidence_of(node));
    return ok();
  }

  const plan::Delete& delete_;
  IdSet<NodeId> nodes_;
  IdSet<EdgeId> edges_;
};

}  // namespace

OperatorPtr make_delete(Runtime& runtime, const plan::Delete& deletion, OperatorPtr input) {
  return std::make_unique<DeleteOperator>(runtime, deletion, std::move(input));
}

}  // namespace kith::exec
