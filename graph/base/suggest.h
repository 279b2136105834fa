// "Did you mean": the known name nearest to a misspelt one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kith {

/// "did you mean `name`?", or nothing if no candidate is near: at most a third of the letters wrong
/// (insertions, deletions, replacements and swaps of neighbours; case counts for nothing), or one of the two begins
/// with the other (four letters or more).
std::string suggest(std::string_view wrong, const std::vector<std::string>& candidates);

}  // namespace kith
