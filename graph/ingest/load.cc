// Reading, extracting and writing, put together.
#include "ingest/extract.h"
#include "ingest/pipeline.h"
#include "ingest/write.h"
#include "kith/ingest.h"

namespace kith {

namespace {

// What happens to each article in its turn, and what is reported of it.
class Loading {
 public:
  Loading(Store& store, ingest::Extractor extractor, const LoadOptions& options, LoadReport& report)
      : writer_(store), extractor_(std::move(extractor)), options_(options), report_(report) {}

  Status run(std::span<const std::string> paths) {
    KITH_DO(writer_.prepare());
    ingest::Taker taker;
    taker.article = [&](const ingest::Article& article, std::optional<ingest::Extraction>&& extraction,
                        const ingest::ReaderProgress& at) -> Status {
      KITH_DO(write(article, std::move(extraction)));
      report_progress(at);
      return ok();
    };
    taker.failure = [&](LoadFailure&& failed) { fail(std::move(failed)); };
    const auto wanted = [&](const ingest::Article& article) -> Result<bool> {
      KITH_TRY(const bool unchanged, writer_.is_unchanged(article));
      return !unchanged;
    };
    return ingest::run_pipeline(paths, options_, wanted, taker);
  }

 private:
  Status write(const ingest::Article& article, std::optional<ingest::Extraction>&& extraction) {
    // Whether it was there already was asked when it was read: another article of this key may have been written since.
    KITH_TRY(const bool unchanged, writer_.is_unchanged(article));
    if (unchanged) {
      ++report_.articles;
      ++report_.unchanged;
      return ok();
    }
    if (!extraction) extraction = extractor_.extract(article);
    Result<ingest::Written> written = writer_.write(article, *extraction);
    if (!written) {
      // An article too large for one transaction is its own failure; everything else is the store's.
      if (written.error().code != ErrorCode::kLimit) return written.status();
      fail({.where = ingest::escaped(article.key), .message = written.error().message});
      return ok();
    }
    ++report_.articles;
    ++(written->outcome == ingest::Outcome::kReplaced ? report_.replaced : report_.added);
    report_.nodes += written->nodes;
    report_.edges += written->edges;
    return ok();
  }

  void fail(LoadFailure&& failed) {
    ++report_.articles;
    ++report_.failed;
    report_.failures.push_back(std::move(failed));
  }

  void report_progress(const ingest::ReaderProgress& at) {
    if (!options_.progress) return;
    options_.progress({.articles = report_.articles,
                       .failed = report_.failed,
                       .bytes_done = at.bytes_done,
                       .bytes_total = at.bytes_total});
  }

  ingest::Writer writer_;
  ingest::Extractor extractor_;
  const LoadOptions& options_;
  LoadReport& report_;
};

}  // namespace

Result<LoadReport> load(Store& store, std::span<const std::string> paths, const LoadOptions& options) {
  KITH_TRY(ingest::Extractor extractor, ingest::Extractor::make());
  LoadReport report;
  KITH_DO(Loading(store, std::move(extractor), options, report).run(paths));
  return report;
}

}  // namespace kith
