// A program in a process of its own, with less of something than it would like.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "tools/process.h"

namespace kith::fault {

/// Runs `words` (the first is the program) to its end. `prepare` runs in the child before the program does.
Outcome run_child(const std::vector<std::string>& words, const std::string& input = "",
                  const std::function<void()>& prepare = {});

/// This program, which has entries for child processes.
std::string own_program();

}  // namespace kith::fault
