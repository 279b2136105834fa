// Asks storage everything it can be asked and compares with the plain graph.
#pragma once

#include "model/plain_graph.h"
#include "storage/reader.h"

namespace kith::model {

/// Names that random graphs are made of.
extern const std::vector<std::string> kLabels;
extern const std::vector<std::string> kTypes;
extern const std::vector<std::string> kKeys;

/// CHECKs every path of `reader` – records, labels, types, indexes, slices, degrees, counts, columns,
/// evidence – against `graph`.
void check_agreement(const storage::Reader& reader, const PlainGraph& graph);

}  // namespace kith::model
