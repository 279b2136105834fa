// Procedures, and LOAD CSV.
#include <cstddef>
#include <memory>

#include "base/suggest.h"
#include "function/load_csv.h"
#include "query/semantic/binding.h"

namespace kith::semantic {

Status Binder::call_clause(const syntax::CallClause& clause, bool standalone, QueryPart& out) {
  CallClause bound;
  bound.optional = clause.optional;
  bound.procedure = context_.procedures.find(clause.procedure.text);
  if (bound.procedure == nullptr)
    return Error{.code = ErrorCode::kProcedure,
                 .message = "the procedure `" + clause.procedure.text + "` is not known",
                 .detail = "ProcedureNotFound",
                 .phase = Phase::kCompileTime,
                 .span = clause.procedure.span,
                 .hint = suggest(clause.procedure.text, context_.procedures.names())};
  const function::Procedure& procedure = *bound.procedure;
  const std::size_t required = procedure.inputs.size() - procedure.defaults.size();
  if (!clause.arguments) {
    if (!standalone)
      return fail("InvalidArgumentPassingMode", clause.procedure.span,
                  "inside a query the arguments of `" + procedure.name + "` must be written out");
    // Called without parentheses: the parameters of the same names are the arguments, and what is not given has its
    // default.
    for (std::size_t i = 0; i < procedure.inputs.size(); ++i) {
      const function::Parameter& input = procedure.inputs[i];
      const bool given = context_.parameters == nullptr || context_.parameters->find(input.name) != nullptr;
      if (!given && i >= required) {
        bound.arguments.push_back(literal_expr(procedure.defaults[i - required], clause.span));
        continue;
      }
      syntax::Expression named;
      named.kind = syntax::ExpressionKind::kParameter;
      named.name = input.name;
      named.span = clause.procedure.span;
      KITH_TRY(Expr argument, parameter(named));
      bound.arguments.push_back(std::move(argument));
    }
  } else {
    if (clause.arguments->size() < required || clause.arguments->size() > procedure.inputs.size())
      return fail("InvalidNumberOfArguments", clause.procedure.span,
                  "`" + procedure.name + "` takes " + std::to_string(procedure.inputs.size()) + " arguments, not " +
                      std::to_string(clause.arguments->size()));
    for (std::size_t i = 0; i < clause.arguments->size(); ++i) {
      KITH_TRY(Expr argument, expression((*clause.arguments)[i]));
      if (!may_be(argument.type, procedure.inputs[i].type))
        return fail("InvalidArgumentType", argument.span,
                    "`" + procedure.name + "` cannot take a " + to_text(argument.type) + " as `" +
                        procedure.inputs[i].name + "`");
      bound.arguments.push_back(std::move(argument));
    }
    for (std::size_t i = clause.arguments->size(); i < procedure.inputs.size(); ++i)
      bound.arguments.push_back(literal_expr(procedure.defaults[i - required], clause.span));
  }

  if (clause.yield && clause.yield->star && !standalone)
    return fail("UnexpectedSyntax", clause.yield->span, "inside a query the outputs to YIELD must be written out");

  std::vector<OutputColumn> columns;
  const auto yield = [&](std::uint32_t output, const std::string& name) {
    const Slot slot = declare(name, procedure.outputs[output].type);
    bound.yields.emplace_back(output, slot);
    columns.push_back({name, slot});
  };
  if ((standalone && !clause.yield) || (clause.yield && clause.yield->star)) {
    for (std::uint32_t i = 0; i < procedure.outputs.size(); ++i) yield(i, procedure.outputs[i].name);
  } else if (clause.yield) {
    for (const syntax::YieldItem& item : clause.yield->items) {
      std::uint32_t output = 0;
      while (output < procedure.outputs.size() && procedure.outputs[output].name != item.field.text) ++output;
      if (output == procedure.outputs.size()) {
        std::vector<std::string> known;
        for (const function::Parameter& one : procedure.outputs) known.push_back(one.name);
        return fail("UndefinedVariable", item.field.span,
                    "`" + procedure.name + "` has no output `" + item.field.text + "`",
                    suggest(item.field.text, known));
      }
      const syntax::Name& name = item.alias.empty() ? item.field : item.alias;
      if (scope_.find(name.text) != nullptr)
        return fail("VariableAlreadyBound", name.span, "the variable `" + name.text + "` is already bound");
      yield(output, name.text);
    }
  }
  if (clause.yield) KITH_DO(conjuncts(clause.yield->where, bound.where));
  if (standalone) out.columns = std::move(columns);
  out.clauses.emplace_back(std::move(bound));
  return ok();
}

// LOAD CSV is a call of a procedure that reads the file.
Status Binder::load_csv(const syntax::LoadCsvClause& clause, QueryPart& out) {
  if (!context_.allow_files) {
    Error error = fail("FilesNotAllowed", clause.place.span, "statements may not read files here");
    error.code = ErrorCode::kUnsupported;
    return error;
  }
  CallClause bound;
  KITH_TRY(Expr place, expression(clause.place));
  if (!may_be(place.type, {TypeKind::kString}))
    return fail("InvalidArgumentType", clause.place.span,
                "LOAD CSV needs the path or URL of a file, not a " + to_text(place.type));
  bound.arguments.push_back(std::move(place));
  if (scope_.find(clause.variable.text) != nullptr)
    return fail("VariableAlreadyBound", clause.variable.span,
                "the variable `" + clause.variable.text + "` is already bound");
  bound.procedure = std::make_shared<const function::Procedure>(
      function::load_csv(clause.with_headers, clause.separator.empty() ? "," : clause.separator));
  bound.yields.emplace_back(0, declare(clause.variable.text, bound.procedure->outputs[0].type));
  out.clauses.emplace_back(std::move(bound));
  return ok();
}

}  // namespace kith::semantic
