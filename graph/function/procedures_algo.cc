// algo.*: graph algorithms over chosen labels and types.
//
//     CALL algo.components({labels: ['Person'], types: ['KNOWS']}) YIELD node, component
//     CALL algo.pagerank({types: ['CITES'], damping: 0.85, iterations: 200, tolerance: 1e-10}) YIELD node, score
//     CALL algo.betweenness({types: ['KNOWS'], directed: false}) YIELD node, score
//     CALL algo.shortestPath(a, b, {types: ['ROAD'], weight: 'km', direction: 'both'}) YIELD path, cost
//
// Each packs the part of the graph it is asked about, as this transaction sees it, and gives a row a node in
// the order of ids. What the options leave out means everything: all labels, all types.
#include <cmath>
#include <cstddef>
#include <utility>

#include "algo/algorithms.h"
#include "algo/build.h"
#include "function/procedures.h"
#include "kith/element.h"

namespace kith::function {

namespace {

const RunControl& control_of(const CallContext& context) {
  static const RunControl kUnbounded;
  return context.control != nullptr ? *context.control : kUnbounded;
}

/// The options that say which part of the graph is meant.
Result<GraphViewOptions> part(Options& options) {
  GraphViewOptions view;
  KITH_TRY(view.labels, options.texts("labels"));
  KITH_TRY(view.types, options.texts("types"));
  return view;
}

Column nodes_column(const GraphView& graph) {
  Column nodes(ColumnKind::kNode, graph.vertex_count());
  nodes.mutable_nodes().assign(graph.nodes().begin(), graph.nodes().end());
  return nodes;
}

Column scores_column(std::vector<double> scores) {
  Column column(ColumnKind::kFloat, scores.size());
  column.mutable_floats() = std::move(scores);
  return column;
}

Status components(CallContext& context, std::span<const Value> arguments, std::vector<Column>& outputs) {
  Options options("algo.components", arguments[0]);
  KITH_TRY(const GraphViewOptions view, part(options));
  KITH_DO(options.finish());
  algo::MemoryHold memory(control_of(context));
  KITH_TRY(const GraphView graph, algo::build(*context.reader, view, control_of(context), memory));
  KITH_TRY(const std::vector<std::uint32_t> component, algo::weak_components(graph, control_of(context)));
  Column numbers(ColumnKind::kInteger, component.size());
  numbers.mutable_integers().assign(component.begin(), component.end());
  outputs.clear();
  outputs.push_back(nodes_column(graph));
  outputs.push_back(std::move(numbers));
  return ok();
}

Status page_rank(CallContext& context, std::span<const Value> arguments, std::vector<Column>& outputs) {
  Options options("algo.pagerank", arguments[0]);
  KITH_TRY(const GraphViewOptions view, part(options));
  algo::PageRankOptions rank;
  KITH_TRY(rank.damping, options.number("damping", rank.damping));
  KITH_TRY(rank.iterations, options.integer("iterations", rank.iterations));
  KITH_TRY(rank.tolerance, options.number("tolerance", rank.tolerance));
  KITH_DO(options.finish());
  if (!(rank.damping >= 0 && rank.damping < 1)) return options.wrong("damping", "at least 0 and less than 1");
  if (rank.iterations < 1) return options.wrong("iterations", "at least 1");
  if (!(rank.tolerance >= 0)) return options.wrong("tolerance", "at least 0");
  algo::MemoryHold memory(control_of(context));
  KITH_TRY(const GraphView graph, algo::build(*context.reader, view, control_of(context), memory));
  KITH_TRY(std::vector<double> scores, algo::page_rank(graph, rank, control_of(context)));
  outputs.clear();
  outputs.push_back(nodes_column(graph));
  outputs.push_back(scores_column(std::move(scores)));
  return ok();
}

Status betweenness(CallContext& context, std::span<const Value> arguments, std::vector<Column>& outputs) {
  Options options("algo.betweenness", arguments[0]);
  KITH_TRY(GraphViewOptions view, part(options));
  KITH_TRY(const bool directed, options.boolean("directed", true));
  KITH_DO(options.finish());
  if (!directed) view.orientation = Orientation::kBoth;
  algo::MemoryHold memory(control_of(context));
  KITH_TRY(const GraphView graph, algo::build(*context.reader, view, control_of(context), memory));
  KITH_TRY(std::vector<double> scores, algo::betweenness(graph, control_of(context)));
  if (!directed)
    for (double& score : scores) score /= 2;  // a pair without direction was counted from both ends
  outputs.clear();
  outputs.push_back(nodes_column(graph));
  outputs.push_back(scores_column(std::move(scores)));
  return ok();
}

/// The walk as a value. Its elements carry their ids, edges their ends and type too; readers fetch the rest.
Result<Value> path_value(const storage::Reader& reader, const GraphView& graph, GraphView::Vertex from,
                         const std::vector<GraphView::Arc>& arcs) {
  Path path;
  path.nodes.push_back({.id = graph.node(from)});
  for (const GraphView::Arc& arc : arcs) {
    KITH_TRY(const EdgeRef edge, reader.edge_ref(graph.edge(arc)));
    path.edges.push_back({.id = edge.id, .from = edge.from, .to = edge.to, .type = reader.catalog().types.name(edge.type)});
    path.nodes.push_back({.id = graph.node(arc.target)});
  }
  return Value(std::move(path));
}

Status shortest_path(CallContext& context, std::span<const Value> arguments, std::vector<Column>& outputs) {
  Options options("algo.shortestPath", arguments[2]);
  KITH_TRY(GraphViewOptions view, part(options));
  KITH_TRY(view.weight_key, options.text("weight"));
  KITH_TRY(view.default_weight, options.number("defaultWeight"));
  KITH_TRY(const std::string direction, options.text("direction"));
  KITH_DO(options.finish());
  if (direction == "in") {
    view.orientation = Orientation::kReversed;
  } else if (direction == "both") {
    view.orientation = Orientation::kBoth;
  } else if (!direction.empty() && direction != "out") {
    return options.wrong("direction", "'out', 'in' or 'both'");
  }
  if (view.default_weight && !(*view.default_weight >= 0)) return options.wrong("defaultWeight", "at least 0");

  List paths, nodes, edges, costs;
  const auto give = [&] {
    outputs.clear();
    for (List* one : {&paths, &nodes, &edges, &costs}) outputs.push_back(Column::from_values(std::move(*one)));
    return ok();
  };
  if (arguments[0].is_null() || arguments[1].is_null()) return give();
  algo::MemoryHold memory(control_of(context));
  KITH_TRY(const GraphView graph, algo::build(*context.reader, view, control_of(context), memory));
  const auto from = graph.vertex(arguments[0].node_id());
  const auto to = graph.vertex(arguments[1].node_id());
  if (!from || !to) return give();
  KITH_TRY(const std::optional<algo::ShortestPath> found, algo::shortest_path(graph, *from, *to, control_of(context)));
  if (!found) return give();

  KITH_TRY(Value path, path_value(*context.reader, graph, *from, found->arcs));
  List path_nodes, path_edges;
  for (const Node& node : path.as_path().nodes) path_nodes.push_back(Value::node_ref(node.id));
  for (const Edge& edge : path.as_path().edges) path_edges.push_back(Value::edge_ref(edge.id));
  paths.push_back(std::move(path));
  nodes.emplace_back(std::move(path_nodes));
  edges.emplace_back(std::move(path_edges));
  costs.emplace_back(found->cost);
  return give();
}

using Run = Status (*)(CallContext&, std::span<const Value>, std::vector<Column>&);

Procedure algorithm(std::string name, std::vector<Parameter> inputs, std::vector<Parameter> outputs, Run run) {
  Procedure procedure;
  procedure.name = std::move(name);
  procedure.inputs = std::move(inputs);
  procedure.inputs.push_back({"options", {.kind = TypeKind::kMap}});
  procedure.outputs = std::move(outputs);
  procedure.defaults = {Value(Map())};
  procedure.run = [signature = procedure, run](CallContext& context, std::span<const Value> arguments,
                                               std::vector<Column>& columns) -> Status {
    KITH_DO(check_arguments(signature, arguments));
    return run(context, arguments, columns);
  };
  return procedure;
}

}  // namespace

void add_algorithm_procedures(ProcedureTable& table) {
  const Type node{.kind = TypeKind::kNode};
  const Type number{.kind = TypeKind::kFloat};
  const std::vector<Parameter> scores{{"node", node}, {"score", number}};
  table.add(algorithm("algo.components", {}, {{"node", node}, {"component", {.kind = TypeKind::kInteger}}}, components));
  table.add(algorithm("algo.pagerank", {}, scores, page_rank));
  table.add(algorithm("algo.betweenness", {}, scores, betweenness));
  table.add(algorithm("algo.shortestPath", {{"from", node}, {"to", node}},
                      {{"path", {.kind = TypeKind::kPath}},
                       {"nodes", {.kind = TypeKind::kList, .element = TypeKind::kNode}},
                       {"relationships", {.kind = TypeKind::kList, .element = TypeKind::kEdge}},
                       {"cost", number}},
                      shortest_path));
}

}  // namespace kith::function
