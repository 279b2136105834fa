#include "shell/request.h"

#include <utility>

#include "shell/typed_value.h"
#include "simdjson.h"

namespace kith::tools {

namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

// A level of a typed value takes two of JSON; what is deeper than this is refused while it is parsed.
constexpr std::size_t kParseDepthMax = 4 * kValueDepthMax;

Error wrong(std::string message) {
  return Error{.code = ErrorCode::kProtocol,
               .message = std::move(message),
               .detail = "MalformedRequest",
               .phase = Phase::kCompileTime};
}

Error not_json(simdjson::error_code code) {
  if (code == simdjson::DEPTH_ERROR)
    return Error{.code = ErrorCode::kLimit,
                 .message = "the request nests too deep",
                 .detail = "NestingLimit",
                 .phase = Phase::kCompileTime};
  if (code == simdjson::MEMALLOC)
    return Error{.code = ErrorCode::kLimit, .message = "there is not enough memory", .detail = "MemoryLimit"};
  Error error = wrong("the line is not JSON");
  error.detail = "InvalidJson";
  error.cause = simdjson::error_message(code);
  return error;
}

Result<std::string> text_of(const element& value, const char* field) {
  std::string_view text;
  if (value.get(text) != simdjson::SUCCESS) return wrong(std::string("the field `") + field + "` must be a string");
  return std::string(text);
}

Result<Parameters> parameters_of(const object& request) {
  element parameters;
  if (request["parameters"].get(parameters) != simdjson::SUCCESS || parameters.is_null()) return Parameters();
  object entries;
  if (parameters.get(entries) != simdjson::SUCCESS) return wrong("the field `parameters` must be an object");
  std::vector<Map::Entry> values;
  for (const auto& [name, value] : entries) {
    KITH_TRY(Value converted, value_from_json(value));
    values.emplace_back(std::string(name), std::move(converted));
  }
  return Parameters(std::move(values));
}

Result<Request> query_request(const object& request, const element& query) {
  QueryRequest made;
  KITH_TRY(made.text, text_of(query, "query"));
  KITH_TRY(made.parameters, parameters_of(request));
  return Request(std::move(made));
}

Result<Request> prepare_request(const object& request, const element& text) {
  PrepareRequest made;
  KITH_TRY(made.text, text_of(text, "prepare"));
  element name;
  if (request["name"].get(name) != simdjson::SUCCESS) return wrong("a statement is prepared under a `name`");
  KITH_TRY(made.name, text_of(name, "name"));
  return Request(std::move(made));
}

Result<Request> execute_request(const object& request, const element& name) {
  ExecuteRequest made;
  KITH_TRY(made.name, text_of(name, "execute"));
  KITH_TRY(made.parameters, parameters_of(request));
  return Request(std::move(made));
}

Result<Request> procedure_request(const element& procedure) {
  object fields;
  if (procedure.get(fields) != simdjson::SUCCESS) return wrong("the field `procedure` must be an object");
  ProcedureRequest made;
  element signature;
  if (fields["signature"].get(signature) != simdjson::SUCCESS) return wrong("the procedure has no `signature`");
  KITH_TRY(made.procedure.signature, text_of(signature, "signature"));
  array items;
  if (element columns; fields["columns"].get(columns) == simdjson::SUCCESS) {
    if (columns.get(items) != simdjson::SUCCESS) return wrong("the field `columns` must be an array of strings");
    for (const element& column : items) {
      KITH_TRY(std::string name, text_of(column, "columns"));
      made.procedure.columns.push_back(std::move(name));
    }
  }
  if (element rows; fields["rows"].get(rows) == simdjson::SUCCESS) {
    if (rows.get(items) != simdjson::SUCCESS) return wrong("the field `rows` must be an array of arrays");
    for (const element& row : items) {
      array cells;
      if (row.get(cells) != simdjson::SUCCESS) return wrong("the field `rows` must be an array of arrays");
      List values;
      for (const element& cell : cells) {
        KITH_TRY(Value value, value_from_json(cell));
        values.push_back(std::move(value));
      }
      made.procedure.rows.push_back(std::move(values));
    }
  }
  return Request(std::move(made));
}

Result<Request> request_of(const object& request) {
  element kind;
  if (request["query"].get(kind) == simdjson::SUCCESS) return query_request(request, kind);
  if (request["execute"].get(kind) == simdjson::SUCCESS) return execute_request(request, kind);
  if (request["prepare"].get(kind) == simdjson::SUCCESS) return prepare_request(request, kind);
  if (request["forget"].get(kind) == simdjson::SUCCESS) {
    KITH_TRY(std::string name, text_of(kind, "forget"));
    return Request(ForgetRequest{std::move(name)});
  }
  if (request["reset"].get(kind) == simdjson::SUCCESS) {
    bool yes = false;
    if (kind.get(yes) != simdjson::SUCCESS || !yes) return wrong("the field `reset` must be true");
    return Request(ResetRequest{});
  }
  if (request["procedure"].get(kind) == simdjson::SUCCESS) return procedure_request(kind);
  return Error{
      .code = ErrorCode::kUnsupported,
      .message =
          "the request is of no known kind: it has no field `query`, `prepare`, `execute`, `forget`, `reset` or "
          "`procedure`",
      .detail = "UnknownRequest",
      .phase = Phase::kCompileTime};
}

}  // namespace

struct RequestReader::Impl {
  ParsedLine read(std::string_view line);

  simdjson::dom::parser parser;
  std::string buffer;
};

RequestReader::RequestReader() : impl_(std::make_unique<Impl>()) {}

RequestReader::~RequestReader() = default;

ParsedLine RequestReader::read(std::string_view line) {
  constexpr std::size_t kKeptBytes = std::size_t{1} << 20;
  ParsedLine parsed = impl_->read(line);
  if (line.size() > kKeptBytes) impl_ = std::make_unique<Impl>();  // what a long line took is not needed again
  return parsed;
}

ParsedLine RequestReader::Impl::read(std::string_view line) {
  buffer.assign(line);
  buffer.append(simdjson::SIMDJSON_PADDING, '\0');
  if (parser.capacity() < line.size() || parser.max_depth() != kParseDepthMax) {
    if (const auto error = parser.allocate(std::max<std::size_t>(2 * line.size(), 4096), kParseDepthMax))
      return {{}, not_json(error)};
  }
  element document;
  if (const auto error = parser.parse(buffer.data(), line.size(), false).get(document)) return {{}, not_json(error)};
  object request;
  if (document.get(request) != simdjson::SUCCESS) return {{}, wrong("the line is not a JSON object")};
  std::optional<std::string> session;
  if (element name; request["session"].get(name) == simdjson::SUCCESS) {
    Result<std::string> text = text_of(name, "session");
    if (!text) return {{}, text.error()};
    session = *std::move(text);
  }
  return {std::move(session), request_of(request)};
}

}  // namespace kith::tools
