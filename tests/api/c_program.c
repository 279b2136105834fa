/* A C program that uses kith as C programs do: run by itself, and under valgrind.
 *
 *     c_program FOLDER [few]      # makes stores in FOLDER; prints what went wrong, or nothing
 *
 * Frees handles in every order; with `few` in some that differ most.
 */
#include "kith/kith_c.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int failures = 0;

static void check(int truth, const char* what, int line) {
  if (truth) return;
  fprintf(stderr, "line %d: %s\n", line, what);
  ++failures;
}

#define CHECK(truth) check((truth) != 0, #truth, __LINE__)

/* A call that has to succeed. */
static void must(kith_code code, kith_error* error, int line) {
  if (code == KITH_OK && error == NULL) return;
  fprintf(stderr, "line %d: %s\n", line, kith_error_text(error));
  kith_error_free(error);
  ++failures;
}

static kith_error* error;
#define MUST(call)                \
  do {                            \
    kith_code code_ = (call);     \
    must(code_, error, __LINE__); \
  } while (0)

static kith_store* open_store(const char* folder, const char* name) {
  char path[4096];
  kith_store* store = NULL;
  snprintf(path, sizeof path, "%s/%s", folder, name);
  MUST(kith_open(path, NULL, &store, &error));
  return store;
}

static kith_statement* prepare(kith_store* store, const char* text) {
  kith_statement* statement = NULL;
  MUST(kith_prepare(store, text, KITH_NUL_TERMINATED, &statement, &error));
  return statement;
}

/* A statement with every kind of parameter, run twice. */
static void values_go_in_and_out(kith_store* store) {
  kith_statement* s = prepare(store, "RETURN $n AS n, $b AS b, $i AS i, $d AS d, $t AS t, $y AS y, $l AS l");
  kith_value* list = kith_value_list();
  kith_value* map = kith_value_map();
  kith_value* day = NULL;
  kith_value* one = kith_value_int64(1);
  const char* json = NULL;
  size_t size = 0;
  int round;
  MUST(kith_value_temporal(KITH_DATE, "2015-03-26", &day, &error));
  MUST(kith_map_set(map, "day", day, &error));
  MUST(kith_list_append(list, one, &error));
  MUST(kith_list_append(list, map, &error));
  MUST(kith_bind_null(s, "n", &error));
  MUST(kith_bind_bool(s, "b", 1, &error));
  MUST(kith_bind_double(s, "d", 0.5, &error));
  MUST(kith_bind_text(s, "$t", "caf\xC3\xA9", KITH_NUL_TERMINATED, &error));
  MUST(kith_bind_bytes(s, "y", "\0\1", 2, &error));
  MUST(kith_bind_value(s, "l", list, &error));
  kith_value_free(one);
  kith_value_free(day);
  kith_value_free(map);
  kith_value_free(list);
  CHECK(kith_column_count(s) == 7 && strcmp(kith_column_name(s, 6), "l") == 0);
  for (round = 0; round < 2; ++round) {
    MUST(kith_bind_int64(s, "i", 41 + round, &error));
    CHECK(kith_step(s, &error) == KITH_ROW);
    CHECK(kith_column_type(s, 0) == KITH_NULL && kith_column_text(s, 0, NULL) == NULL);
    CHECK(kith_column_bool(s, 1) == 1);
    CHECK(kith_column_int64(s, 2) == 41 + round);
    CHECK(kith_column_double(s, 3) == 0.5);
    CHECK(strcmp(kith_column_text(s, 4, &size), "caf\xC3\xA9") == 0 && size == 5);
    CHECK(memcmp(kith_column_bytes(s, 5, &size), "\0\1", 2) == 0 && size == 2);
    MUST(kith_column_json(s, 6, KITH_JSON_PLAIN, &json, NULL, &error));
    CHECK(strcmp(json, "[1,{\"day\":\"2015-03-26\"}]") == 0);
    CHECK(kith_bind_int64(s, "i", 0, NULL) == KITH_ARGUMENT);
    CHECK(kith_step(s, &error) == KITH_DONE);
    CHECK(kith_step(s, &error) == KITH_DONE);
    MUST(kith_reset(s, &error));
  }
  kith_statement_free(s);
}

/* A statement names its parameters, and notices what the schema has become since it was prepared. */
static void prepared_statements_live_on(kith_store* store) {
  kith_statement* s = prepare(store, "CREATE (:Once {key: $key, name: $`a name`})");
  CHECK(kith_parameter_count(s) == 2);
  CHECK(strcmp(kith_parameter_name(s, 0), "key") == 0 && strcmp(kith_parameter_name(s, 1), "a name") == 0);
  CHECK(kith_parameter_name(s, 2) == NULL && kith_parameter_count(NULL) == 0 && kith_parameter_name(NULL, 0) == NULL);
  MUST(kith_bind_int64(s, "key", 1, &error));
  MUST(kith_bind_text(s, "a name", "x", KITH_NUL_TERMINATED, &error));
  CHECK(kith_step(s, &error) == KITH_DONE);
  MUST(kith_reset(s, &error));
  MUST(kith_execute(store, "CREATE CONSTRAINT once_key FOR (n:Once) REQUIRE n.key IS UNIQUE", &error));
  CHECK(kith_step(s, NULL) == KITH_CONSTRAINT);
  MUST(kith_reset(s, &error));
  MUST(kith_execute(store, "DROP CONSTRAINT once_key", &error));
  CHECK(kith_step(s, &error) == KITH_DONE);
  kith_statement_free(s);
}

static void failures_are_told(kith_store* store) {
  kith_statement* s = NULL;
  CHECK(kith_prepare(store, "RETURN nosuch", KITH_NUL_TERMINATED, &s, &error) == KITH_SYNTAX);
  CHECK(s == NULL);
  CHECK(kith_error_code(error) == KITH_SYNTAX && strcmp(kith_error_detail(error), "UndefinedVariable") == 0);
  CHECK(strcmp(kith_error_gqlstatus(error), "42002") == 0 && strcmp(kith_error_gqlstatus(NULL), "") == 0);
  CHECK(kith_error_line(error) == 1 && kith_error_column(error) == 8);
  kith_error_free(error);
  s = prepare(store, "RETURN 1 / $zero");
  CHECK(kith_step(s, &error) == KITH_PARAMETER_MISSING);
  kith_error_free(error);
  MUST(kith_reset(s, &error));
  MUST(kith_bind_int64(s, "zero", 0, &error));
  CHECK(kith_step(s, &error) == KITH_ARITHMETIC);
  kith_error_free(error);
  CHECK(kith_step(s, NULL) == KITH_ARITHMETIC);
  MUST(kith_reset(s, &error));
  MUST(kith_bind_int64(s, "zero", 1, &error));
  CHECK(kith_step(s, &error) == KITH_ROW);
  kith_statement_free(s);
}

/* A store, a transaction and two statements that are in the middle of their rows, freed in the order `order` says. */
static void freed_in_order(const char* folder, const char* order, int close_first) {
  kith_store* store = open_store(folder, "orders.db");
  kith_transaction* tx = NULL;
  kith_statement* inside = NULL;
  kith_statement* outside = prepare(store, "UNWIND range(1, 5000) AS x RETURN x, toString(x) AS t");
  const char* at;
  MUST(kith_begin(store, NULL, &tx, &error));
  MUST(kith_prepare_in(tx, "UNWIND range(1, 3) AS x CREATE (n:A {x: x}) RETURN n", KITH_NUL_TERMINATED, &inside, &error));
  CHECK(kith_step(inside, &error) == KITH_ROW);
  CHECK(kith_changes(inside, KITH_NODES_CREATED) == 3);
  CHECK(kith_step(outside, &error) == KITH_ROW);
  CHECK(kith_column_text(outside, 1, NULL) != NULL);
  if (close_first) {
    MUST(kith_close(store, &error));
    MUST(kith_close(store, &error));
    CHECK(kith_step(inside, NULL) == KITH_CLOSED);
    CHECK(kith_step(outside, NULL) == KITH_CLOSED);
    CHECK(kith_commit(tx, NULL) == KITH_CLOSED);
    CHECK(kith_transaction_is_open(tx) == 0);
    CHECK(kith_execute(store, "RETURN 1", NULL) == KITH_CLOSED);
  }
  for (at = order; *at != '\0'; ++at) {
    if (*at == 's') {
      kith_store_free(store);
      if (strchr(at, 'i') != NULL) CHECK(kith_step(inside, NULL) == KITH_CLOSED);
      if (strchr(at, 'o') != NULL) CHECK(kith_step(outside, NULL) == KITH_CLOSED);
    } else if (*at == 't') {
      kith_transaction_free(tx);
      if (strchr(at, 'i') != NULL) CHECK(kith_step(inside, NULL) == KITH_CLOSED);
    } else if (*at == 'i') {
      kith_statement_free(inside);
    } else {
      kith_statement_free(outside);
    }
  }
}

static void permute(const char* folder, char* order, size_t fixed, int close_first) {
  size_t i;
  char swapped;
  if (fixed == strlen(order)) freed_in_order(folder, order, close_first);
  for (i = fixed; i < strlen(order); ++i) {
    swapped = order[fixed], order[fixed] = order[i], order[i] = swapped;
    permute(folder, order, fixed + 1, close_first);
    swapped = order[fixed], order[fixed] = order[i], order[i] = swapped;
  }
}

int main(int argc, char** argv) {
  static const char* const few_orders[] = {"stio", "oits"};
  char order[] = "stio";
  kith_store* store;
  size_t i;
  int close_first;
  if (argc < 2) return 2;
  CHECK(kith_version()[0] != '\0');
  store = open_store(argv[1], "c.db");
  if (store == NULL) return 1;
  values_go_in_and_out(store);
  prepared_statements_live_on(store);
  failures_are_told(store);
  kith_store_free(store);
  for (close_first = 0; close_first < 2; ++close_first) {
    if (argc == 2) permute(argv[1], order, 0, close_first);
    for (i = 0; argc > 2 && i < sizeof few_orders / sizeof *few_orders; ++i) freed_in_order(argv[1], few_orders[i], close_first);
  }
  return failures == 0 ? 0 : 1;
}
