#include "function/show.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "storage/constraint.h"

namespace kith::function {

namespace {

using storage::Catalog;
using storage::Constraint;
using storage::ConstraintKind;
using storage::Index;
using storage::IndexKind;
using storage::IndexState;

constexpr Type kText{.kind = TypeKind::kString};
constexpr Type kTexts{.kind = TypeKind::kList, .element = TypeKind::kString};
constexpr Type kNumber{.kind = TypeKind::kInteger};
constexpr Type kTruth{.kind = TypeKind::kBoolean};
constexpr Type kMaps{.kind = TypeKind::kList, .element = TypeKind::kMap};

/// Rows as columns, one for each output.
std::vector<Column> columns_of(const std::vector<List>& rows, std::size_t width) {
  std::vector<Column> columns;
  for (std::size_t i = 0; i < width; ++i) {
    List values;
    values.reserve(rows.size());
    for (const List& row : rows) values.push_back(row[i]);
    columns.push_back(Column::from_values(values));
  }
  return columns;
}

template <class Make>
ShowTable table(std::string name, std::vector<Parameter> columns, std::size_t default_columns, Make make) {
  ShowTable out{.procedure = {}, .default_columns = default_columns};
  out.procedure.name = std::move(name);
  out.procedure.outputs = std::move(columns);
  const std::size_t width = out.procedure.outputs.size();
  out.procedure.run = [make = std::move(make), width](CallContext& context, std::span<const Value>,
                                                      std::vector<Column>& outputs) -> Status {
    outputs = columns_of(make(context), width);
    return ok();
  };
  return out;
}

/// By the text in column `at`.
std::vector<List> sorted(std::vector<List> rows, std::size_t at) {
  std::sort(rows.begin(), rows.end(),
            [at](const List& a, const List& b) { return a[at].as_string() < b[at].as_string(); });
  return rows;
}

// ---- indexes and constraints ----

template <class Rule>
Value owner_names(const Catalog& catalog, const Rule& rule) {
  return Value(List{Value(rule.on_edges ? catalog.types.name(rule.type) : catalog.labels.name(rule.label))});
}

Value owner_names(const Catalog& catalog, const Index& index) {
  List names;
  for (const std::string& name : storage::names_of_owners(catalog, index)) names.push_back(Value(name));
  return Value(std::move(names));
}

template <class Rule>
Value key_names(const Catalog& catalog, const Rule& rule) {
  List names;
  for (KeyId key : rule.keys) names.push_back(Value(catalog.keys.name(key)));
  return Value(std::move(names));
}

Value entity_type(bool on_edges) { return Value(on_edges ? "RELATIONSHIP" : "NODE"); }

const char* index_type(const Index& index) {
  switch (index.kind) {
    case IndexKind::kRange:
    case IndexKind::kFolded:
    case IndexKind::kUnique: return "RANGE";
    case IndexKind::kEach: return "LIST";
    case IndexKind::kFullText: return "FULLTEXT";
  }
  return "";
}

List index_row(const Catalog& catalog, const Index& index) {
  const Constraint* owner = catalog.find_constraint(index.id);
  const bool is_ready = index.state == IndexState::kReady;
  return {Value(std::int64_t{raw(index.id)}),
          Value(index.name),
          Value(is_ready ? "ONLINE" : "POPULATING"),
          is_ready ? Value(100.0) : Value::null(),
          Value(index_type(index)),
          entity_type(index.on_edges),
          owner_names(catalog, index),
          key_names(catalog, index),
          index.is_constraint() ? Value(index.name) : Value::null(),
          Value(owner != nullptr ? definition_text(catalog, *owner) : definition_text(catalog, index))};
}

/// The kind of a constraint, as in the column `type`.
std::string constraint_type(ConstraintKind kind, bool on_edges) {
  switch (kind) {
    case ConstraintKind::kUnique: return on_edges ? "RELATIONSHIP_UNIQUENESS" : "UNIQUENESS";
    case ConstraintKind::kKey: return on_edges ? "RELATIONSHIP_KEY" : "NODE_KEY";
    case ConstraintKind::kNotNull: return on_edges ? "RELATIONSHIP_PROPERTY_EXISTENCE" : "NODE_PROPERTY_EXISTENCE";
    case ConstraintKind::kType: return on_edges ? "RELATIONSHIP_PROPERTY_TYPE" : "NODE_PROPERTY_TYPE";
  }
  return {};
}

bool has_word(std::string_view words, std::string_view wanted) {
  for (std::size_t at = 0; at <= words.size();) {
    const std::size_t end = std::min(words.find(' ', at), words.size());
    if (words.substr(at, end - at) == wanted) return true;
    at = end + 1;
  }
  return false;
}

bool is_wanted(std::string_view filter, ConstraintKind kind, bool on_edges) {
  if (has_word(filter, "NODE") && on_edges) return false;
  if ((has_word(filter, "RELATIONSHIP") || has_word(filter, "REL")) && !on_edges) return false;
  if (has_word(filter, "UNIQUE") || has_word(filter, "UNIQUENESS")) return kind == ConstraintKind::kUnique;
  if (has_word(filter, "KEY")) return kind == ConstraintKind::kKey;
  if (has_word(filter, "EXISTENCE") || has_word(filter, "EXIST")) return kind == ConstraintKind::kNotNull;
  return !has_word(filter, "TYPE") || kind == ConstraintKind::kType;
}

template <class Rule>
List constraint_row(const Catalog& catalog, const Rule& rule, ConstraintKind kind, Value property_type) {
  const bool has_index = kind == ConstraintKind::kUnique || kind == ConstraintKind::kKey;
  return {Value(std::int64_t{raw(rule.id)}),
          Value(rule.name),
          Value(constraint_type(kind, rule.on_edges)),
          entity_type(rule.on_edges),
          owner_names(catalog, rule),
          key_names(catalog, rule),
          has_index ? Value(rule.name) : Value::null(),
          std::move(property_type),
          Value(definition_text(catalog, rule))};
}

// ---- functions and procedures ----

/// "(list :: LIST<ANY>, number :: INTEGER)"
std::string parameters_text(const std::vector<Parameter>& parameters, bool variadic) {
  std::string text = "(";
  for (const Parameter& parameter : parameters) {
    if (text.size() > 1) text += ", ";
    text += parameter.name + " :: " + to_text(parameter.type);
  }
  return text + (variadic ? ", …)" : ")");
}

Value parameter_maps(const std::vector<Parameter>& parameters) {
  List maps;
  for (const Parameter& parameter : parameters)
    maps.push_back(Value(Map{{"name", Value(parameter.name)}, {"type", Value(to_text(parameter.type))}}));
  return Value(std::move(maps));
}

}  // namespace

ShowTable show_indexes(std::string_view filter) {
  std::vector<Parameter> columns = {{"id", kNumber},
                                    {"name", kText},
                                    {"state", kText},
                                    {"populationPercent", {.kind = TypeKind::kFloat}},
                                    {"type", kText},
                                    {"entityType", kText},
                                    {"labelsOrTypes", kTexts},
                                    {"properties", kTexts},
                                    {"owningConstraint", kText},
                                    {"createStatement", kText}};
  return table("SHOW INDEXES", std::move(columns), 9, [wanted = std::string(filter)](CallContext& context) {
    const Catalog& catalog = context.reader->catalog();
    std::vector<List> rows;
    for (const Index& index : catalog.indexes)
      if (wanted.empty() || wanted == "ALL" || wanted == index_type(index)) rows.push_back(index_row(catalog, index));
    return sorted(std::move(rows), 1);
  });
}

ShowTable show_constraints(std::string_view filter) {
  std::vector<Parameter> columns = {{"id", kNumber},
                                    {"name", kText},
                                    {"type", kText},
                                    {"entityType", kText},
                                    {"labelsOrTypes", kTexts},
                                    {"properties", kTexts},
                                    {"ownedIndex", kText},
                                    {"propertyType", kText},
                                    {"createStatement", kText}};
  return table("SHOW CONSTRAINTS", std::move(columns), 8, [wanted = std::string(filter)](CallContext& context) {
    const Catalog& catalog = context.reader->catalog();
    std::vector<List> rows;
    for (const Index& index : catalog.indexes) {
      const bool is_unique = index.is_constraint() && catalog.find_constraint(index.id) == nullptr;
      if (is_unique && is_wanted(wanted, ConstraintKind::kUnique, index.on_edges))
        rows.push_back(constraint_row(catalog, index, ConstraintKind::kUnique, Value::null()));
    }
    for (const Constraint& constraint : catalog.constraints) {
      if (!is_wanted(wanted, constraint.kind, constraint.on_edges)) continue;
      const bool is_typed = constraint.kind == ConstraintKind::kType;
      rows.push_back(constraint_row(catalog, constraint, constraint.kind,
                                    is_typed ? Value(constraint.types.to_text()) : Value::null()));
    }
    return sorted(std::move(rows), 1);
  });
}

ShowTable show_functions(const FunctionTable& functions, std::string_view filter) {
  std::vector<List> rows;
  if (filter != "USER DEFINED") {
    for (const Function* function : functions.named()) {
      rows.push_back({Value(function->name), Value(function->is_aggregate() ? "Aggregating" : "Scalar"),
                      Value(function->name + parameters_text(function->parameters, function->variadic) +
                            " :: " + to_text(function->result)),
                      Value(true), parameter_maps(function->parameters), Value(to_text(function->result)),
                      Value(function->is_aggregate())});
    }
  }
  std::vector<Parameter> columns = {{"name", kText},         {"category", kText},
                                    {"signature", kText},    {"isBuiltIn", kTruth},
                                    {"argumentDescription", kMaps}, {"returnDescription", kText},
                                    {"aggregating", kTruth}};
  return table("SHOW FUNCTIONS", std::move(columns), 3,
               [rows = std::move(rows)](CallContext&) { return rows; });
}

ShowTable show_procedures(const ProcedureTable& procedures) {
  std::vector<List> rows;
  for (const std::string& name : procedures.names()) {
    const auto procedure = procedures.find(name);
    const std::string result =
        procedure->outputs.empty() ? "VOID" : parameters_text(procedure->outputs, false);
    rows.push_back({Value(name), Value("READ"), Value(false),
                    Value(name + parameters_text(procedure->inputs, false) + " :: " + result),
                    parameter_maps(procedure->inputs), parameter_maps(procedure->outputs)});
  }
  std::vector<Parameter> columns = {{"name", kText},      {"mode", kText},
                                    {"worksOnSystem", kTruth}, {"signature", kText},
                                    {"argumentDescription", kMaps}, {"returnDescription", kMaps}};
  return table("SHOW PROCEDURES", std::move(columns), 4,
               [rows = std::move(rows)](CallContext&) { return rows; });
}

}  // namespace kith::function
