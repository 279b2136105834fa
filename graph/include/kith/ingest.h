// From news articles to edges that can show the sentence they came from.
//
//     KITH_TRY(kith::Store store, kith::Store::open("news.db"));
//     const std::string paths[] = {"articles/"};
//     KITH_TRY(kith::LoadReport report, kith::load(store, paths));
//     std::puts(report.to_text().c_str());  // 12 articles: 12 new, 0 unchanged, 0 replaced, 0 failed; +96 nodes, +301
//     edges
//
// A path is a file, a folder (its files whose names end as articles' do, recursively, in byte order of the path) or "-" (standard
// input). A file is text (.txt), Markdown (.md), a web page (.html), JSON Lines (.jsonl, .ndjson), JSON (.json: a record, a list
// of them, a JSON Feed), a feed or news document in XML (RSS, Atom, NITF, NewsML-G2), a web archive (.warc), or an archive of
// these (tar, zip, gzip, bzip2, xz, zstd). The same paths give the same graph on every machine: no network, no clock, no randomness.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "kith/status.h"
#include "kith/store.h"
#include "kith/value.h"

namespace kith {

/// How far a load is. `bytes_total` is 0 while unknown (standard input).
struct LoadProgress {
  std::uint64_t articles = 0;
  std::uint64_t failed = 0;
  std::uint64_t bytes_done = 0;
  std::uint64_t bytes_total = 0;
};

/// One fact that an article adds, strengthens or, by going away, takes with it.
struct FactChange {
  enum class Kind : std::uint8_t { kAdded, kSupported, kRemoved };
  Kind kind = Kind::kAdded;
  std::string fact;        ///< "JD Vance -[MET_WITH {date: 2025-05-18, place: Rome}]-> Volodymyr Zelenskyy"
  std::string quote = {};  ///< the sentence that says so; none of what is removed
  std::string rule = {};   ///< what found it: "verb meet with"
  std::string words = {};  ///< the words of the text that the rule goes by: "met with"
  double confidence = 0;
};

/// What becomes of one article.
struct ArticleChange {
  enum class Kind : std::uint8_t { kNew, kUnchanged, kReplaced };
  std::string key;
  Kind kind = Kind::kNew;
  std::vector<FactChange> facts = {};  ///< removed ones first, the others in the order of the text
};

/// An article that was not taken, or a file of which nothing was.
struct LoadFailure {
  std::string where;         ///< "news/a.txt", "news/all.jsonl:17:4" (line and column, from 1), "news.zip/a.txt"
  std::string message;       ///< one sentence in lower case, control characters escaped
  std::string file = {};     ///< `where` without line and column
  std::uint64_t line = 0;    ///< 0: none
  std::uint32_t column = 0;  ///< 0: none
  std::string stage = {};    ///< "open", "unpack", "decode", "parse" or "write"

  /// "news/a.txt: the file is empty"
  std::string to_text() const;
};

/// What files hold.
enum class LoadFormat : std::uint8_t {
  kArticles,  ///< articles, in which kith looks for names and claims
  kClaims,    ///< JSON Lines of claims that others made: {article, subject, type, object, span, confidence, valid, …}
  kSpacy,     ///< JSON Lines of spaCy's documents: articles whose names are marked, {text, ents: [{start, end, label}]}
  kConllu,    ///< CoNLL-U with names in the last column (NER=B-PER)
};

struct LoadOptions {
  LoadFormat format = LoadFormat::kArticles;

  /// The day that "Sunday" and "yesterday" are counted from, instead of each article's own.
  std::optional<Date> date = {};
  /// What verbs say, beside what the library knows: lines of `verb slot RELATION head tail`, as graph/ingest/frames.txt
  /// says. A line that is wrong is kArgument, detail "InvalidFrame", with its place.
  std::string frames = {};
  /// Also what verbs say that no frame knows, of two names of which the sentence says nothing else: RELATED {predicate}, the verb
  /// and its preposition ("teach at"), with a confidence of 0.3.
  bool open = false;
  /// Called after every article, on the calling thread.
  std::function<void(const LoadProgress&)> progress = {};
  /// Ends the load with kCancelled between two articles; those before are kept.
  std::stop_token stop = {};
  /// Threads that extract. One thread reads ahead of them and the calling thread writes, in the order of the input:
  /// the graph is the same for any number. 1: all is done on the calling thread. 0: as many as the machine has.
  unsigned jobs = 1;
  /// Claims that are less sure are left out.
  double confidence_min = 0;
  /// Kinds of entities that are taken, of PER, ORG, LOC, EVENT; empty: all. What is said of others is left out.
  std::vector<std::string> only = {};
  /// Says what would change, by `change` and the report, and changes nothing but for the loader's own indexes, which are
  /// made where they are missing. All of it is held in one transaction: kLimit if that is too much.
  bool dry_run = false;
  /// Called for every article, on the calling thread.
  std::function<void(const ArticleChange&)> change = {};
  /// Called for every failure, on the calling thread; the report keeps the first thousand.
  std::function<void(const LoadFailure&)> failure = {};
  /// Goes on where a load of the same paths with the same options was cut off, without reading what it had done; from
  /// the start if there was none, or if files before that place have changed. The place is kept in the store, as a node
  /// of :KithLoadProgress that is written with each article and goes when the load is complete.
  bool resume = false;
  /// The file descriptor that "-" reads.
  int standard_input = 0;
  std::uint64_t file_bytes_max = std::uint64_t{1} << 30;      ///< larger files fail
  std::uint64_t article_bytes_max = std::uint64_t{16} << 20;  ///< larger articles fail
};

struct LoadReport {
  std::uint64_t articles = 0;  ///< the sum of the next four
  std::uint64_t added = 0;
  std::uint64_t unchanged = 0;  ///< same key, same content
  std::uint64_t replaced = 0;   ///< same key, other content: what the old one alone supported is gone
  std::uint64_t failed = 0;
  std::uint64_t foreign = 0;  ///< of those added or replaced: in another language than English, stored without looking into them
  std::int64_t nodes = 0;  ///< more nodes in the store than before; below zero if a replacement took some away
  std::int64_t edges = 0;
  std::vector<LoadFailure> failures = {};  ///< in the order met, a thousand at most

  /// "1 articles: 0 new, 1 unchanged, 0 replaced, 0 failed; +0 nodes, +0 edges"
  std::string to_text() const;
};

/// Loads the articles under `paths` into `store`, one transaction an article. A file or line that cannot
/// be read is a LoadFailure and the rest goes on; an error of the store ends the load (articles before it
/// are kept). Loading the same again changes nothing. Several loads of a store may run at once: they find each
/// other's entities and facts.
Result<LoadReport> load(Store& store, std::span<const std::string> paths, const LoadOptions& options = {});

/// An article as its owner has it.
struct ArticleText {
  std::string key;
  std::string text;  ///< UTF-8
  std::string title = {};
  std::string url = {};
  std::string publisher = {};
  std::optional<Date> published = {};  ///< what "Sunday" is counted from; else the date at the head of the text
};

/// Loads articles into one store, from paths and from memory. Move-only, one thread at a time; several loaders of a
/// store may run at once.
///
///     KITH_TRY(kith::Loader loader, kith::Loader::make(store, {.jobs = 4}));
///     KITH_DO(loader.load(paths));
///     KITH_DO(loader.add({.key = "note/1", .text = "Ann Brody met Omar Said on Sunday."}));
///     std::puts(loader.report().to_text().c_str());
class Loader {
 public:
  /// `store` outlives it. kArgument for options that mean nothing.
  static Result<Loader> make(Store& store, const LoadOptions& options = {});

  Loader(Loader&&) noexcept;
  Loader& operator=(Loader&&) noexcept;
  ~Loader();

  /// As kith::load(). After an error, also kCancelled, the report says what was done by then.
  Status load(std::span<const std::string> paths);

  /// Loads one article in a transaction of its own. kArgument: no key, or text that is no UTF-8 or empty.
  Status add(const ArticleText& article);

  /// Of everything that this loader did.
  const LoadReport& report() const noexcept;

  /// Whether load() went on where another was cut off.
  bool has_resumed() const noexcept;

  struct Impl;

 private:
  explicit Loader(std::unique_ptr<Impl> impl) noexcept;
  std::unique_ptr<Impl> impl_;
};

/// What one article says. Offsets count code points of its text.
struct Extracted {
  struct Mention {
    std::size_t start = 0;
    std::size_t end = 0;
    std::size_t entity = 0;  ///< of `entities`
  };

  struct Entity {
    std::string type;  ///< PER, ORG, LOC, EVENT, MISC
    std::string name;
    std::vector<std::string> aliases;
  };

  struct Claim {
    std::size_t head = 0;  ///< of `entities`
    std::string type;
    std::size_t tail = 0;
    std::size_t start = 0;  ///< the sentence
    std::size_t end = 0;
    std::string time = {};   ///< ISO 8601 or TIMEX3
    std::string place = {};  ///< by name
    std::string status = {};
    std::string role = {};
    std::string stated_by = {};
    std::string rule = {};
    double confidence = 0;
  };

  std::vector<Mention> mentions = {};  ///< in the order of the text
  std::vector<Entity> entities = {};
  std::vector<Claim> claims = {};      ///< in the order of the text
};

/// Text in, claims out, without a store. Move-only, one thread at a time; each thread makes its own.
class Extractor {
 public:
  /// `frames`, `open`: as of LoadOptions.
  static Result<Extractor> make(std::string_view frames = {}, bool open = false);

  Extractor(Extractor&&) noexcept;
  Extractor& operator=(Extractor&&) noexcept;
  ~Extractor();

  /// The same text and day of publication always say the same. kArgument: as of Loader::add(), but no key is needed.
  Result<Extracted> extract(const ArticleText& article);

  struct Impl;

 private:
  explicit Extractor(std::unique_ptr<Impl> impl) noexcept;
  std::unique_ptr<Impl> impl_;
};

struct RetractReport {
  std::uint64_t articles = 0;
  std::int64_t nodes = 0;  ///< deleted, the articles among them
  std::int64_t edges = 0;

  /// "1 article retracted; -5 nodes, -12 edges"
  std::string to_text() const;
};

/// Takes the article `key` back in one transaction: its mentions, its evidence, the facts that nothing else supports
/// and the entities that no edge leads to any more. Errors: kNotFound with a hint.
Result<RetractReport> retract(Store& store, std::string_view key);

/// Whether the direction of a fact of this type means nothing (MET_WITH). Such a fact is stored once and asked without an
/// arrow.
bool is_symmetric_fact(std::string_view type) noexcept;

/// Reads the articles under `paths` as load() does, and gives `line` for each what was found in it, without
/// a store: one JSON object without a newline, {id, date, mentions, clusters, relations, dates}, offsets in
/// code points. The first error that `line` returns ends the run and is returned. `added` of the report
/// counts the articles extracted.
Result<LoadReport> extract(std::span<const std::string> paths, const LoadOptions& options,
                           const std::function<Status(std::string_view json)>& line);

}  // namespace kith
