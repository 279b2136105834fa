#include "ingest/json_record.h"

#include <simdjson.h>

#include <algorithm>
#include <array>

#include "base/utf8.h"
#include "ingest/read/html.h"
#include "ingest/times.h"

namespace kith::ingest {

namespace {

// Finds where a text stops being JSON (RFC 8259). Runs only on lines that the fast parser refused, to say where.
class JsonFault {
 public:
  explicit JsonFault(std::string_view text) : text_(text) {}

  std::size_t find() {
    blanks();
    if (!value(0)) return at_;
    blanks();
    return at_;
  }

 private:
  static constexpr int kDepthMax = 1000;

  char now() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  void blanks() {
    while (now() == ' ' || now() == '\t' || now() == '\r' || now() == '\n') ++at_;
  }

  bool take(char c) {
    if (now() != c || at_ >= text_.size()) return false;
    ++at_;
    return true;
  }

  bool digits() {
    const std::size_t start = at_;
    while (now() >= '0' && now() <= '9') ++at_;
    return at_ > start;
  }

  bool string() {
    if (!take('"')) return false;
    while (at_ < text_.size()) {
      const auto c = static_cast<unsigned char>(text_[at_]);
      if (c == '"') return take('"');
      if (c < 0x20) return false;
      if (c == '\\') {
        ++at_;
        if (std::string_view("\"\\/bfnrtu").find(now()) == std::string_view::npos || now() == '\0') return false;
      }
      ++at_;
    }
    return false;
  }

  bool members(int depth) {
    ++at_;
    blanks();
    if (take('}')) return true;
    while (true) {
      blanks();
      if (!string()) return false;
      blanks();
      if (!take(':')) return false;
      blanks();
      if (!value(depth + 1)) return false;
      blanks();
      if (take('}')) return true;
      if (!take(',')) return false;
    }
  }

  bool elements(int depth) {
    ++at_;
    blanks();
    if (take(']')) return true;
    while (true) {
      blanks();
      if (!value(depth + 1)) return false;
      blanks();
      if (take(']')) return true;
      if (!take(',')) return false;
    }
  }

  bool value(int depth) {
    if (depth > kDepthMax) return false;
    switch (now()) {
      case '{':
        return members(depth);
      case '[':
        return elements(depth);
      case '"':
        return string();
      default:
        break;
    }
    for (const std::string_view word : {"true", "false", "null"})
      if (text_.substr(at_).starts_with(word)) {
        at_ += word.size();
        return true;
      }
    take('-');
    if (!digits()) return false;
    if (take('.') && !digits()) return false;
    if (now() == 'e' || now() == 'E') {
      ++at_;
      if (now() == '+' || now() == '-') ++at_;
      if (!digits()) return false;
    }
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

std::uint32_t column_of(std::string_view line, std::size_t byte) {
  std::uint32_t column = 1;
  for (std::size_t i = 0; i < byte && i < line.size(); ++i)
    column += (static_cast<unsigned char>(line[i]) & 0xC0) != 0x80 ? 1 : 0;
  return column;
}

}  // namespace

SourceSpan json_fault(std::string_view text) {
  const std::size_t at = utf8::find_invalid(text).value_or(JsonFault(text).find());
  const std::string_view before = text.substr(0, at);
  const std::size_t line_start = before.rfind('\n') + 1;  // 0 if there is none
  return {.offset = static_cast<std::uint32_t>(at),
          .line = static_cast<std::uint32_t>(std::count(before.begin(), before.end(), '\n') + 1),
          .column = column_of(text.substr(line_start), at - line_start)};
}

// scheme://host without case, no fragment, no default port, no trailing slash of an empty path.
std::string canonical_url(std::string_view url) {
  std::string out(url.substr(0, url.find('#')));
  const std::size_t scheme = out.find("://");
  if (scheme == std::string::npos) return out;
  std::size_t path = out.find_first_of("/?", scheme + 3);
  if (path == std::string::npos) path = out.size();
  for (std::size_t i = 0; i < path; ++i)
    if (out[i] >= 'A' && out[i] <= 'Z') out[i] = static_cast<char>(out[i] + 32);
  for (const std::string_view port : {":80", ":443"})
    if (std::string_view(out).substr(0, path).ends_with(port)) {
      out.erase(path - port.size(), port.size());
      path -= port.size();
      break;
    }
  if (out.substr(path) == "/") out.pop_back();
  return out;
}

Status fill_from_html(Article& article, std::string_view html) {
  KITH_TRY(HtmlArticle page, read_html(html));
  const auto offer = [](std::string& place, std::string& value) {
    if (place.empty()) place = std::move(value);
  };
  offer(article.url, page.url);
  offer(article.title, page.title);
  offer(article.publisher, page.publisher);
  offer(article.language, page.language);
  if (article.published_at.empty()) {
    article.published_at = std::move(page.published);
    article.published = parse_iso_date(article.published_at);
  }
  article.text = std::move(page.text);
  article.is_made = true;
  return ok();
}

Result<std::vector<std::string>> json_records(std::string_view content) {
  if (content.starts_with("\xEF\xBB\xBF")) content.remove_prefix(3);
  simdjson::dom::parser parser;
  simdjson::dom::element root;
  if (const auto error = parser.parse(content.data(), content.size()).get(root); error != simdjson::SUCCESS)
    return Error{.code = ErrorCode::kSyntax,
                 .message = error == simdjson::UTF8_ERROR ? "the file is not UTF-8" : "the file is not JSON",
                 .span = json_fault(content)};
  simdjson::dom::array records;
  if (root.get(records) != simdjson::SUCCESS) return std::vector<std::string>{simdjson::minify(root)};
  std::vector<std::string> out;
  for (const simdjson::dom::element record : records) out.push_back(simdjson::minify(record));
  return out;
}

struct JsonRecords::Impl {
  simdjson::dom::parser parser;
};

JsonRecords::JsonRecords() : impl_(std::make_unique<Impl>()) {}

JsonRecords::JsonRecords(JsonRecords&&) noexcept = default;
JsonRecords& JsonRecords::operator=(JsonRecords&&) noexcept = default;
JsonRecords::~JsonRecords() = default;

Result<Article> JsonRecords::read(std::string_view line, std::uint32_t& column) {
  column = 1;
  if (line.starts_with("\xEF\xBB\xBF")) line.remove_prefix(3);
  simdjson::dom::element root;
  if (const auto error = impl_->parser.parse(line.data(), line.size()).get(root); error != simdjson::SUCCESS) {
    column = json_fault(line).column;
    return Error{.code = ErrorCode::kSyntax,
                 .message = error == simdjson::UTF8_ERROR ? "the line is not UTF-8" : "the line is not JSON"};
  }
  simdjson::dom::object object;
  if (root.get(object) != simdjson::SUCCESS)
    return Error{.code = ErrorCode::kArgument, .message = "the line is not a JSON object"};
  const auto text_of = [&](const char* key) -> std::string {
    simdjson::dom::element value;
    if (object[key].get(value) != simdjson::SUCCESS) return {};
    if (std::string_view text; value.get(text) == simdjson::SUCCESS) return std::string(text);
    if (std::int64_t number = 0; value.get(number) == simdjson::SUCCESS) return std::to_string(number);
    return {};
  };
  Article article;
  article.text = text_of("text");
  const std::string html = article.text.empty() ? text_of("html") : std::string();
  if (article.text.empty() && html.empty())
    return Error{.code = ErrorCode::kArgument, .message = "the record has no text"};
  article.id = text_of("id");
  article.url = text_of("url");
  article.title = text_of("title");
  article.publisher = text_of("publisher");
  article.language = text_of("language");
  article.published_at = text_of("date");
  if (article.published_at.empty()) article.published_at = text_of("published");
  if (!article.published_at.empty()) {
    const std::string& day = article.published_at;
    article.published = parse_iso_date(day);
    if (!article.published)
      return Error{.code = ErrorCode::kArgument, .message = "the record's date is not of the form 2025-05-18"};
  }
  if (!html.empty()) KITH_DO(fill_from_html(article, html));
  article.key = !article.url.empty() ? canonical_url(article.url) : article.id;
  return article;
}

void append_json_string(std::string& out, std::string_view text) {
  static constexpr std::string_view kHex = "0123456789abcdef";
  out += '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        if (byte < 0x20) {
          out += "\\u00";
          out += kHex[byte >> 4];
          out += kHex[byte & 15];
        } else {
          out += c;
        }
    }
  }
  out += '"';
}

}  // namespace kith::ingest
