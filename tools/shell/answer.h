// Answers of `kith pipe`, a line each.
#pragma once

#include <optional>
#include <string>

#include "kith/query.h"
#include "kith/status.h"

namespace kith::tools {

/// {"columns":[…],"rows":[[…]],"stats":{…}}: reads the cursor to its end. No cursor: no columns, no rows. Of EXPLAIN and
/// PROFILE also "plan": the tree of Plan::to_json().
Result<std::string> query_answer(std::optional<Cursor>& cursor, const std::optional<std::string>& session);

/// {"prepared":"name","columns":[…],"parameters":[…],"writes":false}
std::string prepared_answer(const std::string& name, const Statement& statement,
                            const std::optional<std::string>& session);

/// {"ok":true}
std::string ok_answer(const std::optional<std::string>& session);

/// {"error":{…}}; with the plan of a PROFILE that got so far.
std::string error_answer(const Error& error, const std::optional<std::string>& session,
                         const std::optional<Plan>& plan = {});

}  // namespace kith::tools
