// The options of CREATE INDEX.
//
//     OPTIONS {language: 'english', fold: true}
//     OPTIONS {indexConfig: {`fulltext.analyzer`: 'english'}}      as Neo4j writes it
#pragma once

#include "kith/status.h"
#include "query/semantic/query.h"
#include "query/syntax/expression.h"

namespace kith::semantic {

/// Puts what `options` (missing, or a map of literals) says into the command of an index. Errors, at compile time and with
/// their place: kArgument with detail "UnknownOption" or "InvalidOption"; kUnsupported for parameters.
Status apply_index_options(const syntax::Expression& options, SchemaCommand& command);

}  // namespace kith::semantic
