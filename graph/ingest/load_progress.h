// How far a load is, kept in the store itself: written in the transaction of each article, so that a load that was killed
// goes on behind the last article that is there.
//
//     (:KithLoadProgress {input: "…", source: 0, item: 512, sources: …})     only while a load runs, or was cut off
#pragma once

#include <optional>
#include <span>
#include <string>

#include "ingest/reader.h"
#include "kith/store.h"

namespace kith::ingest {

inline constexpr const char* kLoadProgressLabel = "KithLoadProgress";

/// What makes two loads the same: paths, options and what extracts, as a hash.
std::string load_identity(std::span<const std::string> paths, const LoadOptions& options,
                          std::string_view extractor);

/// How far the load of this identity was when it was cut off.
Result<std::optional<ReadPosition>> load_progress(Store& store, const std::string& identity);

/// Notes how far it is, with what else the transaction writes.
Status note_progress(Transaction& tx, const std::string& identity, const ReadPosition& position);

/// It is complete: nothing of it stays.
Status clear_progress(Store& store, const std::string& identity);

}  // namespace kith::ingest
