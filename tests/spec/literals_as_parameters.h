// The same statement with its literals as parameters: `{name: 'Ann'}` becomes `{name: $p0}`.
#pragma once

#include <string>

#include "kith/query.h"

namespace kith::spec {

/// Moves integers, floats and texts that follow a comparison operator, or a map key's colon, into
/// `parameters`; what the language wants written out (hop bounds, LIMIT, arguments) stays.
std::string literals_as_parameters(const std::string& statement, Parameters& parameters);

}  // namespace kith::spec
