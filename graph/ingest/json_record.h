// One line of a JSON Lines file to an article.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/article.h"
#include "kith/status.h"

namespace kith::ingest {

/// Reads records; holds the parser's memory. Move-only, one thread at a time.
class JsonRecords {
 public:
  JsonRecords();
  JsonRecords(JsonRecords&&) noexcept;
  JsonRecords& operator=(JsonRecords&&) noexcept;
  ~JsonRecords();

  /// An object with "text", or "html" to be read as a page, and optionally id, date (or published), url, title, publisher, language. `key` is empty
  /// if the record has neither url nor id. Errors: kSyntax with `column` (in code points, from 1) set, kArgument.
  Result<Article> read(std::string_view line, std::uint32_t& column);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Fills what the page says of its article where the article does not know it yet. Errors: as read_html().
Status fill_from_html(Article& article, std::string_view html);

/// The records of a file that is one JSON value, a record or a list of records, each as a line. kSyntax with its place.
Result<std::vector<std::string>> json_records(std::string_view content);

/// Where a text stops being UTF-8 or JSON.
SourceSpan json_fault(std::string_view text);

/// The address in the form that keys have: scheme and host in lower case, no fragment.
std::string canonical_url(std::string_view url);

/// `text` as a JSON string with its quotation marks.
void append_json_string(std::string& out, std::string_view text);

}  // namespace kith::ingest
