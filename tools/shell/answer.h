// Answers of `kith pipe`, a line each.
#pragma once

#include <optional>
#include <string>

#include "kith/query.h"
#include "kith/status.h"

namespace kith::tools {

/// {"columns":[…],"rows":[[…]],"stats":{…}}: reads the cursor to its end. No cursor: no columns, no rows.
Result<std::string> query_answer(std::optional<Cursor>& cursor, const std::optional<std::string>& session);

/// {"prepared":"name","columns":[…],"parameters":[…],"writes":false}
std::string prepared_answer(const std::string& name, const Statement& statement,
                            const std::optional<std::string>& session);

/// {"ok":true}
std::string ok_answer(const std::optional<std::string>& session);

/// {"error":{…}}
std::string error_answer(const Error& error, const std::optional<std::string>& session);

}  // namespace kith::tools
