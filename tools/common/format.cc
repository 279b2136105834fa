#include "common/format.h"

#include <utility>

#include "kith/json.h"
#include "common/table.h"

namespace kith::tools {

namespace {

Status append_json(std::string& out, const Value& value, bool typed) {
  return typed ? append_typed_json(out, value) : append_plain_json(out, value);
}

/// An object a row; an array around them and commas between for JSON.
class JsonRows final : public RowFormat {
 public:
  JsonRows(bool lines, bool typed, Output output) : lines_(lines), typed_(typed), output_(std::move(output)) {}

  Status begin(const std::vector<std::string>& columns) override {
    names_.clear();
    for (const std::string& column : columns) append_json_string(names_.emplace_back(), column);
    first_ = true;
    return lines_ ? ok() : output_("[");
  }

  Status row(std::span<const Value> values) override {
    std::string out = lines_ ? "{" : first_ ? "\n{" : ",\n{";
    first_ = false;
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (i > 0) out += ',';
      out += names_[i];
      out += ':';
      KITH_DO(append_json(out, values[i], typed_));
    }
    out += lines_ ? "}\n" : "}";
    return output_(out);
  }

  Status end() override {
    if (lines_) return ok();
    return output_(first_ ? "]\n" : "\n]\n");
  }

 private:
  bool lines_;
  bool typed_;
  Output output_;
  std::vector<std::string> names_;
  bool first_ = true;
};

/// RFC 4180: fields in quotes where they need them, lines end with CR LF.
class Csv final : public RowFormat {
 public:
  explicit Csv(Output output) : output_(std::move(output)) {}

  Status begin(const std::vector<std::string>& columns) override {
    std::string out;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (i > 0) out += ',';
      append_field(out, columns[i]);
    }
    return output_(out + "\r\n");
  }

  Status row(std::span<const Value> values) override {
    std::string out;
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (i > 0) out += ',';
      KITH_DO(append_value(out, values[i]));
    }
    return output_(out + "\r\n");
  }

  Status end() override { return ok(); }

 private:
  static void append_field(std::string& out, std::string_view text) {
    const bool plain = !text.empty() && text.find_first_of(",\"\r\n") == std::string_view::npos;
    if (plain) {
      out += text;
      return;
    }
    out += '"';
    for (const char c : text) {
      if (c == '"') out += '"';
      out += c;
    }
    out += '"';
  }

  /// Scalars as their text, whatever has parts as JSON.
  static Status append_value(std::string& out, const Value& value) {
    switch (value.kind()) {
      case Kind::kNull: return ok();
      case Kind::kString: append_field(out, value.as_string()); return ok();
      case Kind::kBytes: append_field(out, base64(value.as_bytes())); return ok();
      case Kind::kBoolean:
      case Kind::kInteger:
      case Kind::kFloat:
      case Kind::kDate:
      case Kind::kLocalTime:
      case Kind::kTime:
      case Kind::kLocalDateTime:
      case Kind::kDateTime:
      case Kind::kDuration: append_field(out, value.to_text()); return ok();
      case Kind::kList:
      case Kind::kMap:
      case Kind::kNode:
      case Kind::kEdge:
      case Kind::kPath:
      case Kind::kPoint:
      case Kind::kVector: break;
    }
    std::string json;
    KITH_DO(append_plain_json(json, value));
    append_field(out, json);
    return ok();
  }

  Output output_;
};

}  // namespace

std::unique_ptr<RowFormat> make_format(Format format, bool typed, Output output) {
  switch (format) {
    case Format::kTable: return make_table(std::move(output));
    case Format::kCsv: return std::make_unique<Csv>(std::move(output));
    case Format::kJson: return std::make_unique<JsonRows>(false, typed, std::move(output));
    case Format::kJsonl: return std::make_unique<JsonRows>(true, typed, std::move(output));
  }
  return nullptr;
}

}  // namespace kith::tools
