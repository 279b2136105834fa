// Syntax tree to text: canonical Cypher on one line, which parses to the same tree.
//
//     to_text(*parse("match (n) where n.x=1 return n"))  // MATCH (n) WHERE n.x = 1 RETURN n
//
// Brackets stand only where the tree needs them; names are in back quotes only where they must be.
#pragma once

#include <string>
#include <string_view>

#include "query/syntax/ast.h"

namespace kith::syntax {

std::string to_text(const Statement& statement);
std::string to_text(const Query& query);
std::string to_text(const Clause& clause);
std::string to_text(const Projection& projection);
std::string to_text(const PathPattern& path);
std::string to_text(const Expression& expression);
std::string to_text(const LabelExpression& labels);
std::string to_text(const TypeName& type);

/// A variable as it has to be written: in back quotes if it is no plain name, or a reserved word.
std::string variable_text(std::string_view name);

/// A label, type, key or other name that no keyword can be taken for.
std::string plain_name_text(std::string_view name);

}  // namespace kith::syntax
