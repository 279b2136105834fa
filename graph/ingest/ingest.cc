// Reading and extracting without a store, and the reports of both calls.
#include "kith/ingest.h"

#include <fmt/format.h>

#include "ingest/extract.h"
#include "ingest/kit_form.h"
#include "ingest/reader.h"

namespace kith {

std::string LoadFailure::to_text() const { return where + ": " + message; }

std::string LoadReport::to_text() const {
  return fmt::format("{} articles: {} new, {} unchanged, {} replaced, {} failed; {:+} nodes, {:+} edges", articles,
                     added, unchanged, replaced, failed, nodes, edges);
}

bool is_symmetric_fact(std::string_view type) noexcept { return ingest::is_symmetric(type); }

Result<LoadReport> extract(std::span<const std::string> paths, const LoadOptions& options,
                           const std::function<Status(std::string_view json)>& line) {
  KITH_TRY(ingest::Extractor extractor, ingest::Extractor::make());
  LoadReport report;
  const auto article = [&](ingest::Article&& read, const ingest::ReaderProgress& at) -> Status {
    KITH_DO(line(ingest::to_json(read, extractor.extract(read))));
    ++report.articles;
    ++report.added;
    if (options.progress)
      options.progress({.articles = report.articles,
                        .failed = report.failed,
                        .bytes_done = at.bytes_done,
                        .bytes_total = at.bytes_total});
    return ok();
  };
  const auto failure = [&](LoadFailure&& failed) {
    ++report.articles;
    ++report.failed;
    report.failures.push_back(std::move(failed));
  };
  KITH_DO(ingest::read_articles(paths, options, article, failure));
  return report;
}

}  // namespace kith
