// From the store to a GraphView: nodes by scan, their edges by slices, a weight as a column.
#pragma once

#include "algo/bounds.h"
#include "kith/algorithm.h"
#include "storage/reader.h"

namespace kith::algo {

/// The graph as the reader sees it, an overlay included. `memory` holds its bytes: those of the result too,
/// so it should live as long. Errors: as GraphView::of, and those of the control.
Result<GraphView> build(const storage::Reader& reader, const GraphViewOptions& options, const RunControl& control,
                        MemoryHold& memory);

}  // namespace kith::algo
