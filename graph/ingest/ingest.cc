// Reading and extracting without a store, and the reports of both calls.
#include "kith/ingest.h"

#include <fmt/format.h>

#include "ingest/extract.h"
#include "ingest/kit_form.h"
#include "ingest/pipeline.h"
#include "ingest/select.h"

namespace kith {

std::string LoadFailure::to_text() const { return where + ": " + message; }

std::string LoadReport::to_text() const {
  std::string text = fmt::format("{} articles: {} new, {} unchanged, {} replaced, {} failed; {:+} nodes, {:+} edges",
                                 articles, added, unchanged, replaced, failed, nodes, edges);
  if (foreign > 0) text += fmt::format("; {} not in English, stored as text alone", foreign);
  return text;
}

bool is_symmetric_fact(std::string_view type) noexcept { return ingest::is_symmetric(type); }

Result<LoadReport> extract(std::span<const std::string> paths, const LoadOptions& options,
                           const std::function<Status(std::string_view json)>& line) {
  KITH_TRY(const std::vector<ingest::EntityType> only, ingest::entity_types(options.only));
  LoadReport report;
  ingest::Taker taker;
  taker.article = [&](const ingest::Article& article, std::optional<ingest::Extraction>&& extraction,
                      const ingest::ReaderProgress& at) -> Status {
    ingest::select(*extraction, options.confidence_min, only);
    KITH_DO(line(ingest::to_json(article, *extraction)));
    ++report.articles;
    ++report.added;
    if (options.progress)
      options.progress({.articles = report.articles,
                        .failed = report.failed,
                        .bytes_done = at.bytes_done,
                        .bytes_total = at.bytes_total});
    return ok();
  };
  taker.failure = [&](LoadFailure&& failed) {
    ++report.articles;
    ++report.failed;
    if (options.failure) options.failure(failed);
    if (report.failures.size() < ingest::kFailuresKept) report.failures.push_back(std::move(failed));
  };
  const auto wanted = [](const ingest::Article&) -> Result<bool> { return true; };
  KITH_DO(ingest::run_pipeline(paths, options, wanted, taker));
  return report;
}

}  // namespace kith
