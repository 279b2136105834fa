// Rows as an aligned table.
//
//     name        | born
//     ------------+------
//     Marie Curie | 1867
//     東京        | null
#pragma once

#include <memory>

#include "common/format.h"

namespace kith::tools {

/// Column widths come from the first thousand rows; later rows are written as they come and may stick out.
/// Numbers stand on the right. Texts are shown without quotes, whatever has parts as Cypher writes it.
std::unique_ptr<RowFormat> make_table(Output output);

}  // namespace kith::tools
