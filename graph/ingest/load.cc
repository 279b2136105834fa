// Reading, extracting and writing, put together.
#include "ingest/extract.h"
#include "ingest/reader.h"
#include "ingest/write.h"
#include "kith/ingest.h"

namespace kith {

Result<LoadReport> load(Store& store, std::span<const std::string> paths, const LoadOptions& options) {
  KITH_TRY(ingest::Extractor extractor, ingest::Extractor::make());
  ingest::Writer writer(store);
  KITH_DO(writer.prepare());
  LoadReport report;
  const auto fail = [&](LoadFailure&& failed) {
    ++report.articles;
    ++report.failed;
    report.failures.push_back(std::move(failed));
  };
  const auto write = [&](const ingest::Article& article) -> Status {
    KITH_TRY(const bool unchanged, writer.is_unchanged(article));
    if (unchanged) {
      ++report.articles;
      ++report.unchanged;
      return ok();
    }
    Result<ingest::Written> written = writer.write(article, extractor.extract(article));
    if (!written) {
      // An article too large for one transaction is its own failure; everything else is the store's.
      if (written.error().code != ErrorCode::kLimit) return written.status();
      fail({.where = ingest::escaped(article.key), .message = written.error().message});
      return ok();
    }
    ++report.articles;
    ++(written->outcome == ingest::Outcome::kReplaced ? report.replaced : report.added);
    report.nodes += written->nodes;
    report.edges += written->edges;
    return ok();
  };
  const auto article = [&](ingest::Article&& read, const ingest::ReaderProgress& at) -> Status {
    KITH_DO(write(read));
    if (options.progress)
      options.progress({.articles = report.articles,
                        .failed = report.failed,
                        .bytes_done = at.bytes_done,
                        .bytes_total = at.bytes_total});
    return ok();
  };
  KITH_DO(ingest::read_articles(paths, options, article, fail));
  return report;
}

}  // namespace kith
