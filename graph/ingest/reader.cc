#include "ingest/reader.h"

#include <fmt/format.h>
#include <simdjson.h>
#include <xxhash.h>

#include <filesystem>

#include "ingest/file.h"
#include "ingest/head.h"
#include "ingest/json_record.h"
#include "ingest/read/html.h"

namespace kith::ingest {

namespace {

namespace fs = std::filesystem;

// A file to read: where it is, and its name in keys.
struct Source {
  std::string path;
  std::string key;
  std::uint64_t size_bytes = 0;
  std::int64_t changed = 0;  // time of the last change, in ticks of the file system
};

// Size and time of a file; nothing is known of others.
void look_at(Source& source) {
  std::error_code error;
  if (!fs::is_regular_file(source.path, error)) return;
  const std::uintmax_t size = fs::file_size(source.path, error);
  if (!error) source.size_bytes = size;
  const fs::file_time_type changed = fs::last_write_time(source.path, error);
  if (!error) source.changed = changed.time_since_epoch().count();
}

std::uint64_t hashed(std::uint64_t before, const Source& source) {
  const std::string text = fmt::format("{}|{}|{}|{}", source.path, source.key, source.size_bytes, source.changed);
  return XXH3_64bits_withSeed(text.data(), text.size(), before);
}

bool is_json_lines(std::string_view path) { return path.ends_with(".jsonl") || path.ends_with(".ndjson"); }

bool is_page(std::string_view path) {
  return path.ends_with(".html") || path.ends_with(".htm") || path.ends_with(".xhtml");
}

bool is_article_file(std::string_view path) { return path.ends_with(".txt") || is_page(path) || is_json_lines(path); }

class Reader {
 public:
  Reader(const LoadOptions& options, const OnArticle& article, const OnFailure& failure)
      : options_(options), article_(article), failure_(failure) {}

  Status run(std::span<const std::string> paths, ReadFrom* from);

 private:
  void list(std::span<const std::string> paths);
  std::size_t start_at(ReadFrom& from);
  void add_folder(const std::string& folder);
  Status read(const Source& source);
  Status read_text(File& file, const Source& source);
  Status read_lines(File& file, const Source& source);
  Status give(Article&& article);

  void fail(std::string_view where, std::string message) {
    failure_({.where = escaped(where), .message = escaped(message)});
  }

  const LoadOptions& options_;
  const OnArticle& article_;
  const OnFailure& failure_;
  std::vector<Source> sources_;
  ReaderProgress progress_;
  std::size_t passed_source_ = 0;   // the source that is passed over up to an item
  std::uint64_t passed_items_ = 0;
  JsonRecords records_;
};

void Reader::add_folder(const std::string& folder) {
  std::error_code error;
  std::vector<std::string> names;
  fs::recursive_directory_iterator it(folder, error);
  for (const fs::recursive_directory_iterator end; !error && it != end; it.increment(error)) {
    std::error_code ignored;
    if (it->is_symlink(ignored)) {
      it.disable_recursion_pending();
      continue;
    }
    // A FIFO called a.txt is listed too: opening it says that it is no regular file.
    if (!it->is_directory(ignored) && is_article_file(it->path().native()))
      names.push_back(it->path().lexically_relative(folder).native());
  }
  if (error) fail(folder, "the folder cannot be read: " + error.message());
  std::sort(names.begin(), names.end());
  for (std::string& name : names) {
    std::string path = (fs::path(folder) / name).native();
    sources_.push_back({std::move(path), std::move(name)});
    look_at(sources_.back());
  }
}

void Reader::list(std::span<const std::string> paths) {
  for (const std::string& path : paths) {
    std::error_code error;
    if (path == "-")
      sources_.push_back({"-", "-"});
    else if (fs::is_directory(path, error))
      add_folder(path);
    else {
      sources_.push_back({path, fs::path(path).filename().native()});
      look_at(sources_.back());
    }
  }
}

// The source to begin with; what to pass over in it is noted.
std::size_t Reader::start_at(ReadFrom& from) {
  std::uint64_t hash = 0;
  for (std::size_t i = 0; i <= from.position.source && i < sources_.size(); ++i) hash = hashed(hash, sources_[i]);
  from.taken = from.position.source < sources_.size() && hash == from.position.sources;
  if (!from.taken) return 0;
  passed_source_ = from.position.source;
  passed_items_ = from.position.item;
  // A text file is one article.
  const bool whole = !is_json_lines(sources_[passed_source_].path) && sources_[passed_source_].path != "-";
  return passed_source_ + (whole ? 1 : 0);
}

Status Reader::run(std::span<const std::string> paths, ReadFrom* from) {
  list(paths);
  for (const Source& source : sources_) progress_.bytes_total += source.size_bytes;
  const std::size_t first = from == nullptr ? 0 : start_at(*from);
  std::uint64_t done = 0;
  for (std::size_t i = 0; i < sources_.size(); ++i) {
    progress_.position.source = i;
    progress_.position.item = 1;
    progress_.position.sources = hashed(progress_.position.sources, sources_[i]);
    if (i >= first) KITH_DO(read(sources_[i]));
    done += sources_[i].size_bytes;
    progress_.bytes_done = done;
  }
  return ok();
}

Status Reader::read(const Source& source) {
  if (source.path == "-") {
    File file = File::borrow(options_.standard_input);
    Result<std::optional<char>> first = file.peek();
    if (!first) {
      fail("-", first.error().message);
      return ok();
    }
    return *first == '{' ? read_lines(file, source) : read_text(file, source);
  }
  const bool lines = is_json_lines(source.path);
  Result<File> file = File::open(source.path, lines ? options_.file_bytes_max : options_.article_bytes_max);
  if (!file) {
    fail(source.path, file.error().message);
    return ok();
  }
  return lines ? read_lines(*file, source) : read_text(*file, source);
}

// Why a text cannot be an article, or "".
std::string fault_of(std::string_view text) {
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) return "the file is empty";
  if (text.find('\0') != std::string_view::npos) return "the file is binary";
  if (!simdjson::validate_utf8(text.data(), text.size())) return "the file is not UTF-8";
  std::size_t controls = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    controls += byte < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f' ? 1 : 0;
  }
  return controls * 50 > text.size() ? "the file is binary" : "";
}

Status Reader::read_text(File& file, const Source& source) {
  Result<std::string> text = file.read_all(options_.article_bytes_max);
  if (!text) {
    fail(source.path, text.error().message);
    return ok();
  }
  Article article;
  if (is_page(source.path) || looks_like_html(*text)) {
    if (Status filled = fill_from_html(article, *text); !filled) {
      fail(source.path, filled.error().message);
      return ok();
    }
    article.id = source.key;
    article.key = article.url.empty() ? source.key : canonical_url(article.url);
    return give(std::move(article));
  }
  if (std::string fault = fault_of(*text); !fault.empty()) {
    fail(source.path, std::move(fault));
    return ok();
  }
  article.text = *std::move(text);
  if (article.text.starts_with("\xEF\xBB\xBF")) article.text.erase(0, 3);
  article.key = article.id = source.key;
  return give(std::move(article));
}

Status Reader::read_lines(File& file, const Source& source) {
  std::uint64_t number = 0;
  bool any = false;
  const std::uint64_t before = progress_.bytes_done;
  while (true) {
    Result<std::optional<std::string_view>> line = file.next_line(options_.article_bytes_max * 2);
    ++number;
    const auto fail_line = [&](std::uint32_t column, std::string message) {
      any = true;
      fail(fmt::format("{}:{}:{}", source.path, number, column), std::move(message));
    };
    if (!line) {
      fail_line(1, line.error().message);
      if (line.error().code == ErrorCode::kLimit) continue;
      return ok();
    }
    if (!*line) break;
    progress_.bytes_done += (*line)->size() + 1;
    progress_.position.item = number;
    if (progress_.position.source == passed_source_ && number <= passed_items_) {
      any = true;
      continue;
    }
    if ((*line)->find_first_not_of(" \t") == std::string_view::npos) continue;
    std::uint32_t column = 1;
    Result<Article> article = records_.read(**line, column);
    if (!article) {
      fail_line(column, article.error().message);
      continue;
    }
    if (article->text.size() > options_.article_bytes_max) {
      fail_line(1, fmt::format("the text is larger than the limit of {} bytes", options_.article_bytes_max));
      continue;
    }
    if (std::string fault = fault_of(article->text); !fault.empty()) {
      fail_line(1, "the text of the record " +
                       (fault == "the file is empty" ? std::string("is empty") : std::string("is binary")));
      continue;
    }
    if (article->key.empty()) article->key = fmt::format("{}:{}", source.key, number);
    if (article->id.empty()) article->id = article->key;
    any = true;
    KITH_DO(give(*std::move(article)));
  }
  if (!any) fail(source.path, "the file is empty");
  if (progress_.bytes_total == 0) return ok();
  progress_.bytes_done = std::max(before, std::min(progress_.bytes_done, progress_.bytes_total));
  return ok();
}

Status Reader::give(Article&& article) {
  if (options_.stop.stop_requested())
    return Error{.code = ErrorCode::kCancelled, .message = "the load was stopped", .detail = "Cancelled"};
  complete(article, options_.date);
  return article_(std::move(article), progress_);
}

}  // namespace

void complete(Article& article, std::optional<Date> reference) {
  const XXH128_hash_t hash = XXH3_128bits(article.text.data(), article.text.size());
  article.content_hash = fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
  const Head head = read_head(article.text);
  article.body = head.body;
  if (article.title.empty()) article.title = head.title;
  if (!article.published) article.published = head.date;
  article.reference = reference ? reference : article.published;
}

Result<Article> article_from(const ArticleText& given, std::optional<Date> reference) {
  if (const std::string fault = fault_of(given.text); !fault.empty())
    return Error{.code = ErrorCode::kArgument,
                 .message = "the text " + fault.substr(std::string_view("the file ").size()),
                 .detail = "InvalidText"};
  Article article;
  article.key = article.id = given.key;
  article.text = given.text;
  article.title = given.title;
  article.url = given.url;
  article.publisher = given.publisher;
  article.published = given.published;
  complete(article, reference);
  return article;
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F)
      out += fmt::format("\\x{:02x}", byte);
    else
      out += c;
  }
  return out;
}

Status read_articles(std::span<const std::string> paths, const LoadOptions& options, const OnArticle& article,
                     const OnFailure& failure, ReadFrom* from) {
  return Reader(options, article, failure).run(paths, from);
}

}  // namespace kith::ingest
