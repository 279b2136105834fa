// Which parameters a statement names.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kith::syntax {

/// The names without `$`, each once, in the order in which `text` first has them. One pass of the lexer.
std::vector<std::string> parameter_names(std::string_view text);

}  // namespace kith::syntax
