// Rules of the language that look at more than one place of the tree, but at no name.
#pragma once

#include "kith/status.h"
#include "query/syntax/ast.h"

namespace kith::syntax {

/// What ast.h promises about the order of clauses, and where patterns of which form may stand; the first breach
/// in the order of the text, as parse() reports it.
Status check_statement(const Statement& statement);

/// The same for an expression on its own.
Status check_expression(const Expression& expression);

}  // namespace kith::syntax
