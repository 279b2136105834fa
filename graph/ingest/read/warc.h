// Web archives (WARC 1.0 and 1.1, ISO 28500) to the pages in them: records of responses, of resources and of conversions to text.
//
//     WarcReader reader(file);
//     KITH_TRY(const std::optional<WarcPage> page, reader.next());   // nothing at the end
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "ingest/file.h"
#include "kith/status.h"

namespace kith::ingest {

struct WarcPage {
  std::string url;
  std::string type;  ///< "text/html", "text/plain"
  std::string body;
  std::uint64_t record = 0;  ///< its number in the file, from 1
};

bool looks_like_warc(std::string_view bytes) noexcept;

/// One thread at a time.
class WarcReader {
 public:
  /// `file` outlives it.
  WarcReader(File& file, std::uint64_t body_bytes_max) : file_(file), body_bytes_max_(body_bytes_max) {}

  /// The next page, over records of other kinds and answers that are errors or neither HTML nor text. kSyntax: the file is damaged
  /// from here on. kLimit: the page is too large and was passed over; kArgument: it is packed in a way that is not read.
  Result<std::optional<WarcPage>> next();

  /// Of the last record read.
  std::uint64_t record() const noexcept { return record_; }

 private:
  File& file_;
  std::uint64_t body_bytes_max_;
  std::uint64_t record_ = 0;
};

}  // namespace kith::ingest
