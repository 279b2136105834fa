// Golden files: bytes that must not change without being looked at.
#pragma once

#include <string>

namespace kith::golden {

/// CHECKs that `actual` is what tests/golden/<name> holds; writes that file under --update-golden.
void compare(const std::string& name, const std::string& actual);

}  // namespace kith::golden
