#include <limits>

#include "function/call.h"

using namespace kith;
using kith::test::call;
using kith::test::check_calls;

namespace {

const Value kNull;
constexpr const char* kWrongType = "TypeError InvalidArgumentValue";
constexpr const char* kOutOfRange = "ArgumentError NumberOutOfRange";

}  // namespace

TEST_CASE("function: lists", "[function]") {
  check_calls({
      {"size", {List{1, 2}}, "2"},
      {"size", {"Zürich"}, "6"},
      {"size", {kNull}, "null"},
      {"size", {1}, kWrongType},
      {"head", {List{"Rome", "Kyiv"}}, "'Rome'"},
      {"head", {List{}}, "null"},
      {"last", {List{"Rome", "Kyiv"}}, "'Kyiv'"},
      {"last", {List{}}, "null"},
      {"tail", {List{1, 2, 3}}, "[2, 3]"},
      {"tail", {List{}}, "[]"},
      {"reverse", {List{1, kNull, "a"}}, "['a', null, 1]"},
      {"reverse", {"Київ"}, "'вїиК'"},
      {"isempty", {""}, "true"},
      {"isempty", {Map{{"a", 1}}}, "false"},
      {"coalesce", {kNull, "Rome", "Kyiv"}, "'Rome'"},
      {"coalesce", {kNull, kNull}, "null"},
      {"range", {2, 5}, "[2, 3, 4, 5]"},
      {"range", {10, 1, -4}, "[10, 6, 2]"},
      {"range", {5, 1}, "[]"},
      {"range", {0, 1, -1}, "[]"},
      {"range", {0, 0, -1}, "[0]"},
      {"range", {std::numeric_limits<std::int64_t>::max() - 1, std::numeric_limits<std::int64_t>::max()},
       "[9223372036854775806, 9223372036854775807]"},
      {"range", {kNull, 1}, "null"},
      {"range", {2, 8, 0}, kOutOfRange},
      {"range", {0.0, 1}, "ArgumentError InvalidArgumentType"},
      {"range", {0, List{1}}, "ArgumentError InvalidArgumentType"},
  });
}

TEST_CASE("function: a range that does not fit in memory is refused", "[function]") {
  MemoryAccount account(1 << 20);
  RunControl control;
  control.memory = &account;
  function::CallContext context;
  context.control = &control;
  const Column first = Column::constant(0, 1);
  const Column last = Column::constant(std::int64_t{1} << 60, 1);
  const Column* arguments[] = {&first, &last};
  Column out;
  const Status status = test::function_named("range").scalar(context, arguments, 1, out);
  REQUIRE_FALSE(status.is_ok());
  CHECK(status.error().code == ErrorCode::kLimit);
}

TEST_CASE("function: texts", "[function]") {
  check_calls({
      {"left", {"Zelenskyy", 4}, "'Zele'"},
      {"left", {"Київ", 2}, "'Ки'"},
      {"left", {"Rome", 10}, "'Rome'"},
      {"left", {kNull, 2}, "null"},
      {"left", {"Rome", kNull}, "ArgumentError InvalidArgumentValue"},
      {"left", {"Rome", -1}, kOutOfRange},
      {"right", {"Київ", 2}, "'їв'"},
      {"right", {kNull, kNull}, "null"},
      {"right", {"Rome", -2}, kOutOfRange},
      {"substring", {"0123456789", 1}, "'123456789'"},
      {"substring", {"Wałęsa", 2, 2}, "'łę'"},
      {"substring", {"Rome", 9}, "''"},
      {"substring", {"Rome", kNull}, "ArgumentError InvalidArgumentValue"},
      {"substring", {"Rome", 1, -1}, kOutOfRange},
      {"trim", {" \u00A0Rome\n"}, "'Rome'"},
      {"ltrim", {" Rome "}, "'Rome '"},
      {"rtrim", {" Rome "}, "' Rome'"},
      {"btrim", {"xyRomeyx", "xy"}, "'Rome'"},
      {"btrim", {"Rome", kNull}, "null"},
      {"ltrim", {"łxRome", "xł"}, "'Rome'"},
      {"trim", {5}, kWrongType},
      {"replace", {"banana", "an", "o"}, "'booa'"},
      {"replace", {"banana", "", "o"}, "'banana'"},
      {"split", {"Rome,Paris,Kyiv", ","}, "['Rome', 'Paris', 'Kyiv']"},
      {"split", {",Rome,", ","}, "['', 'Rome', '']"},
      {"split", {"Rome", ","}, "['Rome']"},
      {"split", {"żó", ""}, "['ż', 'ó']"},
      {"split", {"a,b;c", List{",", ";"}}, "['a', 'b', 'c']"},
      {"split", {"Rome", kNull}, "null"},
      {"toupper", {"Zürich"}, "'ZÜRICH'"},
      {"tolower", {"KYÏV 5"}, "'kyïv 5'"},
      {"upper", {"a"}, "'A'"},
      {"lower", {"A"}, "'a'"},
      {"fold", {"Lech WAŁĘSA"}, "'lech walesa'"},
      {"char_length", {"Zürich"}, "6"},
      {"normalize", {"ﬁnance", "NFKC"}, "'finance'"},
      {"normalize", {"x", "NFX"}, "ArgumentError InvalidArgumentValue"},
      {"isnormalized", {"Zu\u0308rich"}, "false"},
      {"isnormalized", {"Zürich", "NFC"}, "true"},
  });
}

TEST_CASE("function: conversions", "[function]") {
  check_calls({
      {"tointeger", {"42"}, "42"},
      {"tointeger", {" -7 "}, "-7"},
      {"tointeger", {"2.9"}, "2"},
      {"tointeger", {-2.9}, "-2"},
      {"tointeger", {"foo"}, "null"},
      {"tointeger", {""}, "null"},
      {"tointeger", {"9223372036854775807"}, "9223372036854775807"},
      {"tointeger", {true}, "1"},
      {"tointeger", {List{}}, kWrongType},
      {"tointeger", {Map{}}, kWrongType},
      {"tointegerornull", {List{1}}, "null"},
      {"tointegerlist", {List{"1", 2, 2.9, "Rome", kNull}}, "[1, 2, 2, null, null]"},
      {"tofloat", {3}, "3.0"},
      {"tofloat", {"3.5e2"}, "350.0"},
      {"tofloat", {"foo"}, "null"},
      {"tofloat", {"inf"}, "null"},
      {"tofloat", {true}, kWrongType},
      {"tofloatornull", {true}, "null"},
      {"toboolean", {"True"}, "true"},
      {"toboolean", {"perhaps"}, "null"},
      {"toboolean", {0}, "false"},
      {"toboolean", {1.5}, kWrongType},
      {"tobooleanornull", {1.5}, "null"},
      {"tostring", {42}, "'42'"},
      {"tostring", {true}, "'true'"},
      {"tostring", {"it"}, "'it'"},
      {"tostring", {Date{0}}, "'1970-01-01'"},
      {"tostring", {List{}}, kWrongType},
      {"tostringornull", {List{}}, "null"},
      {"tostringlist", {List{1, kNull, List{1}}}, "['1', null, null]"},
      {"nullif", {4, 4.0}, "null"},
      {"nullif", {4, kNull}, "4"},
      {"valuetype", {1}, "'INTEGER NOT NULL'"},
      {"valuetype", {kNull}, "'NULL'"},
      {"valuetype", {List{}}, "'LIST<NOTHING> NOT NULL'"},
      {"valuetype", {List{1, "a", 2}}, "'LIST<STRING NOT NULL | INTEGER NOT NULL> NOT NULL'"},
      {"valuetype", {List{1, kNull}}, "'LIST<INTEGER> NOT NULL'"},
      {"valuetype", {List{List{1.5}}}, "'LIST<LIST<FLOAT NOT NULL> NOT NULL> NOT NULL'"},
  });
}

TEST_CASE("function: mathematics", "[function]") {
  check_calls({
      {"abs", {-3}, "3"},
      {"abs", {-0.5}, "0.5"},
      {"abs", {std::numeric_limits<std::int64_t>::min()}, "ArithmeticError IntegerOverflow"},
      {"abs", {"a"}, kWrongType},
      {"ceil", {1.2}, "2.0"},
      {"floor", {-1.2}, "-2.0"},
      {"round", {2.5}, "3.0"},
      {"round", {-2.5}, "-2.0"},
      {"round", {2.71828, 2}, "2.72"},
      {"round", {-0.25, 1}, "-0.3"},
      {"round", {1.25, 1, "HALF_EVEN"}, "1.2"},
      {"round", {1.25, 1, "SIDEWAYS"}, "ArgumentError InvalidArgumentValue"},
      {"sign", {-7.5}, "-1"},
      {"sign", {0}, "0"},
      {"sqrt", {12.96}, "3.6"},
      {"sqrt", {-1}, "NaN"},
      {"log", {0}, "-Infinity"},
      {"exp", {0}, "1.0"},
      {"log10", {1000}, "3.0"},
      {"sin", {0}, "0.0"},
      {"cos", {0}, "1.0"},
      {"atan2", {0, 1}, "0.0"},
      {"cot", {0}, "Infinity"},
      {"degrees", {0}, "0.0"},
      {"pi", {}, "3.141592653589793"},
      {"e", {}, "2.718281828459045"},
      {"sqrt", {kNull}, "null"},
  });
}

TEST_CASE("function: random numbers follow the seed and lie below one", "[function]") {
  function::CallContext one, same, other;
  one.random_seed = same.random_seed = 17;
  other.random_seed = 18;
  Column a, b, c;
  const function::ScalarKernel& rand = test::function_named("rand").scalar;
  REQUIRE(rand(one, {}, 100, a).is_ok());
  REQUIRE(rand(same, {}, 100, b).is_ok());
  REQUIRE(rand(other, {}, 100, c).is_ok());
  CHECK(a.value(99) == b.value(99));
  CHECK_FALSE(a.value(0) == c.value(0));
  CHECK_FALSE(a.value(0) == a.value(1));
  for (std::size_t row = 0; row < 100; ++row) CHECK((a.floats()[row] >= 0 && a.floats()[row] < 1));
  Column uuids;
  REQUIRE(test::function_named("randomuuid").scalar(one, {}, 2, uuids).is_ok());
  CHECK(uuids.strings()[0].size() == 36);
  CHECK(uuids.strings()[0][14] == '4');
  CHECK_FALSE(uuids.strings()[0] == uuids.strings()[1]);
}

TEST_CASE("function: kernels run over rows constants and nulls", "[function]") {
  function::CallContext context;
  const Column texts = Column::from_values({"abc", kNull, "żółw"});
  const Column two = Column::constant(2, 3);
  const Column* arguments[] = {&texts, &two};
  Column out;
  REQUIRE(test::function_named("left").scalar(context, arguments, 3, out).is_ok());
  REQUIRE(out.size() == 3);
  CHECK(out.value(0) == Value("ab"));
  CHECK(out.value(1).is_null());
  CHECK(out.value(2) == Value("żó"));
}
