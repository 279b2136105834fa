// Indexes, constraints and SHOW. A SHOW is bound as a call of a procedure that gives the table, then a WITH for what its
// YIELD orders and cuts.
#include <algorithm>
#include <memory>
#include <utility>

#include "base/suggest.h"
#include "function/show.h"
#include "query/semantic/binding.h"
#include "query/semantic/index_options.h"

namespace kith::semantic {

namespace {

std::vector<std::string> texts(const std::vector<syntax::Name>& names) {
  std::vector<std::string> all;
  for (const syntax::Name& name : names) all.push_back(name.text);
  return all;
}

/// The kinds of one type without parts; 0 if no property can be of it.
std::uint32_t kinds_of(const syntax::TypeName& type) {
  if (type.name == "NUMBER") return storage::kind_bit(Kind::kInteger) | storage::kind_bit(Kind::kFloat);
  for (const Kind kind : storage::kScalarKinds)
    if (type.name == kind_name(kind)) return storage::kind_bit(kind);
  return 0;
}

Error no_property_type(const syntax::TypeName& type, std::string why) {
  return fail("InvalidPropertyType", type.span, std::move(why),
              "properties are of types such as INTEGER, STRING, DATE or LIST<STRING NOT NULL>");
}

/// The elements' kinds of a list type: every alternative is a single value and NOT NULL.
Result<std::uint32_t> element_kinds(const syntax::TypeName& type) {
  if (type.name == "ANY OF") {
    std::uint32_t kinds = 0;
    for (const syntax::TypeName& part : type.parts) {
      KITH_TRY(const std::uint32_t one, element_kinds(part));
      kinds |= one;
    }
    return kinds;
  }
  const std::uint32_t kinds = kinds_of(type);
  if (kinds == 0) return no_property_type(type, "a list in a property cannot be constrained to elements of this type");
  if (!type.not_null) return no_property_type(type, "lists in properties hold no null: the type of their elements is NOT NULL");
  return kinds;
}

Status add_types(const syntax::TypeName& type, storage::PropertyTypes& out) {
  if (type.not_null)
    return no_property_type(type, "a property that is not there is of every type, so NOT NULL cannot be said here");
  if (type.name == "ANY OF") {
    for (const syntax::TypeName& part : type.parts) KITH_DO(add_types(part, out));
    return ok();
  }
  if (type.name == "LIST" && !type.parts.empty()) {
    KITH_TRY(const std::uint32_t elements, element_kinds(type.parts[0]));
    out.add_list(elements);
    return ok();
  }
  const std::uint32_t kinds = kinds_of(type);
  if (kinds == 0) return no_property_type(type, "a property cannot be constrained to this type");
  out.kinds |= kinds;
  return ok();
}

storage::ConstraintKind kind_of(syntax::ConstraintKind kind) {
  switch (kind) {
    case syntax::ConstraintKind::kUnique: return storage::ConstraintKind::kUnique;
    case syntax::ConstraintKind::kKey: return storage::ConstraintKind::kKey;
    case syntax::ConstraintKind::kNotNull: return storage::ConstraintKind::kNotNull;
    case syntax::ConstraintKind::kType: return storage::ConstraintKind::kType;
  }
  return storage::ConstraintKind::kUnique;
}

}  // namespace

Result<SchemaCommand> Binder::create_index(const syntax::CreateIndex& written) {
  if (!written.type.empty() && written.type != "RANGE" && written.type != "FULLTEXT")
    return Error{.code = ErrorCode::kUnsupported,
                 .message = "indexes of type " + written.type + " are not in this version",
                 .detail = "IndexType",
                 .phase = Phase::kCompileTime,
                 .span = written.span};
  SchemaCommand command{};
  command.kind = SchemaCommand::Kind::kCreateIndex;
  command.name = written.name.text;
  command.if_exists_or_not = written.if_not_exists;
  command.each = written.each;
  command.on_edges = written.target.edge;
  command.label_or_type = written.target.label.text;
  command.keys = texts(written.target.keys);
  command.full_text = written.type == "FULLTEXT";
  command.more_owners = texts(written.target.more_labels);
  command.fold = command.full_text;
  if (has_parameter(written.options))
    command.late_options = std::make_shared<const syntax::Expression>(written.options);
  else
    KITH_DO(apply_index_options(written.options, {}, command));
  return command;
}

Result<SchemaCommand> Binder::create_constraint(const syntax::CreateConstraint& written) {
  SchemaCommand command{};
  command.kind = SchemaCommand::Kind::kCreateConstraint;
  command.constraint = kind_of(written.kind);
  command.name = written.name.text;
  command.if_exists_or_not = written.if_not_exists;
  command.on_edges = written.target.edge;
  command.label_or_type = written.target.label.text;
  command.keys = texts(written.target.keys);
  if (written.type) KITH_DO(add_types(*written.type, command.types));
  return command;
}

Status Binder::show_clause(const syntax::ShowClause& clause, bool is_last, QueryPart& out) {
  if (!clause.yield && !is_last)
    return fail("InvalidClauseComposition", clause.span, "SHOW has to YIELD what other clauses are to use");
  function::ShowTable table = [&] {
    switch (clause.what) {
      case syntax::ShowKind::kIndexes: return function::show_indexes(clause.filter);
      case syntax::ShowKind::kConstraints: return function::show_constraints(clause.filter);
      case syntax::ShowKind::kFunctions: return function::show_functions(context_.functions, clause.filter);
      case syntax::ShowKind::kProcedures: break;
    }
    return function::show_procedures(context_.procedures);
  }();
  CallClause bound;
  bound.procedure = std::make_shared<const function::Procedure>(std::move(table.procedure));
  const std::vector<function::Parameter>& outputs = bound.procedure->outputs;
  std::vector<OutputColumn> columns;
  const auto yield = [&](std::size_t output, const std::string& name) {
    const Slot slot = declare(name, outputs[output].type);
    bound.yields.emplace_back(static_cast<std::uint32_t>(output), slot);
    columns.push_back({name, slot});
  };
  const bool names_columns = clause.yield && !clause.yield->items.empty();
  if (!names_columns) {
    const std::size_t width = clause.yield && clause.yield->star ? outputs.size() : table.default_columns;
    for (std::size_t i = 0; i < width; ++i) yield(i, outputs[i].name);
  } else {
    for (const syntax::YieldItem& item : clause.yield->items) {
      const auto at = std::find_if(outputs.begin(), outputs.end(),
                                   [&](const function::Parameter& one) { return one.name == item.field.text; });
      if (at == outputs.end()) {
        std::vector<std::string> known;
        for (const function::Parameter& one : outputs) known.push_back(one.name);
        return fail("UndefinedVariable", item.field.span,
                    "`" + bound.procedure->name + "` has no column `" + item.field.text + "`",
                    suggest(item.field.text, known));
      }
      const syntax::Name& name = item.alias.empty() ? item.field : item.alias;
      if (scope_.find(name.text) != nullptr)
        return fail("VariableAlreadyBound", name.span, "the variable `" + name.text + "` is already bound");
      yield(static_cast<std::size_t>(at - outputs.begin()), name.text);
    }
  }
  out.clauses.emplace_back(std::move(bound));
  if (clause.yield) {
    syntax::Projection rows = clause.rows;
    rows.star = true;
    rows.span = clause.yield->span;
    KITH_DO(projection(rows, clause.yield->where, true, out, nullptr));
  }
  if (is_last) out.columns = std::move(columns);
  return ok();
}

}  // namespace kith::semantic
