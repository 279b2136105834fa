#include "query/exec/names.h"

#include "query/exec/runtime.h"

namespace kith::exec {
namespace {

Result<std::string> name_of(const Value& value, const char* what) {
  if (value.kind() != Kind::kString) return type_error(std::string(what) + " is a string, not " + describe(value));
  if (value.as_string().empty())
    return Error{.code = ErrorCode::kArgument,
                 .message = std::string(what) + " cannot be the empty string",
                 .detail = "InvalidArgumentValue"};
  return std::string(value.as_string());
}

}  // namespace

Result<std::vector<std::string>> label_names(const Value& value) {
  std::vector<std::string> names;
  if (value.kind() != Kind::kList) {
    KITH_TRY(std::string name, name_of(value, "a label or type"));
    names.push_back(std::move(name));
    return names;
  }
  for (const Value& element : value.as_list()) {
    KITH_TRY(std::string name, name_of(element, "a label or type"));
    names.push_back(std::move(name));
  }
  return names;
}

Result<std::string> type_name(const Value& value) {
  KITH_TRY(std::vector<std::string> names, label_names(value));
  if (names.size() == 1) return std::move(names[0]);
  return Error{.code = ErrorCode::kArgument,
               .message = "a new relationship needs exactly one type, not " + std::to_string(names.size()),
               .detail = "NoSingleRelationshipType"};
}

Result<std::string> key_name(const Value& value) { return name_of(value, "the name of a property"); }

}  // namespace kith::exec
