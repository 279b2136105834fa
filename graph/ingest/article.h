// One article as the reader gives it out.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ingest/document.h"
#include "kith/value.h"

namespace kith::ingest {

/// A name that somebody else has marked: bytes of the text.
struct GivenName {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  EntityType type = EntityType::kOther;
};

struct Article {
  std::string key;  ///< canonical URL, else the record's id, else the file's path below its argument
  std::string id;   ///< the record's id; the key if it has none
  std::string url = {};
  std::string title = {};
  std::string publisher = {};
  std::string language = {};
  std::string published_at = {};       ///< the record's date as it was written
  std::optional<Date> published = {};  ///< its day
  std::optional<Date> reference = {};  ///< what "Sunday" is counted from
  std::string content_hash = {};       ///< 32 hexadecimal digits over `text`
  std::string text = {};               ///< UTF-8, unchanged; of a web page what its article says
  std::string words = {};              ///< `text` with markup as blanks, as long as it; empty: the text itself
  bool is_english = true;              ///< others are stored and not looked into
  std::optional<std::vector<GivenName>> names = {};  ///< in order; instead of those that would be found
  bool is_made = false;                ///< the text is no part of the input as it was, but made from it
  std::uint32_t body = 0;              ///< bytes of `text` before the first sentence: a date at its head

  /// "seed.txt (2025-05-19): US Vice President JD Vance met …", one line.
  std::string to_text() const;
};

}  // namespace kith::ingest
