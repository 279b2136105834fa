// Articles read ahead, extracted by several threads, handed on in the order they were read.
//
//     reader thread ── queue, bounded ──> extraction threads ──> the calling thread, in order
//
//     KITH_DO(run_pipeline(paths, options, wanted, taker));
//
// With one job everything happens on the calling thread, one article at a time; what the taker sees is the same.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>

#include "ingest/article.h"
#include "ingest/document.h"
#include "ingest/extract.h"
#include "ingest/reader.h"
#include "kith/ingest.h"

namespace kith::ingest {

/// What happens to what was read, in its order, on the calling thread.
struct Taker {
  /// `extraction` is missing if the article was not wanted.
  std::function<Status(const Article&, std::optional<Extraction>&&, const ReaderProgress&)> article;
  OnFailure failure;
};

/// Asked on the reader's thread, before an article is extracted: false spares that. It may be wrong.
using Wanted = std::function<Result<bool>(const Article&)>;

/// Reads the articles under `paths` and gives each to `taker`, extracted by `options.jobs` threads. The first error that
/// `wanted` or `taker` returns ends the run, and so does `options.stop`, with kCancelled. At most 64 MiB of articles
/// and 16 for each thread are held. `from` as of read_articles().
Status run_pipeline(std::span<const std::string> paths, const LoadOptions& options, const Wanted& wanted,
                    const Taker& taker, ReadFrom* from = nullptr);

}  // namespace kith::ingest
