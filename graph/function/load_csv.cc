#include "function/load_csv.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "function/csv.h"

namespace kith::function {

namespace {

int hex_digit(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

Error bad_place(std::string_view place, std::string why) {
  return Error{.code = ErrorCode::kArgument,
               .message = "LOAD CSV cannot read from '" + std::string(place) + "': " + std::move(why),
               .detail = "CsvPlace"};
}

bool is_letter(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// "http" of "http://…"; empty if there is none.
std::string_view scheme_of(std::string_view place) noexcept {
  const std::size_t colon = place.find("://");
  if (colon == std::string_view::npos || colon == 0) return {};
  const std::string_view scheme = place.substr(0, colon);
  return std::all_of(scheme.begin(), scheme.end(), is_letter) ? scheme : std::string_view();
}

class CsvRows : public RowSource {
 public:
  CsvRows(CsvReader reader, bool with_headers) : reader_(std::move(reader)), with_headers_(with_headers) {}

  Status next(CallContext& context, std::size_t rows_max, std::vector<Column>& outputs) override {
    outputs.clear();
    if (with_headers_ && !has_headers_) {
      KITH_DO(read_headers());
    }
    List rows;
    std::size_t bytes = 0;
    // Long records make small batches.
    while (rows.size() < rows_max && bytes < kBatchBytes) {
      KITH_DO(context.control->check());
      KITH_TRY(const bool more, reader_.next(record_));
      if (!more) break;
      for (const CsvField& field : record_) bytes += field.text.size();
      rows.push_back(with_headers_ ? map_of_record() : list_of_record());
    }
    if (!rows.empty()) outputs.push_back(Column::from_values(std::move(rows)));
    return ok();
  }

 private:
  static constexpr std::size_t kBatchBytes = std::size_t{4} << 20;

  static Value value_of(CsvField& field) { return field.is_missing() ? Value::null() : Value(std::move(field.text)); }

  Status read_headers() {
    has_headers_ = true;
    KITH_TRY(const bool more, reader_.next(record_));
    if (!more) return ok();
    for (CsvField& field : record_) {
      if (std::find(headers_.begin(), headers_.end(), field.text) != headers_.end())
        return reader_.wrong("two columns have the header '" + field.text + "'", reader_.line(), 0);
      headers_.push_back(std::move(field.text));
    }
    return ok();
  }

  Value list_of_record() {
    List fields;
    fields.reserve(record_.size());
    for (CsvField& field : record_) fields.push_back(value_of(field));
    return Value(std::move(fields));
  }

  Value map_of_record() {
    std::vector<Map::Entry> entries;
    entries.reserve(headers_.size());
    for (std::size_t i = 0; i < headers_.size(); ++i)
      entries.emplace_back(headers_[i], i < record_.size() ? value_of(record_[i]) : Value::null());
    return Value(Map(std::move(entries)));
  }

  CsvReader reader_;
  bool with_headers_;
  bool has_headers_ = false;
  std::vector<std::string> headers_;
  std::vector<CsvField> record_;
};

}  // namespace

Result<std::string> csv_path(std::string_view place) {
  std::string_view rest = place;
  if (const std::string_view scheme = scheme_of(place); !scheme.empty() && scheme != "file")
    return bad_place(place, "only files of this machine are read");
  if (!rest.starts_with("file:")) return std::string(place);
  rest.remove_prefix(5);
  if (rest.starts_with("//")) {
    rest.remove_prefix(2);
    if (rest.starts_with("localhost/")) rest.remove_prefix(9);
    if (!rest.starts_with("/")) return bad_place(place, "a file: URL has three slashes and no host");
  }
  std::string path;
  for (std::size_t i = 0; i < rest.size(); ++i) {
    if (rest[i] != '%') {
      path += rest[i];
      continue;
    }
    const int high = i + 2 < rest.size() ? hex_digit(rest[i + 1]) : -1;
    const int low = i + 2 < rest.size() ? hex_digit(rest[i + 2]) : -1;
    if (high < 0 || low < 0) return bad_place(place, "behind % two hexadecimal digits are wanted");
    path += static_cast<char>(high * 16 + low);
    i += 2;
  }
  if (path.find('\0') != std::string::npos) return bad_place(place, "a path has no character zero");
  return path;
}

Procedure load_csv(bool with_headers, std::string separator) {
  Procedure procedure;
  procedure.name = with_headers ? "LOAD CSV WITH HEADERS" : "LOAD CSV";
  procedure.inputs = {{"place", {.kind = TypeKind::kString}}};
  procedure.outputs = {{"row", {.kind = with_headers ? TypeKind::kMap : TypeKind::kList}}};
  procedure.open = [with_headers, separator = std::move(separator)](
                       CallContext&, std::span<const Value> arguments) -> Result<std::unique_ptr<RowSource>> {
    const Value& place = arguments[0];
    if (place.kind() != Kind::kString)
      return Error{.code = place.is_null() ? ErrorCode::kArgument : ErrorCode::kType,
                   .message = std::string("LOAD CSV needs the path or URL of a file, not ") + kind_name(place.kind()),
                   .detail = "InvalidArgumentType"};
    KITH_TRY(std::string path, csv_path(place.as_string()));
    KITH_TRY(CsvReader reader, CsvReader::open(std::move(path), separator));
    return std::unique_ptr<RowSource>(std::make_unique<CsvRows>(std::move(reader), with_headers));
  };
  return procedure;
}

}  // namespace kith::function
