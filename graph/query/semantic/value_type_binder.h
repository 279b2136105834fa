// Types as written behind `::`, looked up: the words of TypeName become a ValueType.
//
// Type predicates use it, and whatever else names a type (constraints). What the parser let pass and is no type
// still fails here, with its place.
#pragma once

#include "kith/status.h"
#include "query/syntax/expression.h"
#include "value/value_type.h"

namespace kith::semantic {

/// The type, as written (not normalised).
Result<ValueType> value_type_of(const syntax::TypeName& name);

}  // namespace kith::semantic
