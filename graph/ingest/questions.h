// Pairs of entities that may be one, found by their names and weighed by what else is known of them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ingest/appearances.h"

namespace kith::ingest {

/// Of a question about the nodes whose first appearances these are, in either order.
std::string question_id(const Stored& one, const Stored& other);

/// "n:17" with "n:" is 17.
std::optional<std::uint64_t> number_of_element(std::string_view id, std::string_view prefix);

}  // namespace kith::ingest
