#include "ingest/read/markdown.h"

#include <algorithm>
#include <cctype>

namespace kith::ingest {

namespace {

std::string_view trimmed_view(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

std::string unquoted(std::string_view text) {
  text = trimmed_view(text);
  if (text.size() >= 2 && (text.front() == '"' || text.front() == '\'') && text.back() == text.front())
    text = text.substr(1, text.size() - 2);
  return std::string(text);
}

class Reader {
 public:
  explicit Reader(std::string_view file) : file_(file) { out_.text = std::string(file); }

  Markdown read() {
    std::size_t at = front_matter();
    bool in_code = false;
    while (at < file_.size()) {
      const std::size_t end = std::min(file_.find('\n', at), file_.size());
      const std::string_view line = file_.substr(at, end - at);
      const std::string_view bare = trimmed_view(line);
      if (bare.starts_with("```") || bare.starts_with("~~~")) {
        in_code = !in_code;
        blank(at, end);
      } else if (in_code || is_rule(bare) || is_definition(bare)) {
        blank(at, end);
      } else {
        read_line(at, end);
      }
      at = end + 1;
    }
    return std::move(out_);
  }

 private:
  // Bytes to blanks; ends of lines stay.
  void blank(std::size_t from, std::size_t to) {
    for (std::size_t i = from; i < std::min(to, out_.text.size()); ++i)
      if (out_.text[i] != '\n' && out_.text[i] != '\r') out_.text[i] = ' ';
  }

  std::size_t front_matter();
  void read_line(std::size_t begin, std::size_t end);
  void read_inline(std::size_t begin, std::size_t end);
  std::size_t read_link(std::size_t at, std::size_t end);

  static bool is_rule(std::string_view line) {
    if (line.size() < 3 || (line[0] != '-' && line[0] != '*' && line[0] != '_' && line[0] != '=')) return false;
    return std::all_of(line.begin(), line.end(), [&](char c) { return c == line[0] || c == ' '; });
  }

  // [1]: https://x.example/7
  static bool is_definition(std::string_view line) {
    return line.starts_with('[') && line.find("]:") != std::string_view::npos && line.find("]:") < line.find(' ');
  }

  std::string_view file_;
  Markdown out_;
};

// "---", lines of "key: value", "---".
std::size_t Reader::front_matter() {
  if (!file_.starts_with("---\n") && !file_.starts_with("---\r\n")) return 0;
  std::size_t at = file_.find('\n') + 1;
  while (at < file_.size()) {
    const std::size_t end = std::min(file_.find('\n', at), file_.size());
    const std::string_view line = trimmed_view(file_.substr(at, end - at));
    if (line == "---" || line == "...") {
      blank(0, end);
      return std::min(end + 1, file_.size());
    }
    if (const std::size_t colon = line.find(':'); colon != std::string_view::npos) {
      const std::string_view key = trimmed_view(line.substr(0, colon));
      std::string value = unquoted(line.substr(colon + 1));
      if (key == "title") out_.title = std::move(value);
      else if (key == "url" || key == "link" || key == "canonical_url") out_.url = std::move(value);
      else if (key == "date" || key == "published") out_.published = std::move(value);
      else if (key == "publisher" || key == "source") out_.publisher = std::move(value);
      else if (key == "lang" || key == "language") out_.language = std::move(value);
    }
    at = end + 1;
  }
  // Never closed: it is text.
  out_ = Markdown{.text = std::string(file_)};
  return 0;
}

void Reader::read_line(std::size_t begin, std::size_t end) {
  std::size_t at = begin;
  while (at < end && (file_[at] == ' ' || file_[at] == '\t' || file_[at] == '>')) ++at;
  if (at < end && file_[at] == '#') {
    while (at < end && file_[at] == '#') ++at;
    std::size_t last = end;
    while (last > at && (file_[last - 1] == '#' || file_[last - 1] == ' ' || file_[last - 1] == '\r')) --last;
    blank(last, end);
    if (out_.title.empty()) {
      read_inline(at, last);
      out_.title = std::string(trimmed_view(std::string_view(out_.text).substr(at, last - at)));
    }
  } else if (at + 1 < end && (file_[at] == '-' || file_[at] == '*' || file_[at] == '+') && file_[at + 1] == ' ') {
    ++at;
  } else {
    std::size_t digits = at;
    while (digits < end && std::isdigit(static_cast<unsigned char>(file_[digits])) != 0) ++digits;
    if (digits > at && digits - at < 3 && digits + 1 < end && (file_[digits] == '.' || file_[digits] == ')') && file_[digits + 1] == ' ')
      at = digits + 1;
  }
  blank(begin, at);
  read_inline(at, end);
}

// A link or picture that begins with '[': its words stay.
std::size_t Reader::read_link(std::size_t at, std::size_t end) {
  const std::size_t close = file_.find(']', at);
  if (close == std::string_view::npos || close >= end) return at + 1;
  const char opens = close + 1 < end ? file_[close + 1] : '\0';
  if (opens != '(' && opens != '[') return at + 1;
  const std::size_t last = file_.find(opens == '(' ? ')' : ']', close + 2);
  if (last == std::string_view::npos || last >= end) return at + 1;
  blank(at, at + 1);
  blank(close, last + 1);
  read_inline(at + 1, close);
  return last + 1;
}

void Reader::read_inline(std::size_t begin, std::size_t end) {
  for (std::size_t at = begin; at < end;) {
    const char c = file_[at];
    if (c == '\\' && at + 1 < end && std::ispunct(static_cast<unsigned char>(file_[at + 1])) != 0) {
      blank(at, at + 1);
      at += 2;
    } else if (c == '!' && at + 1 < end && file_[at + 1] == '[') {
      // What a picture shows is no sentence of the article.
      const std::size_t after = read_link(at + 1, end);
      if (after > at + 2) blank(at, after);
      at = after;
    } else if (c == '[') {
      at = read_link(at, end);
    } else if (c == '<' && at + 1 < end && (std::isalpha(static_cast<unsigned char>(file_[at + 1])) != 0 || file_[at + 1] == '/')) {
      const std::size_t close = file_.find('>', at);
      const bool closed = close != std::string_view::npos && close < end;
      if (closed) blank(at, close + 1);
      at = closed ? close + 1 : at + 1;
    } else if (c == '*' || c == '`' || (c == '_' && (at == begin || at + 1 == end || file_[at - 1] == ' ' || file_[at + 1] == ' ' ||
                                                     file_[at - 1] == '_' || std::ispunct(static_cast<unsigned char>(file_[at + 1])) != 0))) {
      blank(at, at + 1);
      ++at;
    } else {
      ++at;
    }
  }
}

}  // namespace

Markdown read_markdown(std::string_view file) { return Reader(file).read(); }

}  // namespace kith::ingest
