// kith_c.h beyond what the C program shows: every function with NULL, limits, threads, what outlives what.
#include <catch2/catch.hpp>

#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <string>
#include <thread>
#include <vector>

#include "kith/kith_c.h"
#include "kith/status.h"
#include "support/temporary_folder.h"

namespace {

/// The last call's failure.
struct Failure {
  kith_error* error = nullptr;

  ~Failure() { kith_error_free(error); }

  kith_error** out() {
    kith_error_free(error);
    error = nullptr;
    return &error;
  }
};

struct Fixture {
  Fixture() : folder(kith::TemporaryFolder::in_memory()) { open(); }

  ~Fixture() { kith_store_free(store); }

  void open() {
    INFO(kith_error_text(failure.error));
    REQUIRE(kith_open((folder.path() + "/c.db").c_str(), nullptr, &store, failure.out()) == KITH_OK);
  }

  kith_statement* prepare(const char* text, kith_transaction* tx = nullptr) {
    kith_statement* statement = nullptr;
    const kith_code code = tx != nullptr ? kith_prepare_in(tx, text, KITH_NUL_TERMINATED, &statement, failure.out())
                                         : kith_prepare(store, text, KITH_NUL_TERMINATED, &statement, failure.out());
    INFO(text << ": " << kith_error_text(failure.error));
    REQUIRE(code == KITH_OK);
    return statement;
  }

  kith_transaction* begin(bool read_only = false, bool serializable = false) {
    kith_begin_options options = KITH_BEGIN_OPTIONS_INIT;
    options.read_only = read_only ? 1 : 0;
    options.serializable = serializable ? 1 : 0;
    kith_transaction* tx = nullptr;
    REQUIRE(kith_begin(store, &options, &tx, failure.out()) == KITH_OK);
    return tx;
  }

  std::int64_t number(const char* text, kith_transaction* tx = nullptr) {
    kith_statement* statement = prepare(text, tx);
    REQUIRE(kith_step(statement, failure.out()) == KITH_ROW);
    const std::int64_t got = kith_column_int64(statement, 0);
    kith_statement_free(statement);
    return got;
  }

  void execute(const char* text) {
    const kith_code code = kith_execute(store, text, failure.out());
    INFO(kith_error_text(failure.error));
    REQUIRE(code == KITH_OK);
  }

  kith::TemporaryFolder folder;
  Failure failure;
  kith_store* store = nullptr;
};

}  // namespace

TEST_CASE("c interface: NULL is an error or nothing and never a crash", "[api][c]") {
  Fixture db;
  kith_statement* statement = db.prepare("RETURN $x");
  kith_transaction* tx = db.begin();
  kith_value* list = kith_value_list();
  kith_store* store_out = nullptr;
  kith_transaction* tx_out = nullptr;
  kith_statement* statement_out = nullptr;
  kith_value* value_out = nullptr;
  const char* json = nullptr;
  kith_error* error = nullptr;
  const auto misused = [&](kith_code code) {
    const std::string detail = kith_error_detail(error);
    kith_error_free(error);
    return code == KITH_ARGUMENT && detail == "Misuse";
  };
  CHECK(misused(kith_open(nullptr, nullptr, &store_out, &error)));
  CHECK(misused(kith_open("x", nullptr, nullptr, &error)));
  CHECK(misused(kith_close(nullptr, &error)));
  CHECK(misused(kith_execute(nullptr, "RETURN 1", &error)));
  CHECK(misused(kith_execute(db.store, nullptr, &error)));
  CHECK(misused(kith_begin(nullptr, nullptr, &tx_out, &error)));
  CHECK(misused(kith_begin(db.store, nullptr, nullptr, &error)));
  CHECK(misused(kith_commit(nullptr, &error)));
  CHECK(misused(kith_rollback(nullptr, &error)));
  CHECK(misused(kith_prepare(nullptr, "RETURN 1", 8, &statement_out, &error)));
  CHECK(misused(kith_prepare(db.store, nullptr, 8, &statement_out, &error)));
  CHECK(misused(kith_prepare(db.store, "RETURN 1", 8, nullptr, &error)));
  CHECK(misused(kith_prepare_in(nullptr, "RETURN 1", 8, &statement_out, &error)));
  CHECK(misused(kith_prepare_in(tx, nullptr, 8, &statement_out, &error)));
  CHECK(misused(kith_bind_null(nullptr, "x", &error)));
  CHECK(misused(kith_bind_bool(nullptr, "x", 1, &error)));
  CHECK(misused(kith_bind_int64(nullptr, "x", 1, &error)));
  CHECK(misused(kith_bind_int64(statement, nullptr, 1, &error)));
  CHECK(misused(kith_bind_double(nullptr, "x", 1, &error)));
  CHECK(misused(kith_bind_text(nullptr, "x", "t", 1, &error)));
  CHECK(misused(kith_bind_text(statement, "x", nullptr, KITH_NUL_TERMINATED, &error)));
  CHECK(misused(kith_bind_bytes(nullptr, "x", "t", 1, &error)));
  CHECK(misused(kith_bind_bytes(statement, "x", nullptr, 1, &error)));
  CHECK(misused(kith_bind_value(nullptr, "x", list, &error)));
  CHECK(misused(kith_bind_value(statement, "x", nullptr, &error)));
  CHECK(misused(kith_clear_bindings(nullptr, &error)));
  CHECK(misused(kith_set_timeout_ms(nullptr, 1, &error)));
  CHECK(misused(kith_set_memory_bytes(nullptr, 1, &error)));
  CHECK(misused(kith_step(nullptr, &error)));
  CHECK(misused(kith_reset(nullptr, &error)));
  CHECK(misused(kith_column_json(nullptr, 0, KITH_JSON_PLAIN, &json, nullptr, &error)));
  CHECK(misused(kith_column_json(statement, 0, KITH_JSON_PLAIN, nullptr, nullptr, &error)));
  CHECK(misused(kith_column_json(statement, 0, KITH_JSON_PLAIN, &json, nullptr, &error)));  // there is no row
  CHECK(misused(kith_value_temporal(KITH_DATE, nullptr, &value_out, &error)));
  CHECK(misused(kith_value_temporal(KITH_DATE, "2015-03-26", nullptr, &error)));
  CHECK(misused(kith_value_point(7203, 0, 0, 0, nullptr, &error)));
  CHECK(misused(kith_list_append(nullptr, list, &error)));
  CHECK(misused(kith_list_append(list, nullptr, &error)));
  CHECK(misused(kith_map_set(nullptr, "k", list, &error)));
  CHECK(misused(kith_map_set(list, nullptr, list, &error)));
  CHECK(store_out == nullptr);
  CHECK(tx_out == nullptr);
  CHECK(statement_out == nullptr);
  CHECK(value_out == nullptr);
  CHECK(kith_value_text(nullptr, 1) == nullptr);
  CHECK(kith_value_bytes(nullptr, 1) == nullptr);
  CHECK(kith_value_vector(nullptr, 1) == nullptr);
  CHECK(kith_step(nullptr, nullptr) == KITH_ARGUMENT);
  CHECK(kith_column_count(nullptr) == 0);
  CHECK(kith_column_name(nullptr, 0) == nullptr);
  CHECK(kith_column_type(nullptr, 0) == KITH_NULL);
  CHECK(kith_column_text(nullptr, 0, nullptr) == nullptr);
  CHECK(kith_column_bytes(nullptr, 0, nullptr) == nullptr);
  CHECK(kith_changes(nullptr, KITH_NODES_CREATED) == 0);
  CHECK(kith_transaction_is_open(nullptr) == 0);
  CHECK(kith_statement_writes(nullptr) == 0);
  CHECK(kith_value_type(nullptr) == KITH_NULL);
  CHECK(kith_error_code(nullptr) == KITH_OK);
  CHECK(std::string(kith_error_message(nullptr)).empty());
  CHECK(std::string(kith_error_text(nullptr)).empty());
  kith_interrupt(nullptr);
  kith_error_free(nullptr);
  kith_value_free(nullptr);
  kith_statement_free(nullptr);
  kith_transaction_free(nullptr);
  kith_store_free(nullptr);
  kith_value_free(list);
  kith_transaction_free(tx);
  kith_statement_free(statement);
}

TEST_CASE("c interface: codes have the names and the numbers they always had", "[api][c]") {
  CHECK(std::string(kith_code_name(KITH_OK)) == "OK");
  CHECK(std::string(kith_code_name(KITH_ROW)) == "ROW");
  CHECK(std::string(kith_code_name(KITH_DONE)) == "DONE");
  CHECK(std::string(kith_code_name(77)).empty());
  for (int number = 0; number <= static_cast<int>(kith::ErrorCode::kInternal); ++number)
    CHECK(std::string(kith_code_name(number + 1)) ==
          kith::error_code_name(static_cast<kith::ErrorCode>(number)));
  CHECK(KITH_INTERNAL == 25);
  CHECK(KITH_VECTOR == 18);
}

TEST_CASE("c interface: columns are known before the first step", "[api][c]") {
  Fixture db;
  kith_statement* reads = db.prepare("MATCH (n) RETURN n.x AS x, count(*)");
  REQUIRE(kith_column_count(reads) == 2);
  CHECK(std::string(kith_column_name(reads, 0)) == "x");
  CHECK(std::string(kith_column_name(reads, 1)) == "count(*)");
  CHECK(kith_column_name(reads, 2) == nullptr);
  CHECK(kith_statement_writes(reads) == 0);
  CHECK(kith_column_type(reads, 0) == KITH_NULL);
  kith_statement_free(reads);
  for (const char* text : {"CREATE (:A)", "CREATE INDEX ix FOR (n:A) ON (n.x)"}) {
    kith_statement* writes = db.prepare(text);
    CHECK(kith_column_count(writes) == 0);
    CHECK(kith_statement_writes(writes) == 1);
    kith_statement_free(writes);
  }
  CHECK(db.number("MATCH (n) RETURN count(n)") == 0);  // preparing runs nothing
}

TEST_CASE("c interface: a prepared statement runs again with other parameters", "[api][c]") {
  Fixture db;
  kith_statement* create = db.prepare("CREATE (n:A {x: $x}) RETURN n.x AS x");
  for (int x = 0; x < 5; ++x) {
    REQUIRE(kith_bind_int64(create, x % 2 == 0 ? "x" : "$x", x, nullptr) == KITH_OK);
    REQUIRE(kith_step(create, nullptr) == KITH_ROW);
    CHECK(kith_column_int64(create, 0) == x);
    CHECK(kith_changes(create, KITH_NODES_CREATED) == 1);
    CHECK(kith_changes(create, KITH_PROPERTIES_SET) == 1);
    if (x < 4) REQUIRE(kith_step(create, nullptr) == KITH_DONE);
    CHECK(kith_bind_int64(create, "x", 9, db.failure.out()) == KITH_ARGUMENT);
    CHECK(kith_clear_bindings(create, db.failure.out()) == KITH_ARGUMENT);
    REQUIRE(kith_reset(create, nullptr) == KITH_OK);
    CHECK(kith_changes(create, KITH_NODES_CREATED) == 1);  // of the last run
  }
  REQUIRE(kith_step(create, nullptr) == KITH_ROW);  // what was bound stays bound
  CHECK(kith_column_int64(create, 0) == 4);
  REQUIRE(kith_reset(create, nullptr) == KITH_OK);
  REQUIRE(kith_clear_bindings(create, nullptr) == KITH_OK);
  CHECK(kith_step(create, db.failure.out()) == KITH_PARAMETER_MISSING);
  CHECK(std::string(kith_error_detail(db.failure.error)) == "MissingParameter");
  CHECK(kith_error_is_compile_time(db.failure.error) == 1);
  kith_statement_free(create);
  CHECK(db.number("MATCH (n:A) RETURN sum(n.x)") == 14);
}

TEST_CASE("c interface: numbers and texts come as they are asked for", "[api][c]") {
  Fixture db;
  kith_statement* s = db.prepare(
      "RETURN 1 AS i, 2.9 AS f, true AS b, 'a\\u0000b' AS t, null AS n, date('2015-03-26') AS d, 1e300 AS big, "
      "-1e300 AS small, 0.0 / 0.0 AS nan, [1, 'x'] AS l");
  REQUIRE(kith_step(s, nullptr) == KITH_ROW);
  std::size_t size = 9;
  CHECK(kith_column_double(s, 0) == 1.0);
  CHECK(kith_column_int64(s, 1) == 2);
  CHECK(kith_column_int64(s, 2) == 1);
  CHECK(kith_column_bool(s, 0) == 0);
  const char* text = kith_column_text(s, 3, &size);
  CHECK(std::string(text, size) == std::string("a\0b", 3));
  CHECK(text[size] == '\0');
  const void* bytes = kith_column_bytes(s, 3, &size);
  CHECK(std::string(static_cast<const char*>(bytes), size) == std::string("a\0b", 3));
  CHECK(kith_column_bytes(s, 0, &size) == nullptr);
  CHECK(size == 0);
  CHECK(kith_column_text(s, 4, &size) == nullptr);
  CHECK(std::string(kith_column_text(s, 5, nullptr)) == "2015-03-26");
  CHECK(kith_column_int64(s, 6) == std::numeric_limits<std::int64_t>::max());
  CHECK(kith_column_int64(s, 7) == std::numeric_limits<std::int64_t>::min());
  CHECK(kith_column_int64(s, 8) == 0);
  CHECK(std::string(kith_column_text(s, 9, nullptr)) == "[1, 'x']");
  CHECK(kith_column_type(s, 10) == KITH_NULL);
  CHECK(kith_column_text(s, 10, nullptr) == nullptr);
  const std::vector<kith_type> types = {KITH_INTEGER, KITH_FLOAT, KITH_BOOLEAN, KITH_STRING, KITH_NULL,
                                        KITH_DATE,    KITH_FLOAT, KITH_FLOAT,   KITH_FLOAT,  KITH_LIST};
  for (std::size_t i = 0; i < types.size(); ++i) CHECK(kith_column_type(s, i) == types[i]);
  kith_statement_free(s);
}

TEST_CASE("c interface: nodes edges and paths come as JSON in both forms", "[api][c]") {
  Fixture db;
  db.execute("CREATE (:A {x: 1})-[:T {since: date('2015-03-26')}]->(:B)");
  kith_statement* s = db.prepare("MATCH p = (a:A)-[r:T]->(b:B) RETURN a, r, p");
  REQUIRE(kith_step(s, nullptr) == KITH_ROW);
  CHECK(kith_column_type(s, 0) == KITH_NODE);
  CHECK(kith_column_type(s, 1) == KITH_EDGE);
  CHECK(kith_column_type(s, 2) == KITH_PATH);
  const auto json = [&](std::size_t column, int form) {
    const char* text = nullptr;
    std::size_t size = 0;
    REQUIRE(kith_column_json(s, column, form, &text, &size, nullptr) == KITH_OK);
    CHECK(std::strlen(text) == size);
    return std::string(text);
  };
  const std::string a = R"({"_id":"n:1","_labels":["A"],"x":1})";
  const std::string r = R"({"_id":"e:1","_type":"T","_from":"n:1","_to":"n:2","since":"2015-03-26"})";
  CHECK(json(0, KITH_JSON_PLAIN) == a);
  CHECK(json(1, KITH_JSON_PLAIN) == r);
  CHECK(json(2, KITH_JSON_PLAIN) == "[" + a + "," + r + R"(,{"_id":"n:2","_labels":["B"]}])");
  CHECK(json(0, KITH_JSON_TYPED) ==
        R"({"$type":"Node","_value":{"_element_id":"n:1","_labels":["A"],"_properties":{"x":{"$type":"Integer","_value":"1"}}}})");
  const char* text = nullptr;
  CHECK(kith_column_json(s, 0, 7, &text, nullptr, nullptr) == KITH_ARGUMENT);
  CHECK(kith_column_json(s, 3, KITH_JSON_PLAIN, &text, nullptr, nullptr) == KITH_ARGUMENT);
  kith_statement_free(s);
}

TEST_CASE("c interface: values of every kind go in", "[api][c]") {
  Fixture db;
  kith_statement* s = db.prepare("RETURN $v AS v");
  const auto round_trip = [&](kith_value* value) -> std::string {
    if (value == nullptr) return "none";
    REQUIRE(kith_bind_value(s, "v", value, nullptr) == KITH_OK);
    kith_value_free(value);
    REQUIRE(kith_step(s, nullptr) == KITH_ROW);
    const char* json = nullptr;
    REQUIRE(kith_column_json(s, 0, KITH_JSON_TYPED, &json, nullptr, nullptr) == KITH_OK);
    std::string text = json;
    REQUIRE(kith_reset(s, nullptr) == KITH_OK);
    return text;
  };
  const auto temporal = [&](int type, const char* text) {
    kith_value* value = nullptr;
    (void)kith_value_temporal(type, text, &value, db.failure.out());
    return value;
  };
  CHECK(round_trip(kith_value_null()) == R"({"$type":"Null","_value":null})");
  CHECK(round_trip(kith_value_bool(5)) == R"({"$type":"Boolean","_value":true})");
  CHECK(round_trip(kith_value_int64(-7)) == R"({"$type":"Integer","_value":"-7"})");
  CHECK(round_trip(kith_value_double(0.5)) == R"({"$type":"Float","_value":"0.5"})");
  CHECK(round_trip(kith_value_text("a\0b", 3)) == R"({"$type":"String","_value":"a\u0000b"})");
  CHECK(round_trip(kith_value_bytes("\xFF", 1)) == R"({"$type":"Base64","_value":"/w=="})");
  CHECK(round_trip(kith_value_bytes(nullptr, 0)) == R"({"$type":"Base64","_value":""})");
  CHECK(round_trip(kith_value_list()) == R"({"$type":"List","_value":[]})");
  CHECK(round_trip(kith_value_map()) == R"({"$type":"Map","_value":{}})");
  CHECK(round_trip(temporal(KITH_DATE, "2015-03-26")) == R"({"$type":"Date","_value":"2015-03-26"})");
  CHECK(round_trip(temporal(KITH_LOCAL_TIME, "12:50:35")) == R"({"$type":"LocalTime","_value":"12:50:35"})");
  CHECK(round_trip(temporal(KITH_TIME, "12:50:35Z")) == R"({"$type":"Time","_value":"12:50:35Z"})");
  CHECK(round_trip(temporal(KITH_LOCAL_DATETIME, "2015-07-04T19:32:24")) ==
        R"({"$type":"LocalDateTime","_value":"2015-07-04T19:32:24"})");
  CHECK(round_trip(temporal(KITH_DATETIME, "2015-07-04T19:32:24+02:00[Europe/Stockholm]")) ==
        R"({"$type":"ZonedDateTime","_value":"2015-07-04T19:32:24+02:00[Europe/Stockholm]"})");
  CHECK(round_trip(temporal(KITH_DURATION, "P14DT16H12M")) == R"({"$type":"Duration","_value":"P14DT16H12M"})");
  const float coordinates[] = {0.5F, -1.0F};
  CHECK(round_trip(kith_value_vector(coordinates, 2)) ==
        R"({"$type":"Vector","_value":{"coordinatesType":"FLOAT32","coordinates":["0.5","-1.0"]}})");
  kith_value* point = nullptr;
  REQUIRE(kith_value_point(9157, 1, 2, 3, &point, nullptr) == KITH_OK);
  CHECK(round_trip(point) == R"j({"$type":"Point","_value":"SRID=9157;POINT Z (1.0 2.0 3.0)"})j");

  CHECK(temporal(KITH_DATE, "soon") == nullptr);
  CHECK(kith_error_code(db.failure.error) == KITH_ARGUMENT);
  CHECK(temporal(KITH_STRING, "2015-03-26") == nullptr);
  CHECK(kith_error_code(db.failure.error) == KITH_TYPE);
  CHECK(temporal(99, "2015-03-26") == nullptr);
  CHECK(kith_value_point(1, 0, 0, 0, &point, nullptr) == KITH_ARGUMENT);
  CHECK(point == nullptr);
  CHECK(kith_value_text("\xFF", 1) == nullptr);
  CHECK(kith_bind_text(s, "v", "\xFF", 1, db.failure.out()) == KITH_ARGUMENT);
  CHECK(std::string(kith_error_detail(db.failure.error)) == "InvalidUnicodeCharacter");
  kith_statement_free(s);
}

TEST_CASE("c interface: lists and maps nest up to a limit and copy what they take", "[api][c]") {
  Fixture db;
  kith_value* inner = kith_value_list();
  kith_value* outer = kith_value_list();
  REQUIRE(kith_list_append(outer, inner, nullptr) == KITH_OK);
  REQUIRE(kith_list_append(inner, outer, nullptr) == KITH_OK);  // a copy: no circle
  REQUIRE(kith_list_append(outer, outer, nullptr) == KITH_OK);
  CHECK(kith_map_set(outer, "k", inner, db.failure.out()) == KITH_TYPE);
  CHECK(kith_value_type(outer) == KITH_LIST);
  kith_statement* s = db.prepare("RETURN $v AS v");
  REQUIRE(kith_bind_value(s, "v", outer, nullptr) == KITH_OK);
  REQUIRE(kith_step(s, nullptr) == KITH_ROW);
  CHECK(std::string(kith_column_text(s, 0, nullptr)) == "[[], [[]]]");
  kith_value* map = kith_value_map();
  REQUIRE(kith_map_set(map, "k", inner, nullptr) == KITH_OK);
  REQUIRE(kith_map_set(map, "k", outer, nullptr) == KITH_OK);  // the later one
  REQUIRE(kith_reset(s, nullptr) == KITH_OK);
  REQUIRE(kith_bind_value(s, "v", map, nullptr) == KITH_OK);
  REQUIRE(kith_step(s, nullptr) == KITH_ROW);
  CHECK(std::string(kith_column_text(s, 0, nullptr)) == "{k: [[], [[]]]}");
  kith_code code = KITH_OK;
  int depth = 0;
  for (; depth < 100'000 && code == KITH_OK; ++depth) {
    kith_value* next = kith_value_list();
    code = kith_list_append(next, inner, db.failure.out());
    kith_value_free(inner);
    inner = next;
  }
  CHECK(code == KITH_LIMIT);
  CHECK(std::string(kith_error_detail(db.failure.error)) == "NestingLimit");
  CHECK(std::string(kith_error_gqlstatus(db.failure.error)) == "5K001");
  CHECK(depth < 600);
  kith_value_free(inner);
  kith_value_free(outer);
  kith_value_free(map);
  kith_statement_free(s);
}

TEST_CASE("c interface: transactions commit conflict and roll back", "[api][c]") {
  Fixture db;
  db.execute("CREATE (:C {n: 0})");
  kith_transaction* a = db.begin();
  kith_transaction* b = db.begin(false, true);
  kith_transaction* r = db.begin(true);
  CHECK(db.number("MATCH (c:C) SET c.n = 1 RETURN c.n", a) == 1);
  CHECK(db.number("MATCH (c:C) SET c.n = 2 RETURN c.n", b) == 2);
  CHECK(db.number("MATCH (c:C) RETURN c.n") == 0);
  kith_statement* write = db.prepare("CREATE (:D)", r);
  CHECK(kith_step(write, db.failure.out()) == KITH_READ_ONLY);
  kith_statement_free(write);
  REQUIRE(kith_commit(a, db.failure.out()) == KITH_OK);
  CHECK(kith_commit(b, db.failure.out()) == KITH_CONFLICT);
  CHECK(kith_transaction_is_open(b) == 0);
  CHECK(kith_commit(a, db.failure.out()) == KITH_CLOSED);
  CHECK(kith_rollback(a, db.failure.out()) == KITH_OK);
  CHECK(db.number("MATCH (c:C) RETURN c.n", r) == 0);
  CHECK(db.number("MATCH (c:C) RETURN c.n") == 1);
  kith_transaction* c = db.begin();
  CHECK(db.number("MATCH (c:C) SET c.n = 3 RETURN c.n", c) == 3);
  REQUIRE(kith_rollback(c, nullptr) == KITH_OK);
  kith_statement* late = nullptr;
  CHECK(kith_prepare_in(c, "RETURN 1", KITH_NUL_TERMINATED, &late, nullptr) == KITH_CLOSED);
  CHECK(late == nullptr);
  CHECK(db.number("MATCH (c:C) RETURN c.n") == 1);
  for (kith_transaction* tx : {a, b, c, r}) kith_transaction_free(tx);
}

TEST_CASE("c interface: a statement that outlives its transaction is closed", "[api][c]") {
  Fixture db;
  for (const bool commits : {true, false}) {
    kith_transaction* tx = db.begin();
    kith_statement* running = db.prepare("UNWIND range(1, 9000) AS x RETURN x", tx);
    kith_statement* waiting = db.prepare("RETURN 1", tx);
    REQUIRE(kith_step(running, nullptr) == KITH_ROW);
    if (commits) REQUIRE(kith_commit(tx, nullptr) == KITH_OK);
    kith_transaction_free(tx);
    CHECK(kith_step(running, db.failure.out()) == KITH_CLOSED);
    CHECK(kith_step(waiting, db.failure.out()) == KITH_CLOSED);
    REQUIRE(kith_reset(running, nullptr) == KITH_OK);
    CHECK(kith_step(running, db.failure.out()) == KITH_CLOSED);
    kith_statement_free(running);
    kith_statement_free(waiting);
  }
}

TEST_CASE("c interface: limits and interruptions have codes of their own", "[api][c]") {
  Fixture db;
  kith_statement* s = db.prepare("UNWIND range(1, 100000000) AS a UNWIND range(1, 100000000) AS b RETURN count(*)");
  REQUIRE(kith_set_timeout_ms(s, 20, nullptr) == KITH_OK);
  CHECK(kith_step(s, db.failure.out()) == KITH_TIMEOUT);
  CHECK(kith_step(s, db.failure.out()) == KITH_TIMEOUT);  // again, until it is reset
  REQUIRE(kith_set_timeout_ms(s, std::numeric_limits<std::uint64_t>::max(), nullptr) == KITH_OK);
  REQUIRE(kith_reset(s, nullptr) == KITH_OK);
  std::atomic<bool> done = false;
  kith_code code = KITH_OK;
  std::thread runner([&] {
    code = kith_step(s, nullptr);
    done = true;
  });
  while (!done) {
    kith_interrupt(db.store);
    std::this_thread::yield();
  }
  runner.join();
  CHECK(code == KITH_CANCELLED);
  kith_statement_free(s);
  kith_statement* sorts = db.prepare("UNWIND range(1, 100000) AS x WITH x ORDER BY -x RETURN collect(x)");
  REQUIRE(kith_set_memory_bytes(sorts, 100'000, nullptr) == KITH_OK);
  CHECK(kith_step(sorts, db.failure.out()) == KITH_LIMIT);
  REQUIRE(kith_reset(sorts, nullptr) == KITH_OK);
  REQUIRE(kith_set_memory_bytes(sorts, 0, nullptr) == KITH_OK);
  CHECK(kith_step(sorts, db.failure.out()) == KITH_ROW);
  kith_statement_free(sorts);
}

TEST_CASE("c interface: a store is opened as its options say", "[api][c]") {
  kith::TemporaryFolder folder(kith::TemporaryFolder::in_memory());
  const std::string path = folder.path() + "/o.db";
  Failure failure;
  kith_store* store = nullptr;
  kith_open_options options = KITH_OPEN_OPTIONS_INIT;
  options.must_exist = 1;
  CHECK(kith_open(path.c_str(), &options, &store, failure.out()) == KITH_NOT_FOUND);
  CHECK(store == nullptr);
  options = KITH_OPEN_OPTIONS_INIT;
  options.durability = 9;
  CHECK(kith_open(path.c_str(), &options, &store, failure.out()) == KITH_UNSUPPORTED);
  options.durability = KITH_DURABILITY_GROUP;
  options.memory_bytes = 16 << 20;
  REQUIRE(kith_open(path.c_str(), &options, &store, failure.out()) == KITH_OK);
  REQUIRE(kith_execute(store, "CREATE (:A)", failure.out()) == KITH_OK);
  kith_store* second = nullptr;
  CHECK(kith_open(path.c_str(), nullptr, &second, failure.out()) == KITH_LOCKED);
  kith_begin_options begin = KITH_BEGIN_OPTIONS_INIT;
  begin.durability = KITH_DURABILITY_NONE;
  kith_transaction* tx = nullptr;
  REQUIRE(kith_begin(store, &begin, &tx, failure.out()) == KITH_OK);
  REQUIRE(kith_commit(tx, failure.out()) == KITH_OK);
  kith_transaction_free(tx);
  kith_store_free(store);
  options = KITH_OPEN_OPTIONS_INIT;
  options.read_only = 1;
  REQUIRE(kith_open(path.c_str(), &options, &store, failure.out()) == KITH_OK);
  CHECK(kith_execute(store, "CREATE (:A)", failure.out()) == KITH_READ_ONLY);
  kith_store_free(store);
  options = KITH_OPEN_OPTIONS_INIT;
  options.no_files = 1;
  REQUIRE(kith_open(path.c_str(), &options, &store, failure.out()) == KITH_OK);
  CHECK(kith_execute(store, "LOAD CSV FROM 'a.csv' AS row CREATE (:A)", failure.out()) == KITH_UNSUPPORTED);
  kith_store_free(store);

  // Options of a later version: fields behind ours, which may be there as long as they ask for nothing.
  struct Later {
    kith_open_options known = KITH_OPEN_OPTIONS_INIT;
    std::uint64_t news = 0;
  } later;
  later.known.struct_size = sizeof later;
  REQUIRE(kith_open(path.c_str(), &later.known, &store, failure.out()) == KITH_OK);
  kith_store_free(store);
  later.news = 1;
  CHECK(kith_open(path.c_str(), &later.known, &store, failure.out()) == KITH_UNSUPPORTED);
  CHECK(store == nullptr);
  later.known.struct_size = 0;
  CHECK(kith_open(path.c_str(), &later.known, &store, failure.out()) == KITH_ARGUMENT);
  // And of an earlier one, which ended after the first field.
  options = KITH_OPEN_OPTIONS_INIT;
  options.struct_size = offsetof(kith_open_options, read_only);
  options.durability = 99;  // lies behind what the caller has
  REQUIRE(kith_open(path.c_str(), &options, &store, failure.out()) == KITH_OK);
  kith_store_free(store);
}

TEST_CASE("c interface: threads share a store and each has its errors", "[api][c]") {
  Fixture db;
  std::vector<std::thread> threads;
  std::atomic<int> wrong = 0;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 25; ++i) {
        kith_statement* s = nullptr;
        kith_error* error = nullptr;
        const std::string text = "RETURN nosuch" + std::to_string(t * 100 + i);
        if (kith_prepare(db.store, text.c_str(), text.size(), &s, &error) != KITH_SYNTAX) ++wrong;
        if (std::string(kith_error_message(error)).find("nosuch" + std::to_string(t * 100 + i)) == std::string::npos) ++wrong;
        kith_error_free(error);
        if (kith_execute(db.store, "CREATE (:A)", nullptr) != KITH_OK) ++wrong;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(wrong == 0);
  CHECK(db.number("MATCH (n:A) RETURN count(n)") == 100);
}

TEST_CASE("c interface: a C program frees its handles in every order", "[api][c]") {
  kith::TemporaryFolder folder(kith::TemporaryFolder::in_memory());
  CHECK(std::system((std::string(KITH_C_PROGRAM) + " " + folder.path()).c_str()) == 0);
}

TEST_CASE("handles: a program ends its handles in every order", "[api][handles]") {
  kith::TemporaryFolder folder(kith::TemporaryFolder::in_memory());
  CHECK(std::system((std::string(KITH_HANDLES_PROGRAM) + " " + folder.path()).c_str()) == 0);
}

TEST_CASE("c interface: the plan of a PROFILE is there as JSON", "[api][c]") {
  Fixture db;
  kith_statement* statement = db.prepare("PROFILE UNWIND [1, 2] AS x RETURN x");
  const char* json = "not touched";
  std::size_t size_bytes = 1;
  REQUIRE(kith_plan_json(statement, &json, &size_bytes, nullptr) == KITH_OK);
  CHECK(json == nullptr);
  CHECK(size_bytes == 0);
  while (kith_step(statement, nullptr) == KITH_ROW) continue;
  REQUIRE(kith_plan_json(statement, &json, &size_bytes, nullptr) == KITH_OK);
  REQUIRE(json != nullptr);
  const std::string text(json, size_bytes);
  CHECK(text.find("\"rows\":2") != std::string::npos);
  kith_statement_free(statement);
  CHECK(kith_plan_json(nullptr, &json, nullptr, nullptr) == KITH_ARGUMENT);
}
