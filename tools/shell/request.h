// Lines of `kith pipe`, understood.
//
//     RequestReader reader;
//     ParsedLine line = reader.read(R"({"query": "RETURN $x", "parameters": {"x": 1}})");
//     std::get<QueryRequest>(*line.request).parameters["x"]  // 1
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "kith/options.h"
#include "kith/status.h"

namespace kith::tools {

struct QueryRequest {
  std::string text;
  Parameters parameters;
};

/// {"prepare": "RETURN $x AS x", "name": "echo"}
struct PrepareRequest {
  std::string text;
  std::string name;
};

/// {"execute": "echo", "parameters": {"x": 1}}
struct ExecuteRequest {
  std::string name;
  Parameters parameters;
};

/// {"forget": "echo"}
struct ForgetRequest {
  std::string name;
};

struct ResetRequest {};

struct ProcedureRequest {
  TableProcedure procedure;
};

using Request =
    std::variant<QueryRequest, PrepareRequest, ExecuteRequest, ForgetRequest, ResetRequest, ProcedureRequest>;

struct ParsedLine {
  std::optional<std::string> session;  ///< known even of many requests that are wrong, so that the answer can name it
  Result<Request> request;
};

/// Keeps its buffers from line to line. One thread at a time.
class RequestReader {
 public:
  RequestReader();
  ~RequestReader();

  /// Errors: kProtocol for what is no JSON object or has fields of the wrong form, kUnsupported for an object
  /// that is no known request, kLimit for values that nest too deep.
  ParsedLine read(std::string_view line);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace kith::tools
