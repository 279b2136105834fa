// The options of CREATE INDEX.
//
//     OPTIONS {language: 'english', fold: true}
//     OPTIONS {indexConfig: {`fulltext.analyzer`: 'english'}}      as Neo4j writes it
//     OPTIONS $options, OPTIONS {language: $language}
#pragma once

#include "kith/options.h"
#include "kith/status.h"
#include "query/semantic/query.h"
#include "query/syntax/expression.h"

namespace kith::semantic {

/// Whether a value must be known before the options can be applied.
bool has_parameter(const syntax::Expression& options);

/// Puts what `options` (missing, a map or a parameter) says into the command of an index. Errors, with their place:
/// kArgument with detail "UnknownOption" or "InvalidOption"; kParameterMissing.
Status apply_index_options(const syntax::Expression& options, const Parameters& parameters, SchemaCommand& command);

}  // namespace kith::semantic
