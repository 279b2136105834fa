// Makes each `.test` file a test case of its own.
#pragma once

#include <string>

namespace kith::spec {

/// Registers every `.test` below `folder` with the runner; to be called before it runs.
void register_spec_files(const std::string& folder);

}  // namespace kith::spec
