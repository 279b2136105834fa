// The groups of built-in functions; builtin_functions() puts them together.
#pragma once

#include "function/function.h"

namespace kith::function {

/// Names that no text can call (they hold a space): evidence(r)[i] and size(evidence(r)) without the list; the
/// entries of one map and then of another, whose keys win.
inline constexpr const char* kEvidenceAt = "evidence at";
inline constexpr const char* kEvidenceCount = "evidence count";
inline constexpr const char* kMapUnion = "map union";

void add_aggregates(FunctionTable& functions);       ///< count, sum, avg, min, max, collect, stDev…, percentile…
void add_graph_functions(FunctionTable& functions);  ///< labels, type, id, nodes, properties, evidence, …
void add_list_functions(FunctionTable& functions);   ///< coalesce, size, head, last, tail, reverse, range
void add_text_functions(FunctionTable& functions);   ///< left, trim, replace, split, substring, toLower, fold, …
void add_conversion_functions(FunctionTable& functions);  ///< toInteger, toFloat, toBoolean, toString, …OrNull, …List
void add_math_functions(FunctionTable& functions);   ///< abs … tan, round, rand, pi, e
void add_value_functions(FunctionTable& functions);  ///< nullIf, valueType, randomUUID
void add_temporal_functions(FunctionTable& functions);  ///< date, datetime.truncate, duration.between, timestamp, …
void add_spatial_functions(FunctionTable& functions);   ///< point, point.distance, point.withinBBox

/// GQL's names for functions that are there already: ceiling, ln, percentile_cont, zoned_datetime, … Comes last.
void add_standard_names(FunctionTable& functions);

}  // namespace kith::function
