// What the first lines of a plain text say of it: its title, its date, and where its sentences begin.
//
//     " date 2025-05-19 US Vice President ..."           ->  date 2025-05-19, body after the date
//     "Rain stops play\n\nFriday, July 21, 2017\n\nIt …"  ->  title "Rain stops play", date 2017-07-21
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "kith/value.h"

namespace kith::ingest {

struct Head {
  std::optional<Date> date = {};
  std::string title = {};
  std::uint32_t body = 0;  ///< bytes before the first sentence
};

Head read_head(std::string_view text);

}  // namespace kith::ingest
