// Searching a full-text index, best first.
//
// Ranked by BM25 (S. E. Robertson, S. Walker, S. Jones, M. M. Hancock-Beaulieu, M. Gatford: "Okapi at TREC-3",
// 1994) in its form for several fields (S. Robertson, H. Zaragoza, M. Taylor: "Simple BM25 extension to multiple
// weighted fields", CIKM 2004), with k1 = 1.2 and b = 0.75: a term that is in n of N documents gives one of them
//
//     ln(1 + (N - n + 0.5) / (n + 0.5)) · f / (k1 + f),     f = Σ over fields of count / (1 - b + b · length / average length)
//
// (times k1 + 1, so that one mention in an average field counts 1). A phrase, a pattern and a fuzzy word count as one term: what fits it is added up in f, a fuzzy
// spelling the less the more letters are wrong. The scores of the parts of a search are added up.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/run_control.h"
#include "kith/status.h"
#include "search/search_query.h"
#include "storage/catalog.h"

namespace kith::storage {

class Rows;

struct Hit {
  std::uint64_t id = 0;
  double score = 0;
};

/// The hits number `skip` to `skip + limit` by falling score, equal scores by id. Sees what the transaction has written. The
/// ids are of nodes or edges, as the index is. kArgument (detail "InvalidSearch") for a property that the index is
/// not on and for patterns that reach over words; kLimit for memory; what `control` says.
Result<std::vector<Hit>> search_full_text(const Rows& rows, const Index& index, const search::Query& query,
                                          std::uint64_t skip, std::uint64_t limit, const RunControl& control);

}  // namespace kith::storage
