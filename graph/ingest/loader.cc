// Reading, extracting and writing, put together.
#include "ingest/extract.h"
#include "ingest/load_progress.h"
#include "ingest/pipeline.h"
#include "ingest/select.h"
#include "ingest/write.h"
#include "kith/ingest.h"

namespace kith {

struct Loader::Impl {
  Impl(Store& to, ingest::Extractor with, LoadOptions given, std::vector<ingest::EntityType> types)
      : store(to), writer(to), extractor(std::move(with)), options(std::move(given)), only(std::move(types)) {}

  Status load(std::span<const std::string> paths);
  Status take(const ingest::Article& article, std::optional<ingest::Extraction>&& extraction,
              const ingest::ReadPosition* position);
  Result<ingest::Written> write(const ingest::Article& article, const ingest::Extraction& extraction,
                                const ingest::ReadPosition* position);
  void fail(LoadFailure&& failed);
  void tell(const ingest::Article& article, ArticleChange::Kind kind, std::vector<FactChange>&& facts);

  Store& store;
  ingest::Writer writer;
  ingest::Extractor extractor;
  LoadOptions options;
  std::vector<ingest::EntityType> only;
  LoadReport report = {};
  std::string identity = {};          // of the load that runs
  std::optional<Transaction> dry = {};  // never committed
  bool resumed = false;
};

void Loader::Impl::fail(LoadFailure&& failed) {
  ++report.articles;
  ++report.failed;
  if (options.failure) options.failure(failed);
  if (report.failures.size() < ingest::kFailuresKept) report.failures.push_back(std::move(failed));
}

void Loader::Impl::tell(const ingest::Article& article, ArticleChange::Kind kind, std::vector<FactChange>&& facts) {
  if (options.change) options.change({.key = article.key, .kind = kind, .facts = std::move(facts)});
}

Result<ingest::Written> Loader::Impl::write(const ingest::Article& article, const ingest::Extraction& extraction,
                                            const ingest::ReadPosition* position) {
  const bool told = options.change != nullptr;
  if (dry) return ingest::write_article(*dry, article, extraction, told);
  return writer.write(article, extraction, told, [&](Transaction& tx) -> Status {
    return position == nullptr ? ok() : ingest::note_progress(tx, identity, *position);
  });
}

Status Loader::Impl::take(const ingest::Article& article, std::optional<ingest::Extraction>&& extraction,
                          const ingest::ReadPosition* position) {
  // Whether it was there already was asked when it was read: another article of this key may have been written since.
  KITH_TRY(const bool unchanged, dry ? ingest::is_unchanged(*dry, article) : writer.is_unchanged(article));
  if (unchanged) {
    ++report.articles;
    ++report.unchanged;
    tell(article, ArticleChange::Kind::kUnchanged, {});
    return ok();
  }
  if (!extraction) extraction = extractor.extract(article);
  ingest::select(*extraction, options.confidence_min, only);
  Result<ingest::Written> written = write(article, *extraction, position);
  if (!written) {
    // An article too large for one transaction is its own failure; everything else is the store's.
    if (written.error().code != ErrorCode::kLimit || dry) return written.status();
    fail({.where = ingest::escaped(article.key),
          .message = written.error().message,
          .file = ingest::escaped(article.key),
          .stage = "write"});
    return ok();
  }
  const bool replaced = written->outcome == ingest::Outcome::kReplaced;
  ++report.articles;
  ++(replaced ? report.replaced : report.added);
  if (!article.is_english) ++report.foreign;
  report.nodes += written->nodes;
  report.edges += written->edges;
  tell(article, replaced ? ArticleChange::Kind::kReplaced : ArticleChange::Kind::kNew, std::move(written->facts));
  return ok();
}

Status Loader::Impl::load(std::span<const std::string> paths) {
  identity = ingest::load_identity(paths, options);
  ingest::ReadFrom from;
  bool has_from = false;
  if (options.resume && !dry) {
    KITH_TRY(const std::optional<ingest::ReadPosition> position, ingest::load_progress(store, identity));
    has_from = position.has_value();
    if (position) from.position = *position;
  }
  ingest::Taker taker;
  taker.article = [&](const ingest::Article& article, std::optional<ingest::Extraction>&& extraction,
                      const ingest::ReaderProgress& at) -> Status {
    KITH_DO(take(article, std::move(extraction), &at.position));
    if (options.progress)
      options.progress({.articles = report.articles,
                        .failed = report.failed,
                        .bytes_done = at.bytes_done,
                        .bytes_total = at.bytes_total});
    return ok();
  };
  taker.failure = [&](LoadFailure&& failed) { fail(std::move(failed)); };
  const auto wanted = [&](const ingest::Article& article) -> Result<bool> {
    KITH_TRY(const bool unchanged, writer.is_unchanged(article));
    return !unchanged;
  };
  KITH_DO(ingest::run_pipeline(paths, options, wanted, taker, has_from ? &from : nullptr));
  resumed = resumed || from.taken;
  return dry ? ok() : ingest::clear_progress(store, identity);
}

Loader::Loader(std::unique_ptr<Impl> impl) noexcept : impl_(std::move(impl)) {}

Loader::Loader(Loader&&) noexcept = default;
Loader& Loader::operator=(Loader&&) noexcept = default;
Loader::~Loader() = default;

Result<Loader> Loader::make(Store& store, const LoadOptions& options) {
  KITH_TRY(std::vector<ingest::EntityType> only, ingest::entity_types(options.only));
  KITH_TRY(ingest::Extractor extractor, ingest::Extractor::make(options.frames));
  auto impl = std::make_unique<Impl>(store, std::move(extractor), options, std::move(only));
  KITH_DO(impl->writer.prepare());
  if (options.dry_run) {
    KITH_TRY(impl->dry, store.begin());
  }
  return Loader(std::move(impl));
}

Status Loader::load(std::span<const std::string> paths) { return impl_->load(paths); }

Status Loader::add(const ArticleText& given) {
  if (given.key.empty()) return Error{.code = ErrorCode::kArgument, .message = "the article has no key"};
  KITH_TRY(const ingest::Article article, ingest::article_from(given, impl_->options.date));
  return impl_->take(article, std::nullopt, nullptr);
}

const LoadReport& Loader::report() const noexcept { return impl_->report; }

bool Loader::has_resumed() const noexcept { return impl_->resumed; }

Result<LoadReport> load(Store& store, std::span<const std::string> paths, const LoadOptions& options) {
  KITH_TRY(Loader loader, Loader::make(store, options));
  KITH_DO(loader.load(paths));
  return loader.report();
}

}  // namespace kith
