// db.index.fulltext.*: searching full-text indexes, by Neo4j's names.
#include <limits>

#include "base/suggest.h"
#include "function/procedures.h"
#include "search/analyzer.h"
#include "search/search_query.h"

namespace kith::function {

namespace {

constexpr const char* kQueryNodes = "db.index.fulltext.queryNodes";
constexpr const char* kQueryEdges = "db.index.fulltext.queryRelationships";

/// kSchema (detail "IndexNotFound") unless it is a full-text index of nodes or edges that answers.
Result<const storage::Index*> find_index(const storage::Catalog& catalog, std::string_view name, bool on_edges) {
  const storage::Index* index = catalog.find_index(name);
  if (index == nullptr || !index->is_full_text()) {
    std::vector<std::string> known;
    for (const storage::Index& one : catalog.indexes)
      if (one.is_full_text() && one.on_edges == on_edges) known.push_back(one.name);
    Error error{.code = ErrorCode::kSchema,
                .message = index == nullptr ? "there is no full-text index `" + std::string(name) + "`"
                                            : "the index `" + index->name + "` is not a full-text index",
                .detail = "IndexNotFound",
                .hint = suggest(name, known)};
    if (error.hint.empty() && known.empty()) error.hint = "make one by CREATE FULLTEXT INDEX";
    return error;
  }
  if (index->on_edges != on_edges)
    return Error{.code = ErrorCode::kSchema,
                 .message = "the index `" + index->name + "` is on " + (index->on_edges ? "relationships" : "nodes"),
                 .detail = "IndexNotFound",
                 .hint = std::string("use `") + (index->on_edges ? kQueryEdges : kQueryNodes) + "`"};
  if (index->state != storage::IndexState::kReady)
    return Error{.code = ErrorCode::kSchema,
                 .message = "the index `" + index->name + "` is still being built",
                 .detail = "IndexNotReady"};
  return index;
}

Result<std::uint64_t> amount(Options& options, const char* key, std::int64_t otherwise) {
  KITH_TRY(const std::int64_t number, options.integer(key, otherwise));
  if (number < 0) return options.wrong(key, "0 or more");
  return static_cast<std::uint64_t>(number);
}

Procedure search_procedure(const char* name, const char* output, bool on_edges) {
  Procedure procedure;
  procedure.name = name;
  procedure.inputs = {{"indexName", {.kind = TypeKind::kString}},
                      {"queryString", {.kind = TypeKind::kString}},
                      {"options", {.kind = TypeKind::kMap}}};
  procedure.input_nullable = {false, false, true};
  procedure.defaults = {Value(Map())};
  procedure.outputs = {{output, {.kind = on_edges ? TypeKind::kEdge : TypeKind::kNode}}, {"score", {.kind = TypeKind::kFloat}}};
  const Procedure signature = procedure;
  procedure.run = [signature, on_edges](CallContext& context, std::span<const Value> arguments,
                                        std::vector<Column>& outputs) -> Status {
    KITH_DO(check_arguments(signature, arguments));
    Options options(signature.name, arguments[2]);
    KITH_TRY(const std::uint64_t skip, amount(options, "skip", 0));
    KITH_TRY(const std::uint64_t limit, amount(options, "limit", std::numeric_limits<std::int64_t>::max()));
    KITH_DO(options.finish());
    KITH_TRY(const storage::Index* index, find_index(context.reader->catalog(), arguments[0].as_string(), on_edges));
    KITH_TRY(const search::Query query, search::parse_query(arguments[1].as_string()));
    static const RunControl kFree;
    const RunControl& control = context.control != nullptr ? *context.control : kFree;
    KITH_TRY(const auto hits, context.reader->search(*index, query, skip, limit, control));
    List elements, scores;
    for (const storage::Hit& hit : hits) {
      elements.push_back(on_edges ? Value::edge_ref(EdgeId{hit.id}) : Value::node_ref(NodeId{hit.id}));
      scores.emplace_back(hit.score);
    }
    outputs.clear();
    outputs.push_back(Column::from_values(elements));
    outputs.push_back(Column::from_values(scores));
    return ok();
  };
  return procedure;
}

Procedure analyzers_procedure() {
  Procedure procedure;
  procedure.name = "db.index.fulltext.listAvailableAnalyzers";
  procedure.outputs = {{"analyzer", {.kind = TypeKind::kString}}, {"description", {.kind = TypeKind::kString}}};
  procedure.run = [](CallContext&, std::span<const Value>, std::vector<Column>& outputs) -> Status {
    List names, descriptions;
    for (const std::string& language : search::languages()) {
      names.emplace_back(language);
      descriptions.emplace_back(language == "none" ? std::string("Words without case and accents.")
                                                   : "Words without case, accents and endings, by the Snowball stemmer '" + language + "'.");
    }
    outputs.clear();
    outputs.push_back(Column::from_values(names));
    outputs.push_back(Column::from_values(descriptions));
    return ok();
  };
  return procedure;
}

/// For programs that were written for indexes that lag behind. Here a search sees all that was committed before it.
Procedure await_procedure() {
  Procedure procedure;
  procedure.name = "db.index.fulltext.awaitEventuallyConsistentIndexRefresh";
  procedure.run = [](CallContext&, std::span<const Value>, std::vector<Column>& outputs) -> Status {
    outputs.clear();
    return ok();
  };
  return procedure;
}

}  // namespace

void add_full_text_procedures(ProcedureTable& table) {
  table.add(search_procedure(kQueryNodes, "node", false));
  table.add(search_procedure(kQueryEdges, "relationship", true));
  table.add(analyzers_procedure());
  table.add(await_procedure());
}

}  // namespace kith::function
