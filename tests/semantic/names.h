// A small language for tests of binder and planner: enough functions and procedures to name.
#pragma once

#include <string>

#include "function/function.h"
#include "storage/catalog.h"

namespace kith::tests {

inline function::Function named_function(std::string name, std::vector<function::Parameter> parameters, Type result) {
  function::Function f;
  f.name = std::move(name);
  f.arguments_min = parameters.size();
  f.parameters = std::move(parameters);
  f.result = result;
  return f;
}

inline function::Function named_aggregate(std::string name, std::vector<function::Parameter> parameters, Type result) {
  function::Function f = named_function(std::move(name), std::move(parameters), result);
  f.aggregate = [] { return std::unique_ptr<function::Aggregator>(); };
  f.is_count = f.name == "count";
  return f;
}

inline function::FunctionTable small_functions() {
  const Type any = {}, list = {TypeKind::kList}, node = {TypeKind::kNode}, edge = {TypeKind::kEdge};
  function::FunctionTable table;
  table.add(named_aggregate("count", {{"value", any}}, {TypeKind::kInteger}));
  table.add(named_aggregate("sum", {{"value", any}}, any));
  table.add(named_aggregate("max", {{"value", any}}, any));
  table.add(named_aggregate("collect", {{"value", any}}, list));
  table.add(named_function("size", {{"value", any}}, {TypeKind::kInteger}));
  table.add(named_function("labels", {{"node", node}}, {TypeKind::kList, TypeKind::kString}));
  table.add(named_function("type", {{"relationship", edge}}, {TypeKind::kString}));
  table.add(named_function("length", {{"path", {TypeKind::kPath}}}, {TypeKind::kInteger}));
  table.add(named_function("nodes", {{"path", {TypeKind::kPath}}}, {TypeKind::kList, TypeKind::kNode}));
  table.add(named_function("properties", {{"entity", any}}, {TypeKind::kMap}));
  table.add(named_function("toUpper", {{"text", {TypeKind::kString}}}, {TypeKind::kString}));
  table.add(named_function("evidence", {{"relationship", edge}}, list));
  table.add(named_function("evidence at", {{"relationship", edge}, {"index", any}}, any));
  table.add(named_function("evidence count", {{"relationship", edge}}, {TypeKind::kInteger}));
  table.add(named_function("id", {{"entity", any}}, {TypeKind::kInteger}));
  table.add(named_function("startNode", {{"relationship", edge}}, node));
  table.add(named_function("endNode", {{"relationship", edge}}, node));
  function::Function rand = named_function("rand", {}, {TypeKind::kFloat});
  rand.deterministic = false;
  table.add(std::move(rand));
  return table;
}

inline function::ProcedureTable small_procedures() {
  function::ProcedureTable table;
  function::Procedure nothing;
  nothing.name = "test.nothing";
  table.add(std::move(nothing));
  function::Procedure cities;
  cities.name = "test.cities";
  cities.inputs = {{"country", {TypeKind::kString}}, {"least", {TypeKind::kInteger}}};
  cities.outputs = {{"city", {TypeKind::kString}}, {"people", {TypeKind::kInteger}}};
  table.add(std::move(cities));
  return table;
}

/// Labels Person, Event; types MET, FACT; keys name, age, aliases, key. Indexes: person_name unique on
/// Person(name), person_age on Person(age), person_alias on each of Person(aliases), fact_key unique on FACT(key).
inline storage::Catalog small_catalog() {
  storage::Catalog catalog;
  const LabelId person = catalog.labels.add("Person");
  catalog.labels.add("Event");
  catalog.types.add("MET");
  const TypeId fact = catalog.types.add("FACT");
  const KeyId name = catalog.keys.add("name"), age = catalog.keys.add("age"), aliases = catalog.keys.add("aliases"),
              key = catalog.keys.add("key");
  const auto add = [&](std::string index_name, storage::IndexKind kind, KeyId on) {
    storage::Index index;
    index.id = static_cast<IndexId>(catalog.indexes.size() + 1);
    index.name = std::move(index_name);
    index.kind = kind;
    index.label = person;
    index.keys = {on};
    catalog.indexes.push_back(index);
  };
  add("person_name", storage::IndexKind::kUnique, name);
  add("person_age", storage::IndexKind::kRange, age);
  add("person_alias", storage::IndexKind::kEach, aliases);
  add("fact_key", storage::IndexKind::kUnique, key);
  catalog.indexes.back().on_edges = true;
  catalog.indexes.back().type = fact;
  return catalog;
}

}  // namespace kith::tests
