// Whether entities meet the constraints that concern each of them by itself: keys that must be there, and types of
// values. (That no two share a tuple is kept by the entries of the constraint's index.)
//
//     if (auto error = broken(catalog, constraint, image.properties, raw(node))) return std::move(*error);
//
// A transaction is checked as it will be committed, not after each change: a node may be made first and given its
// properties by a later clause or statement.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/run_control.h"
#include "kith/status.h"
#include "record/record.h"
#include "storage/catalog.h"
#include "storage/overlay.h"
#include "storage/view.h"

namespace kith::storage {

bool is_under(const Constraint& constraint, const record::NodeImage& node);
bool is_under(const Constraint& constraint, const record::EdgeImage& edge);

/// What an entity under the constraint does wrong: kConstraint, the detail is the constraint's name.
std::optional<Error> broken(const Catalog& catalog, const Constraint& constraint,
                            const std::vector<record::Property>& properties, std::uint64_t id);

/// kConstraint for the first of the entities that `overlay` makes or changes that breaks a constraint.
Status verify_constraints(const View& view, const Overlay& overlay);

/// kConstraint for the first entity of a view that breaks this constraint.
Status verify_constraint(const View& view, const Constraint& constraint, const RunControl& control);

}  // namespace kith::storage
