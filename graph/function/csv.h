// Reads a file of comma-separated values record by record (RFC 4180), holding no more than one record in memory.
//
//     KITH_TRY(CsvReader reader, CsvReader::open("people.csv", ","));
//     std::vector<CsvField> record;
//     while (true) {
//       KITH_TRY(bool more, reader.next(record));
//       if (!more) break;
//     }
//
// A field in quotes may hold separators, line breaks and doubled quotes; behind it only a separator or the end of the
// line may stand. A quote inside a plain field is a character as any other. Lines end with LF, CRLF or CR; a line
// without a character is no record. A byte order mark of UTF-8 at the beginning is passed over; text in another encoding is
// an error. Errors name the file, and line and column where they are about its text, from 1, in code points.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "kith/status.h"
#include "storage/descriptor.h"

namespace kith::function {

inline constexpr std::size_t kCsvRecordBytesMax = std::size_t{64} << 20;

struct CsvField {
  std::string text;
  bool is_quoted = false;

  /// Nothing was written there: `a,,b`. An empty text is `""`.
  bool is_missing() const noexcept { return text.empty() && !is_quoted; }
};

/// Move-only; one thread at a time.
class CsvReader {
 public:
  /// `separator`: one character, no quote and no line break. kIo, and for what is no regular file.
  static Result<CsvReader> open(std::string path, std::string separator);

  /// The next record; false after the last. kArgument (detail "CsvSyntax") for quotes and encoding, kLimit for a record
  /// beyond kCsvRecordBytesMax, as a quote that is never closed makes one; kIo.
  Result<bool> next(std::vector<CsvField>& record);

  /// Where the record that was given last begins.
  std::uint64_t line() const noexcept { return record_line_; }

  /// kArgument at a line, and a column if it is not 0.
  Error wrong(std::string message, std::uint64_t line, std::uint64_t column) const;

 private:
  CsvReader(std::string path, std::string separator, storage::Descriptor file)
      : path_(std::move(path)), separator_(std::move(separator)), file_(std::move(file)) {}

  /// Makes `count` bytes available at at_, or as many as there are.
  Status fill(std::size_t count);
  Status read_field(CsvField& field);
  Status read_quoted(CsvField& field);
  Result<bool> at_separator();
  /// Takes a line's end if one is next.
  Result<bool> take_line_end();
  Status check_field(const CsvField& field, std::uint64_t line, std::uint64_t column) const;

  bool has_byte() const noexcept { return at_ < buffer_.size(); }

  void take(std::size_t bytes) noexcept;

  std::string path_;
  std::string separator_;
  storage::Descriptor file_;
  std::string buffer_;
  std::size_t at_ = 0;
  bool is_at_end_ = false;  // of the file; the buffer may hold more
  bool has_begun_ = false;
  std::uint64_t line_ = 1;
  std::uint64_t column_ = 1;
  std::uint64_t record_line_ = 0;
  std::size_t record_bytes_ = 0;
};

}  // namespace kith::function
