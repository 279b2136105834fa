#include <catch2/catch.hpp>

#include "function/procedures.h"

using namespace kith;
using namespace kith::function;

namespace {

Procedure declared(std::string_view signature, const std::vector<std::string>& columns = {}, const std::vector<List>& rows = {}) {
  Result<Procedure> procedure = table_procedure(signature, columns, rows);
  INFO(signature << (procedure ? "" : ": " + procedure.error().message));
  REQUIRE(procedure.is_ok());
  return *std::move(procedure);
}

/// The rows a call gives.
std::vector<List> call(const Procedure& procedure, const List& arguments) {
  CallContext context;
  std::vector<Column> outputs;
  const Status status = procedure.run(context, arguments, outputs);
  INFO((status ? "" : status.error().message));
  REQUIRE(status.is_ok());
  REQUIRE(outputs.size() == procedure.outputs.size());
  std::vector<List> rows(outputs.empty() ? 0 : outputs[0].size());
  for (const Column& column : outputs) {
    REQUIRE(column.size() == rows.size());
    for (std::size_t row = 0; row < rows.size(); ++row) rows[row].push_back(column.value(row));
  }
  return rows;
}

Error refusal(const Procedure& procedure, const List& arguments) {
  CallContext context;
  std::vector<Column> outputs;
  const Status status = procedure.run(context, arguments, outputs);
  REQUIRE(!status.is_ok());
  return status.error();
}

}  // namespace

TEST_CASE("procedures: a signature names inputs and outputs with their types", "[function][procedure]") {
  const Procedure p = declared("test.my.proc(name :: STRING?, id :: INTEGER) :: (city :: STRING?, country_code :: NUMBER?)");
  CHECK(p.name == "test.my.proc");
  REQUIRE(p.inputs.size() == 2);
  CHECK(p.inputs[0].name == "name");
  CHECK(p.inputs[0].type == Type{.kind = TypeKind::kString});
  CHECK(p.inputs[1].type == Type{.kind = TypeKind::kInteger});
  CHECK(p.input_nullable == std::vector<bool>{true, false});
  REQUIRE(p.outputs.size() == 2);
  CHECK(p.outputs[1].name == "country_code");
  CHECK(p.outputs[1].type == Type{.kind = TypeKind::kNumber});
}

TEST_CASE("procedures: every type has a name in signatures", "[function][procedure]") {
  const auto type = [](const std::string& text) { return declared("p(x :: " + text + ") :: ()").inputs.at(0).type; };
  CHECK(type("boolean?").kind == TypeKind::kBoolean);
  CHECK(type("ANY?").kind == TypeKind::kAny);
  CHECK(type("LOCAL  DATETIME").kind == TypeKind::kLocalDateTime);
  CHECK(type("ZONED DATETIME?").kind == TypeKind::kDateTime);
  CHECK(type("LIST? OF INTEGER?") == Type{.kind = TypeKind::kList, .element = TypeKind::kInteger});
  CHECK(type("LIST OF LIST OF FLOAT") == Type{.kind = TypeKind::kList, .element = TypeKind::kList});
  CHECK(type("LIST<STRING?>?") == Type{.kind = TypeKind::kList, .element = TypeKind::kString});
  CHECK(type("LIST?").kind == TypeKind::kList);
  CHECK(type("RELATIONSHIP?").kind == TypeKind::kEdge);
}

TEST_CASE("procedures: inputs and outputs may both be missing", "[function][procedure]") {
  for (const char* text : {"test.doNothing() :: ()", "test.doNothing()", "test.doNothing() :: VOID", "test.doNothing() :: ():"}) {
    const Procedure p = declared(text);
    CHECK(p.name == "test.doNothing");
    CHECK(p.inputs.empty());
    CHECK(p.outputs.empty());
    CHECK(call(p, {}).empty());
  }
  CHECK(declared("`my name`.`p:q`(`the x` :: ANY?) :: ()").name == "my name.p:q");
}

TEST_CASE("procedures: a wrong signature or table is refused", "[function][procedure]") {
  const auto message = [](const char* signature, std::vector<std::string> columns = {}, std::vector<List> rows = {}) {
    Result<Procedure> p = table_procedure(signature, columns, rows);
    REQUIRE(!p.is_ok());
    CHECK(p.error().code == ErrorCode::kProtocol);
    return p.error().message;
  };
  CHECK(message("") == "the signature `` of a procedure should have a name at character 1");
  CHECK(message("p") == "the signature `p` of a procedure should have `(` at character 2");
  CHECK(message("p(x :: STRNG) :: ()") == "the signature `p(x :: STRNG) :: ()` of a procedure should have a type at character 13");
  CHECK(message("p(x STRING)") == "the signature `p(x STRING)` of a procedure should have `::` at character 5");
  CHECK(message("p(x :: ANY, x :: ANY)") ==
        "the signature `p(x :: ANY, x :: ANY)` of a procedure should have another name than `x` at character 21");
  CHECK(message("p() :: () more") == "the signature `p() :: () more` of a procedure should have the end at character 11");
  CHECK(message("p() :: (a :: ANY?)", {"a"}, {{1, 2}}) == "the table of the procedure `p` has a row of 2 values in 1 columns");
  CHECK(message("p() :: (a :: ANY?)", {"b"}) == "the table of the procedure `p` has no column `a`");
  CHECK(message("p() :: (a :: ANY?)", {"a", "b"}) ==
        "the table of the procedure `p` has a column `b` that its signature has not");
  CHECK(message("p() :: (a :: INTEGER?)", {"a"}, {{"x"}}) ==
        "the table of the procedure `p` holds 'x' as `a`, which is a INTEGER");
  CHECK(message(("p(x :: " + [] {
                  std::string deep;
                  for (int i = 0; i < 100000; ++i) deep += "LIST OF ";
                  return deep;
                }() + "ANY)").c_str()).find("fewer lists in lists") != std::string::npos);
}

TEST_CASE("procedures: a table yields the outputs of the rows with these inputs in order", "[function][procedure]") {
  const Procedure p = declared("p(name :: STRING?, id :: INTEGER?) :: (city :: STRING?, code :: INTEGER?)", {"name", "id", "city", "code"},
                               {{"Stefan", 1, "Berlin", 49}, {"Petra", 1, "London", 44}, {"Stefan", 1, "Bonn", 49},
                                {"Stefan", 2, "Ulm", 49}, {Value::null(), 1, "Nowhere", Value::null()}});
  CHECK(call(p, {"Stefan", 1}) == std::vector<List>{{"Berlin", 49}, {"Bonn", 49}});
  CHECK(call(p, {"Stefan", 3}).empty());
  CHECK(call(p, {Value::null(), 1}) == std::vector<List>{{"Nowhere", Value::null()}});
}

TEST_CASE("procedures: columns of a table are found by name", "[function][procedure]") {
  const Procedure p = declared("p(a :: INTEGER?) :: (b :: INTEGER?)", {"b", "a"}, {{10, 1}, {20, 2}});
  CHECK(call(p, {2}) == std::vector<List>{{20}});
}

TEST_CASE("procedures: an integer argument stands for a float and a number", "[function][procedure]") {
  const Procedure f = declared("p(in :: FLOAT?) :: (out :: STRING?)", {"in", "out"}, {{42.0, "close enough"}, {7, "seven"}});
  CHECK(call(f, {42}) == std::vector<List>{{"close enough"}});
  CHECK(call(f, {7.0}) == std::vector<List>{{"seven"}});
  const Procedure n = declared("p(in :: NUMBER?) :: (out :: STRING?)", {"in", "out"}, {{42, "wisdom"}, {42.3, "about right"}});
  CHECK(call(n, {42}) == std::vector<List>{{"wisdom"}});
  CHECK(call(n, {42.3}) == std::vector<List>{{"about right"}});
}

TEST_CASE("procedures: arguments of another type are refused when a table is called", "[function][procedure]") {
  const Procedure p = declared("p(in :: INTEGER) :: (out :: STRING?)", {"in", "out"}, {{1, "one"}});
  const Error wrong_kind = refusal(p, {true});
  CHECK(wrong_kind.code == ErrorCode::kType);
  CHECK(wrong_kind.detail == "InvalidArgumentType");
  CHECK(wrong_kind.message == "`p` cannot take a BOOLEAN as `in`, which is a INTEGER");
  CHECK(refusal(p, {Value::null()}).detail == "InvalidArgumentType");
}

TEST_CASE("procedures: options are read by type and unknown ones refused", "[function][procedure]") {
  const auto read = [](Map map) {
    Options options("algo.test", Value(std::move(map)));
    (void)options.number("damping", 0.5);
    (void)options.texts("labels");
    return options.finish();
  };
  CHECK(read({{"damping", 1}}).is_ok());
  const Status unknown = read({{"dampng", 1}});
  REQUIRE(!unknown.is_ok());
  CHECK(unknown.error().code == ErrorCode::kArgument);
  CHECK(unknown.error().message == "`algo.test` has no option `dampng`");
  CHECK(unknown.error().hint == "did you mean `damping`?");

  Options options("algo.test", Value(Map{{"labels", List{"A", "B"}}, {"types", "T"}, {"bad", List{1}}, {"flag", true}, {"n", 3}}));
  CHECK(*options.texts("labels") == std::vector<std::string>{"A", "B"});
  CHECK(*options.texts("types") == std::vector<std::string>{"T"});
  CHECK((*options.texts("absent")).empty());
  CHECK(options.texts("bad").error().message == "the option `bad` of `algo.test` must be a list of strings, not [1]");
  CHECK(*options.boolean("flag", false));
  CHECK(options.boolean("n", false).error().detail == "InvalidOption");
  CHECK(*options.integer("n", 0) == 3);
  CHECK(*options.number("n", 0.0) == 3.0);
  CHECK(options.finish().is_ok());
}
