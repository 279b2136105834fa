// The printer's parts, one function a type of node; each appends to `out`. Internal to this folder.
#pragma once

#include <string>
#include <vector>

#include "query/syntax/ast.h"

namespace kith::syntax {

void print(std::string& out, const Expression& expression);
void print(std::string& out, const PathPattern& path);
void print(std::string& out, const std::vector<PathPattern>& paths);
void print(std::string& out, const Query& query);
void print(std::string& out, const TypeName& type);

/// Behind a colon.
void print(std::string& out, const LabelExpression& labels);

/// " WHERE …", or nothing.
void print_where(std::string& out, const Expression& where);

}  // namespace kith::syntax
