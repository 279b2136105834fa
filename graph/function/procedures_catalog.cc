// db.*: what the graph is made of. A label or type that nothing has any more is not listed; property keys
// are those of the dictionary, which forgets none.
#include <algorithm>
#include <cstddef>

#include "function/procedures.h"

namespace kith::function {

namespace {

/// A procedure without inputs and with one column of names, sorted.
Procedure names_procedure(std::string name, std::string output,
                          Result<std::vector<std::string>> (*names)(const storage::Reader&)) {
  Procedure procedure;
  procedure.name = std::move(name);
  procedure.outputs = {{std::move(output), {.kind = TypeKind::kString}}};
  procedure.run = [names](CallContext& context, std::span<const Value>, std::vector<Column>& outputs) -> Status {
    KITH_TRY(std::vector<std::string> all, names(*context.reader));
    std::sort(all.begin(), all.end());
    outputs.clear();
    outputs.push_back(Column::from_values(List(all.begin(), all.end())));
    return ok();
  };
  return procedure;
}

/// The names whose token counts something.
template <class Id, class Count>
Result<std::vector<std::string>> used_names(const storage::Tokens<Id>& tokens, const Count& count) {
  std::vector<std::string> all;
  for (std::size_t token = 0; token < tokens.size(); ++token) {
    KITH_TRY(const std::uint64_t number, count(static_cast<Id>(token)));
    if (number > 0) all.push_back(tokens.name(static_cast<Id>(token)));
  }
  return all;
}

Result<std::vector<std::string>> labels(const storage::Reader& reader) {
  return used_names(reader.catalog().labels, [&](LabelId label) { return reader.count_nodes(label); });
}

Result<std::vector<std::string>> types(const storage::Reader& reader) {
  return used_names(reader.catalog().types, [&](TypeId type) { return reader.count_edges(type); });
}

Result<std::vector<std::string>> keys(const storage::Reader& reader) { return reader.catalog().keys.names(); }

}  // namespace

void add_catalog_procedures(ProcedureTable& table) {
  table.add(names_procedure("db.labels", "label", labels));
  table.add(names_procedure("db.relationshipTypes", "relationshipType", types));
  table.add(names_procedure("db.propertyKeys", "propertyKey", keys));
}

}  // namespace kith::function
