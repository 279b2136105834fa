// The binder: from what the text says to what it means. Names become slots, functions and procedures are
// found, the scoping rules of WITH and RETURN are applied, and what is certainly of the wrong type is refused.
//
//     KITH_TRY(syntax::Statement statement, syntax::parse("MATCH (n) RETURN m.name"));
//     auto bound = semantic::bind(statement, {catalog, functions, procedures});
//     // SyntaxError, detail UndefinedVariable: the variable `m` is not defined at 1:18; did you mean `n`?
//
// The result depends on the text and the tables alone: parameters serve only to say that one is missing,
// so that a bound statement may be cached and run with others.
#pragma once

#include "function/function.h"
#include "kith/status.h"
#include "kith/value.h"
#include "query/semantic/query.h"
#include "query/syntax/ast.h"
#include "storage/catalog.h"

namespace kith::semantic {

struct BindContext {
  const storage::Catalog& catalog;
  const function::FunctionTable& functions;
  const function::ProcedureTable& procedures;
  /// Null: not known yet.
  const Map* parameters = nullptr;
  bool allow_files = true;  ///< LOAD CSV
};

/// Errors, all at Phase::kCompileTime and with the span of the offending text: kSyntax with openCypher's detail
/// ("UndefinedVariable"), kProcedure, kParameterMissing. Reads nothing but the tables; any thread. What is
/// bound points to functions of context.functions, which must outlive it.
Result<BoundStatement> bind(const syntax::Statement& statement, const BindContext& context);

}  // namespace kith::semantic
