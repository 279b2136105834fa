#include "function/csv.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "base/utf8.h"

namespace kith::function {

namespace {

constexpr std::size_t kReadBytes = std::size_t{1} << 16;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

Error unreadable(const std::string& path, const char* why) {
  return Error{.code = ErrorCode::kIo, .message = "cannot read " + path + ": " + why, .detail = "CsvFile"};
}

/// Bytes that begin a code point, so that columns count code points.
bool begins_point(char byte) noexcept { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; }

}  // namespace

Result<CsvReader> CsvReader::open(std::string path, std::string separator) {
  // Without O_NONBLOCK the open of a named pipe would wait for a writer before it can be refused.
  storage::Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (file.get() < 0) return unreadable(path, std::strerror(errno));
  struct stat about = {};
  if (::fstat(file.get(), &about) != 0) return unreadable(path, std::strerror(errno));
  if (!S_ISREG(about.st_mode)) return unreadable(path, "it is no regular file");
  return CsvReader(std::move(path), std::move(separator), std::move(file));
}

Error CsvReader::wrong(std::string message, std::uint64_t line, std::uint64_t column) const {
  std::string place = path_ + ", line " + std::to_string(line);
  if (column != 0) place += ", column " + std::to_string(column);
  return Error{.code = ErrorCode::kArgument, .message = place + ": " + std::move(message), .detail = "CsvSyntax"};
}

Status CsvReader::fill(std::size_t count) {
  while (buffer_.size() - at_ < count && !is_at_end_) {
    buffer_.erase(0, at_);
    at_ = 0;
    const std::size_t kept = buffer_.size();
    buffer_.resize(kept + kReadBytes);
    ssize_t got = 0;
    do {
      got = ::read(file_.get(), buffer_.data() + kept, kReadBytes);
    } while (got < 0 && errno == EINTR);
    buffer_.resize(kept + static_cast<std::size_t>(got > 0 ? got : 0));
    if (got < 0) return unreadable(path_, std::strerror(errno));
    is_at_end_ = got == 0;
  }
  return ok();
}

void CsvReader::take(std::size_t bytes) noexcept {
  for (std::size_t i = 0; i < bytes; ++i) column_ += begins_point(buffer_[at_ + i]) ? 1 : 0;
  at_ += bytes;
}

Result<bool> CsvReader::at_separator() {
  KITH_DO(fill(separator_.size()));
  return buffer_.compare(at_, separator_.size(), separator_) == 0;
}

Result<bool> CsvReader::take_line_end() {
  KITH_DO(fill(2));
  if (!has_byte() || (buffer_[at_] != '\n' && buffer_[at_] != '\r')) return false;
  at_ += buffer_[at_] == '\r' && at_ + 1 < buffer_.size() && buffer_[at_ + 1] == '\n' ? 2 : 1;
  ++line_;
  column_ = 1;
  return true;
}

Result<bool> CsvReader::next(std::vector<CsvField>& record) {
  record.clear();
  if (!has_begun_) {
    has_begun_ = true;
    KITH_DO(fill(kByteOrderMark.size()));
    if (std::string_view(buffer_).starts_with(kByteOrderMark)) at_ += kByteOrderMark.size();
  }
  while (true) {
    KITH_TRY(const bool is_empty, take_line_end());
    if (!is_empty) break;
  }
  if (!has_byte()) return false;
  record_line_ = line_;
  record_bytes_ = 0;
  while (true) {
    const std::uint64_t line = line_, column = column_;
    KITH_DO(read_field(record.emplace_back()));
    KITH_DO(check_field(record.back(), line, column));
    KITH_TRY(const bool goes_on, at_separator());
    if (goes_on) {
      take(separator_.size());
      continue;
    }
    KITH_TRY(const bool ends, take_line_end());
    if (ends || !has_byte()) return true;
    return wrong("behind the quote that closes a field only a separator or the end of the line can stand", line_, column_);
  }
}

Status CsvReader::check_field(const CsvField& field, std::uint64_t line, std::uint64_t column) const {
  const auto invalid = utf8::find_invalid(field.text);
  if (!invalid) return ok();
  // A quoted field may run over several lines; that it begins here is near enough.
  const std::uint64_t points = field.is_quoted ? 0 : utf8::count(std::string_view(field.text).substr(0, *invalid));
  Error error = wrong("the text is not UTF-8", line, column + points);
  error.hint = "convert the file, for example with iconv -t UTF-8";
  return error;
}

// Up to the separator or the line's end, which stay.
Status CsvReader::read_field(CsvField& field) {
  KITH_DO(fill(1));
  if (has_byte() && buffer_[at_] == '"') return read_quoted(field);
  while (true) {
    KITH_DO(fill(separator_.size()));
    if (!has_byte() || buffer_[at_] == '\n' || buffer_[at_] == '\r') return ok();
    if (buffer_[at_] == separator_[0] && buffer_.compare(at_, separator_.size(), separator_) == 0) return ok();
    std::size_t end = at_ + 1;
    while (end < buffer_.size() && buffer_[end] != separator_[0] && buffer_[end] != '\n' && buffer_[end] != '\r') ++end;
    record_bytes_ += end - at_;
    if (record_bytes_ > kCsvRecordBytesMax) break;
    field.text.append(buffer_, at_, end - at_);
    take(end - at_);
  }
  return Error{.code = ErrorCode::kLimit,
               .message = path_ + ", line " + std::to_string(record_line_) + ": a record is limited to " +
                          std::to_string(kCsvRecordBytesMax >> 20) + " MiB",
               .detail = "CsvRecordLimit"};
}

Status CsvReader::read_quoted(CsvField& field) {
  field.is_quoted = true;
  const std::uint64_t line = line_, column = column_;
  take(1);
  while (true) {
    KITH_DO(fill(2));
    if (!has_byte()) return wrong("the quote that opens a field here is never closed", line, column);
    if (++record_bytes_ > kCsvRecordBytesMax)
      return Error{.code = ErrorCode::kLimit,
                   .message = path_ + ", line " + std::to_string(line) + ", column " + std::to_string(column) +
                              ": a record is limited to " + std::to_string(kCsvRecordBytesMax >> 20) + " MiB",
                   .detail = "CsvRecordLimit",
                   .hint = "is the quote that opens a field here closed?"};
    const char byte = buffer_[at_];
    if (byte == '"') {
      take(1);
      if (!has_byte() || buffer_[at_] != '"') return ok();
      take(1);
      field.text += '"';
    } else {
      field.text += byte;
      take(1);
      // CRLF counts once, at its LF.
      if (byte == '\n' || (byte == '\r' && !(has_byte() && buffer_[at_] == '\n'))) {
        ++line_;
        column_ = 1;
      }
    }
  }
}

}  // namespace kith::function
