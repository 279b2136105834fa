// What articles change, as `kith load --dry-run` and `--explain` say it.
//
//     rome-meeting.txt: new
//       + JD Vance -[MET_WITH {date: 2025-05-18, place: Rome}]-> Volodymyr Zelenskyy
//         "US Vice President JD Vance met with Ukrainian President Volodymyr Zelenskyy in Rome on Sunday."
//         rule: verb meet with, by "met with", confidence 0.8
#pragma once

#include <string>

#include "kith/ingest.h"

namespace kith::tools {

/// Lines for one article; none for one that is unchanged. `+` a fact that is new, `=` one more source of a fact, `-` a
/// fact that goes. `explained`: with the rule that found each.
std::string lines_of(const ArticleChange& change, bool explained);

}  // namespace kith::tools
