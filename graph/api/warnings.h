// Warnings: what a plan noted, against the names that the graph knows at the time of the run.
#pragma once

#include <vector>

#include "api/known_statement.h"
#include "kith/query.h"
#include "storage/catalog.h"

namespace kith::api {

/// In the order of the text. Costs next to nothing once all names of the plan are known.
std::vector<Warning> warnings_of(const KnownStatement& statement, const storage::Catalog& catalog);

}  // namespace kith::api
