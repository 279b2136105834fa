// Reading, extracting and writing, put together.
#include "ingest/claims_file.h"
#include "ingest/extract.h"
#include "ingest/file.h"
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
  Status load_claims(std::span<const std::string> paths);
  Status load_claims(const std::string& path);
  Status write_claims(const std::string& path, std::vector<ingest::ClaimLine>& claims);
  Status take(const ingest::Article& article, std::optional<ingest::Extraction>&& extraction,
              const ingest::ReadPosition* position);
  Result<ingest::Written> write(const ingest::Article& article, const ingest::Extraction& extraction,
                                const ingest::ReadPosition* position);
  void fail(LoadFailure&& failed);
  void tell(const std::string& key, ArticleChange::Kind kind, std::vector<FactChange>&& facts);

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

void Loader::Impl::tell(const std::string& key, ArticleChange::Kind kind, std::vector<FactChange>&& facts) {
  if (options.change) options.change({.key = key, .kind = kind, .facts = std::move(facts)});
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
    tell(article.key, ArticleChange::Kind::kUnchanged, {});
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
  tell(article.key, replaced ? ArticleChange::Kind::kReplaced : ArticleChange::Kind::kNew, std::move(written->facts));
  return ok();
}

// Those of one article, which stand together; `claims` is empty then.
Status Loader::Impl::write_claims(const std::string& path, std::vector<ingest::ClaimLine>& claims) {
  if (claims.empty()) return ok();
  std::vector<ingest::ClaimLine> all = std::move(claims);
  claims.clear();
  const auto refuse = [&](std::uint64_t line, const std::string& why) {
    fail({.where = ingest::escaped(path) + ":" + std::to_string(line) + ":1",
          .message = ingest::escaped(why),
          .file = ingest::escaped(path),
          .line = line,
          .column = 1,
          .stage = "parse"});
  };
  ingest::ClaimsWritten written;
  const auto work = [&](Transaction& tx) -> Status {
    KITH_TRY(written, ingest::write_claims(tx, all));
    return ok();
  };
  if (!dry)
    for (const ingest::ClaimLine& claim : all)
      if (!claim.type.empty()) KITH_DO(writer.ensure_fact_type(claim.type));
  Status done = dry ? work(*dry) : store.update(work, {.serializable = true});
  if (!done && done.error().code == ErrorCode::kNotFound) {
    for (const ingest::ClaimLine& claim : all) refuse(claim.line, done.error().message);
    return ok();
  }
  KITH_DO(std::move(done));
  for (const auto& [line, why] : written.refused) refuse(line, why);
  ++report.articles;
  ++(written.is_new ? report.added : report.unchanged);
  report.nodes += written.nodes;
  report.edges += written.edges;
  tell(all.front().article, written.is_new ? ArticleChange::Kind::kNew : ArticleChange::Kind::kUnchanged, std::move(written.facts));
  return ok();
}

Status Loader::Impl::load_claims(const std::string& path) {
  const auto opened = [&]() -> Result<ingest::File> {
    if (path == "-") return ingest::File::borrow(options.standard_input);
    return ingest::File::open(path, options.file_bytes_max);
  };
  Result<ingest::File> file = opened();
  if (!file) {
    fail({.where = ingest::escaped(path), .message = file.error().message, .file = ingest::escaped(path), .stage = "open"});
    return ok();
  }
  std::vector<ingest::ClaimLine> claims;
  std::uint64_t number = 0;
  while (true) {
    if (options.stop.stop_requested())
      return Error{.code = ErrorCode::kCancelled, .message = "the load was stopped", .detail = "Cancelled"};
    Result<std::optional<std::string_view>> line = file->next_line(options.article_bytes_max * 2);
    ++number;
    std::uint32_t column = 1;
    if (line && !*line) return write_claims(path, claims);
    if (line && (*line)->find_first_not_of(" \t\r") == std::string_view::npos) continue;
    Result<ingest::ClaimLine> claim = line ? ingest::parse_claim(**line, column) : Result<ingest::ClaimLine>(line.error());
    if (!claim) {
      fail({.where = ingest::escaped(path) + ":" + std::to_string(number) + ":" + std::to_string(column),
            .message = ingest::escaped(claim.error().message),
            .file = ingest::escaped(path),
            .line = number,
            .column = column,
            .stage = "parse"});
      if (!line && line.error().code != ErrorCode::kLimit) return write_claims(path, claims);
      continue;
    }
    claim->line = number;
    if (claim->confidence < options.confidence_min) continue;
    if (!claims.empty() && claims.front().article != claim->article) KITH_DO(write_claims(path, claims));
    claims.push_back(*std::move(claim));
  }
}

Status Loader::Impl::load_claims(std::span<const std::string> paths) {
  for (const std::string& path : paths) KITH_DO(load_claims(path));
  return ok();
}

Status Loader::Impl::load(std::span<const std::string> paths) {
  if (options.format == LoadFormat::kClaims) return load_claims(paths);
  identity = ingest::load_identity(paths, options, extractor.name());
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
  KITH_TRY(ingest::Extractor extractor, ingest::Extractor::make(options.frames, options.open));
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
