#include "ingest/reader.h"

#include <fmt/format.h>
#include <simdjson.h>
#include <xxhash.h>

#include <filesystem>

#include "ingest/file.h"
#include "ingest/head.h"
#include "ingest/json_record.h"
#include "ingest/language.h"
#include "ingest/read/annotations.h"
#include "ingest/read/archive.h"
#include "ingest/read/encoding.h"
#include "ingest/read/feed.h"
#include "ingest/read/html.h"
#include "ingest/read/markdown.h"
#include "ingest/read/warc.h"

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

bool ends_with_any(std::string_view path, std::initializer_list<std::string_view> endings) {
  return std::any_of(endings.begin(), endings.end(), [&](std::string_view ending) { return path.ends_with(ending); });
}

bool is_json_lines(std::string_view path) { return ends_with_any(path, {".jsonl", ".ndjson"}); }

bool is_json(std::string_view path) { return path.ends_with(".json"); }

bool is_page(std::string_view path) { return ends_with_any(path, {".html", ".htm", ".xhtml"}); }

bool is_markdown(std::string_view path) { return ends_with_any(path, {".md", ".markdown"}); }

bool is_xml(std::string_view path) { return ends_with_any(path, {".xml", ".rss", ".atom", ".rdf", ".nitf"}); }

bool is_packed(std::string_view path) {
  return ends_with_any(path, {".gz", ".tgz", ".tar", ".zip", ".bz2", ".tbz2", ".xz", ".txz", ".zst"});
}

// One article, whatever is in it.
bool is_single(std::string_view path) { return path.ends_with(".txt") || is_page(path) || is_markdown(path); }

bool is_article_file(std::string_view path) {
  if (ends_with_any(path, {".conllu", ".conll"})) return true;
  return is_single(path) || is_json_lines(path) || is_json(path) || is_xml(path) || is_packed(path) || path.ends_with(".warc");
}

// The name of what a compressed file holds: "a.txt" of "a.txt.gz".
std::string unpacked_name(const std::string& name) {
  for (const std::string_view ending : {".tgz", ".tbz2", ".txz"})
    if (name.ends_with(ending)) return name.substr(0, name.size() - ending.size()) + ".tar";
  return is_packed(name) ? name.substr(0, name.rfind('.')) : name;
}

// Where bytes come from.
struct Place {
  std::string where;  // for messages
  std::string key;    // of an article that has no better one
  std::string name;   // whose ending says what it is
  int depth = 0;      // archives around it
};

constexpr int kArchiveDepthMax = 2;
constexpr std::size_t kMagicBytes = 512;

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
  return controls > 16 && controls * 50 > text.size() ? "the file is binary" : "";  // some texts have a few
}

class Reader {
 public:
  Reader(const LoadOptions& options, const OnArticle& article, const OnFailure& failure)
      : options_(options), article_(article), failure_(failure) {}

  Status run(std::span<const std::string> paths, ReadFrom* from);

 private:
  void list(std::span<const std::string> paths);
  std::size_t start_at(ReadFrom& from);
  void add_folder(const std::string& folder);
  void list_folder(const std::string& folder, const std::string& below, std::vector<std::string>& names);
  Status read(const Source& source);
  Status read_document(File& file, const Place& place);
  Status read_archive(File& file, const Place& place);
  Status read_warc(File& file, const Place& place);
  Status read_lines(File& file, const Place& place);
  Status read_whole(File& file, const Place& place);
  Status read_json(std::string&& content, const Place& place);
  Status read_feed(const std::string& content, const Place& place);
  Status read_page(const std::string& content, const Place& place, std::string_view url);
  Status read_conllu_file(const std::string& content, const Place& place);
  Status read_marked(std::string&& content, const Place& place);
  Status take(Result<Article>&& article, const Place& place, std::uint64_t line, std::uint32_t column, const std::string& number);
  Status give(Article&& article);

  void fail(const Place& place, std::string stage, const std::string& message, std::uint64_t line = 0, std::uint32_t column = 0) {
    std::string where = place.where;
    if (line > 0) where += fmt::format(":{}", line);
    if (line > 0 && column > 0) where += fmt::format(":{}", column);
    failure_({.where = escaped(where),
              .message = escaped(message),
              .file = escaped(place.where),
              .line = line,
              .column = column,
              .stage = std::move(stage)});
  }

  void fail_at(const Place& place, const Error& error) {
    const SourceSpan at = error.span.value_or(SourceSpan{});
    fail(place, "parse", error.message, at.line, at.column);
  }

  const LoadOptions& options_;
  const OnArticle& article_;
  const OnFailure& failure_;
  std::vector<Source> sources_;
  ReaderProgress progress_;
  std::uint64_t bytes_before_ = 0;  // of the sources that were read
  const File* open_ = nullptr;      // the source that is read
  std::size_t passed_source_ = 0;   // the source that is passed over up to an item
  std::uint64_t passed_items_ = 0;
  JsonRecords records_;
};

// Nothing that a link in a folder leads to is read: it may lead out of it, or round in a circle.
void Reader::list_folder(const std::string& folder, const std::string& below, std::vector<std::string>& names) {
  const auto place = [&](const std::string& name) { return Place{.where = (fs::path(folder) / below / name).lexically_normal().native(), .key = {}, .name = {}}; };
  std::error_code error;
  fs::directory_iterator it(fs::path(folder) / below, error);
  std::vector<std::string> folders;
  for (const fs::directory_iterator end; !error && it != end; it.increment(error)) {
    std::error_code ignored;
    const std::string name = it->path().filename().native();
    const bool is_link = it->is_symlink(ignored);
    const bool is_folder = it->is_directory(ignored);
    if (is_link && (is_folder || is_article_file(name)))
      fail(place(name), "open", "it is a symbolic link, which is not followed");
    else if (!is_link && is_folder)
      folders.push_back(name);
    else if (!is_link && is_article_file(name))  // a FIFO of such a name too: opening it says that it is no regular file
      names.push_back(below.empty() ? name : below + "/" + name);
  }
  if (error) fail(place(""), "open", "the folder cannot be read: " + error.message());
  for (const std::string& name : folders) list_folder(folder, below.empty() ? name : below + "/" + name, names);
}

void Reader::add_folder(const std::string& folder) {
  std::vector<std::string> names;
  list_folder(folder, "", names);
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
  return passed_source_ + (is_single(sources_[passed_source_].path) ? 1 : 0);
}

Status Reader::run(std::span<const std::string> paths, ReadFrom* from) {
  list(paths);
  for (const Source& source : sources_) progress_.bytes_total += source.size_bytes;
  const std::size_t first = from == nullptr ? 0 : start_at(*from);
  for (std::size_t i = 0; i < sources_.size(); ++i) {
    progress_.position.source = i;
    progress_.position.item = 0;
    progress_.position.sources = hashed(progress_.position.sources, sources_[i]);
    if (i >= first) KITH_DO(read(sources_[i]));
    bytes_before_ += sources_[i].size_bytes;
    progress_.bytes_done = bytes_before_;
  }
  return ok();
}

Status Reader::read(const Source& source) {
  const Place place{.where = source.path, .key = source.key, .name = source.path};
  if (source.path == "-") {
    File file = File::borrow(options_.standard_input);
    return read_document(file, place);
  }
  Result<File> file = File::open(source.path, is_single(source.path) && options_.format == LoadFormat::kArticles ? options_.article_bytes_max : options_.file_bytes_max);
  if (!file) {
    fail(place, "open", file.error().message);
    return ok();
  }
  open_ = &*file;
  Status status = read_document(*file, place);
  open_ = nullptr;
  return status;
}

// What bytes are their first ones tell, and the name where those do not.
Status Reader::read_document(File& file, const Place& place) {
  const Result<std::string_view> peeked = file.peek(kMagicBytes);
  if (!peeked) {
    fail(place, place.depth > 0 ? "unpack" : "open", peeked.error().message);
    return ok();
  }
  const std::string head(*peeked);
  if (looks_like_archive(head)) return read_archive(file, place);
  if (looks_like_warc(head)) return read_warc(file, place);
  // XML says itself what it is written in.
  if (is_utf16(head) && !is_xml(place.name) && !looks_like_xml(decode_text(head))) {
    File decoded = utf8_of_utf16(file);
    return read_document(decoded, place);
  }
  const std::size_t first = head.find_first_not_of(" \t\r\n");
  const bool is_object = first != std::string::npos && head[first] == '{';
  if (options_.format == LoadFormat::kSpacy) return read_lines(file, place);
  if (options_.format == LoadFormat::kConllu) return read_whole(file, place);
  if (is_json_lines(place.name) || (is_object && !is_json(place.name) && !is_single(place.name) && !looks_like_json_feed(head)))
    return read_lines(file, place);
  return read_whole(file, place);
}

Status Reader::read_archive(File& file, const Place& place) {
  if (place.depth == kArchiveDepthMax) {
    fail(place, "unpack", fmt::format("archives are read {} deep and no deeper", kArchiveDepthMax));
    return ok();
  }
  Result<Archive> archive = Archive::open(file);
  if (!archive) {
    fail(place, "unpack", archive.error().message);
    return ok();
  }
  while (true) {
    const Result<bool> more = archive->next();
    if (!more) {
      fail(place, "unpack", more.error().message);
      return ok();
    }
    if (!*more) return ok();
    const std::string& name = archive->name();
    const Place member{.where = name.empty() ? place.where : place.where + "/" + name,
                       .key = name.empty() ? place.key : place.key + "/" + name,
                       .name = name.empty() ? unpacked_name(place.name) : name,
                       .depth = place.depth + 1};
    if (!name.empty() && !is_article_file(name)) continue;
    File content = archive->content();
    KITH_DO(read_document(content, member));
  }
}

Status Reader::read_warc(File& file, const Place& place) {
  WarcReader reader(file, options_.article_bytes_max);
  while (true) {
    const Result<std::optional<WarcPage>> page = reader.next();
    const Place record{.where = fmt::format("{}:record {}", place.where, reader.record()),
                       .key = fmt::format("{}:{}", place.key, reader.record()),
                       .name = {}};
    if (!page) {
      fail(record, "unpack", page.error().message);
      if (page.error().code == ErrorCode::kSyntax || page.error().code == ErrorCode::kIo) return ok();
      continue;
    }
    if (!*page) return ok();
    if ((*page)->type != "text/plain") {
      KITH_DO(read_page((*page)->body, record, (*page)->url));
      continue;
    }
    Article article;
    article.text = (*page)->body;
    article.url = (*page)->url;
    KITH_DO(take(std::move(article), record, 0, 0, ""));
  }
}

// An article of several in a file, or why it is none.
Status Reader::take(Result<Article>&& article, const Place& place, std::uint64_t line, std::uint32_t column,
                    const std::string& number) {
  const char* what = line > 0 || !number.empty() ? "the text of the record " : "the file ";
  if (!article) {
    fail(place, "parse", article.error().message, line, column);
    return ok();
  }
  if (article->text.size() > options_.article_bytes_max) {
    fail(place, "parse", fmt::format("the text is larger than the limit of {} bytes", options_.article_bytes_max), line, 1);
    return ok();
  }
  if (const std::string fault = fault_of(article->text); !fault.empty()) {
    fail(place, "decode", what + fault.substr(std::string_view("the file ").size()), line, line > 0 ? 1 : 0);
    return ok();
  }
  if (article->key.empty()) article->key = article->url.empty() ? place.key + (number.empty() ? "" : ":" + number) : canonical_url(article->url);
  if (article->id.empty()) article->id = article->key;
  return give(*std::move(article));
}

Status Reader::read_lines(File& file, const Place& place) {
  std::uint64_t number = 0;
  bool any = false;
  while (true) {
    Result<std::optional<std::string_view>> line = file.next_line(options_.article_bytes_max * 2);
    ++number;
    if (!line) {
      any = true;
      fail(place, line.error().code == ErrorCode::kSyntax ? "unpack" : "open", line.error().message, number, 1);
      if (line.error().code == ErrorCode::kLimit && line.error().detail.empty()) continue;
      return ok();
    }
    if (!*line) break;
    if ((*line)->find_first_not_of(" \t") == std::string_view::npos) continue;
    any = true;
    std::uint32_t column = 1;
    Result<Article> article = records_.read(**line, column);
    if (article && options_.format == LoadFormat::kSpacy)
      if (Status added = add_spacy_names(*article, **line); !added) article = std::move(added).error();
    KITH_DO(take(std::move(article), place, number, column, std::to_string(number)));
  }
  if (!any) fail(place, "decode", "the file is empty");
  return ok();
}

Status Reader::read_whole(File& file, const Place& place) {
  Result<std::string> content =
      file.read_all(options_.format == LoadFormat::kConllu ? options_.file_bytes_max : options_.article_bytes_max);
  if (!content) {
    fail(place, place.depth > 0 ? "unpack" : "open", content.error().message);
    return ok();
  }
  if (options_.format == LoadFormat::kConllu) return read_conllu_file(*content, place);
  if (is_page(place.name) || looks_like_html(*content)) return read_page(*content, place, "");
  if (is_json(place.name) || looks_like_json_feed(*content)) return read_json(*std::move(content), place);
  if (is_xml(place.name) || (!is_single(place.name) && looks_like_xml(*content))) return read_feed(*content, place);
  std::string text = decode_text(*content);
  if (std::string fault = fault_of(text); !fault.empty()) {
    fail(place, "decode", fault);
    return ok();
  }
  if (is_markdown(place.name)) return read_marked(std::move(text), place);
  Article article;
  article.text = std::move(text);
  return take(std::move(article), place, 0, 0, "");
}

Status Reader::read_page(const std::string& content, const Place& place, std::string_view url) {
  Article article;
  if (Status filled = fill_from_html(article, content); !filled) {
    fail(place, "parse", filled.error().message);
    return ok();
  }
  if (article.url.empty()) article.url = url;
  article.id = place.key;
  return take(std::move(article), place, 0, 0, "");
}

// A feed, a record, or a list of records.
Status Reader::read_json(std::string&& content, const Place& place) {
  std::uint64_t number = 0;
  if (looks_like_json_feed(content)) {
    Status status = read_json_feed(content, [&](Result<Article>&& article, std::uint32_t) {
      ++number;
      return take(std::move(article), Place{.where = fmt::format("{}:item {}", place.where, number), .key = place.key, .name = {}}, 0, 0,
                  std::to_string(number));
    });
    if (!status && status.error().code == ErrorCode::kSyntax) {
      fail_at(place, status.error());
      return ok();
    }
    return status;
  }
  Result<std::vector<std::string>> records = json_records(content);
  if (!records) {
    fail_at(place, records.error());
    return ok();
  }
  for (const std::string& record : *records) {
    ++number;
    std::uint32_t column = 1;
    const Place item{.where = fmt::format("{}:record {}", place.where, number), .key = place.key, .name = {}};
    Result<Article> article = records_.read(record, column);
    KITH_DO(take(std::move(article), item, 0, 0, std::to_string(number)));
  }
  return ok();
}

Status Reader::read_feed(const std::string& content, const Place& place) {
  std::uint64_t number = 0;
  std::uint32_t line = 0;
  bool stopped = false;
  Status status = read_xml(
      content,
      [&](Result<Article>&& article, std::uint32_t at) -> Status {
        ++number;
        Status taken = take(std::move(article), place, at, 0, std::to_string(number));
        stopped = !taken;
        return taken;
      },
      line);
  if (status || stopped) return status;
  fail(place, "parse", status.error().message, line);
  return ok();
}

Status Reader::read_conllu_file(const std::string& content, const Place& place) {
  if (std::string fault = fault_of(content); !fault.empty()) {
    fail(place, "decode", fault);
    return ok();
  }
  std::uint64_t number = 0;
  return read_conllu(content, [&](Result<Article>&& article, std::uint64_t line) {
    ++number;
    return take(std::move(article), place, line, 0, std::to_string(number));
  });
}

// The file is stored as it is; what is found in it is found in its words.
Status Reader::read_marked(std::string&& content, const Place& place) {
  Markdown marked = read_markdown(content);
  Article article;
  article.title = std::move(marked.title);
  article.url = std::move(marked.url);
  article.publisher = std::move(marked.publisher);
  article.language = std::move(marked.language);
  article.published_at = std::move(marked.published);
  article.published = parse_feed_date(article.published_at);
  article.words = std::move(marked.text);
  article.text = std::move(content);
  return take(std::move(article), place, 0, 0, "");
}

Status Reader::give(Article&& article) {
  if (options_.stop.stop_requested())
    return Error{.code = ErrorCode::kCancelled, .message = "the load was stopped", .detail = "Cancelled"};
  ++progress_.position.item;
  if (open_ != nullptr) progress_.bytes_done = std::min(bytes_before_ + open_->done_bytes(), progress_.bytes_total);
  if (progress_.position.source == passed_source_ && progress_.position.item <= passed_items_) return ok();
  complete(article, options_.date);
  return article_(std::move(article), progress_);
}

}  // namespace

void complete(Article& article, std::optional<Date> reference) {
  // Other names are another article.
  std::string marked;
  if (article.names)
    for (const GivenName& name : *article.names) marked += fmt::format("{} {} {} ", name.begin, name.end, type_code(name.type));
  const std::string hashed_text = marked.empty() ? std::string() : article.text + '\0' + marked;
  const std::string& content = marked.empty() ? article.text : hashed_text;
  const XXH128_hash_t hash = XXH3_128bits(content.data(), content.size());
  article.content_hash = fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
  const Head head = read_head(article.words.empty() ? article.text : article.words);
  article.body = head.body;
  if (article.title.empty()) article.title = head.title;
  if (!article.published) article.published = head.date;
  article.reference = reference ? reference : article.published;
  // What it says of itself counts where its words leave it open.
  const std::string found = language_of(article.words.empty() ? article.text : article.words);
  if (!found.empty() && !article.language.starts_with(found)) article.language = found;
  article.is_english = article.language.empty() || article.language.starts_with("en");
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
