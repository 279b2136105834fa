// Finds time expressions and works out what they mean.
//
//     "on Sunday", reference 2025-05-19 (a Monday)             ->  2025-05-18
//     "will be speaking on Monday, at 10:00 am"                ->  2025-05-19T10:00
//     "last week" -> 2025-W20    "the 1960s" -> 1960-01-01/1969-12-31    "May 16" -> 2025-05-16    "from 14 to 20
//     September 2015" -> 2015-09-14/2015-09-20
//
// A weekday is the last one up to the reference day, or, where its sentence speaks of what will be, the next one
// from it. Without a reference only expressions that name their year have a value.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "ingest/document.h"
#include "ingest/lexicon.h"
#include "ingest/segment.h"

namespace kith::ingest {

/// In the order of the text, not overlapping. Linear in the text.
std::vector<TimeMention> find_times(std::string_view text, const Segments& segments, const Lexicon& lexicon,
                                    std::optional<Date> reference);

/// "2025-05-18"; the year has at least four digits.
std::string iso_date(Date date);

/// The inverse, for exactly YYYY-MM-DD at the start of `text`; nothing if it is no day of the calendar.
std::optional<Date> parse_iso_date(std::string_view text);

}  // namespace kith::ingest
