// Room for statements that nest as deep as they may, whatever stack the program was started with (ulimit -s 1024).
//
//     return with_deep_stack([&] { return program.main(argc, argv); });
#pragma once

#include <cstddef>
#include <functional>

namespace kith::tools {

/// What a statement at the limit of nesting needs, with room to spare.
inline constexpr std::size_t kStackBytes = std::size_t{8} << 20;

/// Runs `work` on this thread if its stack may grow to kStackBytes, else on a thread that has as much; gives its status.
int with_deep_stack(const std::function<int()>& work);

}  // namespace kith::tools
