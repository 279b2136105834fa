/* kith from C, and from every language that can call C.
 *
 *     kith_store* store = NULL;
 *     kith_statement* people = NULL;
 *     kith_error* error = NULL;
 *     if (kith_open("news.db", NULL, &store, &error) != KITH_OK) goto failed;
 *     if (kith_prepare(store, "MATCH (p:Person) WHERE p.born > $year RETURN p.name", KITH_NUL_TERMINATED, &people,
 *                      &error) != KITH_OK) goto failed;
 *     if (kith_bind_int64(people, "year", 1867, &error) != KITH_OK) goto failed;
 *     while ((code = kith_step(people, &error)) == KITH_ROW) puts(kith_column_text(people, 0, NULL));
 *     if (code != KITH_DONE) goto failed;
 *     ...
 *     failed:
 *     if (error != NULL) fprintf(stderr, "%s\n", kith_error_text(error));
 *     kith_error_free(error);
 *     kith_statement_free(people);
 *     kith_store_free(store);
 *
 * Handles. A store, a transaction, a statement, a value and an error are made by the functions that have a
 * pointer to one as an out parameter (or return one), and freed by kith_..._free, in any order. Freeing NULL does
 * nothing. An out parameter is NULL after a failure.
 *   What has been closed or has ended answers KITH_CLOSED to whatever would need it: closing a store ends its
 * transactions and statements, the end of a transaction ends its statements. Their handles are still to be freed.
 *   A NULL handle, a NULL text or an out parameter that is NULL gives KITH_ARGUMENT with detail "Misuse".
 *
 * Errors. A function that can fail returns a code and has a last parameter `error`, which may be NULL. If it is
 * not, every call writes it: NULL after success, else a new error, to be freed with kith_error_free. No exception
 * leaves a function, whatever happens; a lack of memory is KITH_LIMIT with detail "MemoryLimit".
 *
 * Threads. A store may be used by any number of threads at once; kith_close waits for the calls that run, which it
 * stops, and kith_interrupt may also be called from a signal handler. A transaction with the statements prepared in
 * it, any other statement, a value and an error are used by one thread at a time. The functions that free need the
 * handle for themselves.
 *   After fork() the child may only free handles; everything else answers KITH_UNSUPPORTED.
 *
 * Texts are UTF-8. A text or bytes that a function returns belongs to the handle it was asked of.
 */
#ifndef KITH_KITH_C_H
#define KITH_KITH_C_H

#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define KITH_C_API __attribute__((visibility("default")))
#else
#define KITH_C_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/** What a call came to. The numbers do not change. Only KITH_CONFLICT is worth a retry. */
typedef enum kith_code {
  KITH_OK = 0,
  KITH_SYNTAX = 1,                   /**< the statement is wrong whatever the graph holds */
  KITH_SEMANTIC = 2,                 /**< the statement contradicts itself while it runs */
  KITH_PARAMETER_MISSING = 3,        /**< a parameter of the statement was not bound */
  KITH_TYPE = 4,                     /**< a value has the wrong type */
  KITH_ARGUMENT = 5,                 /**< the type is right, the value is not; or the call is wrong ("Misuse") */
  KITH_ARITHMETIC = 6,               /**< overflow, division by zero */
  KITH_NOT_FOUND = 7,                /**< the entity does not exist or was deleted */
  KITH_ALREADY_EXISTS = 8,           /**< something of this name or place is there already */
  KITH_CONSTRAINT = 9,               /**< a constraint would be violated */
  KITH_CONSTRAINT_VERIFICATION = 10, /**< a rule of the graph would be violated (a node with edges deleted) */
  KITH_PROCEDURE = 11,               /**< unknown procedure, or one called wrongly */
  KITH_SCHEMA = 12,                  /**< an index or constraint exists already, or does not */
  KITH_CONFLICT = 13,                /**< another transaction was first: try again from kith_begin */
  KITH_CANCELLED = 14,               /**< stopped by kith_interrupt */
  KITH_TIMEOUT = 15,                 /**< stopped by the clock */
  KITH_LIMIT = 16,                   /**< a limit by name: nesting, statement size, memory, overlay */
  KITH_READ_ONLY = 17,               /**< a write where only reads are allowed */
  KITH_LOCKED = 18,                  /**< the store is open elsewhere; the message names the holder */
  KITH_CORRUPTION = 19,              /**< what lies on disk is not what was written */
  KITH_IO = 20,                      /**< the operating system said no */
  KITH_COMMIT_UNKNOWN = 21,          /**< the commit may or may not be durable */
  KITH_CLOSED = 22,                  /**< the handle was closed */
  KITH_UNSUPPORTED = 23,             /**< not in this version, or not in a forked child */
  KITH_PROTOCOL = 24,                /**< a request of the line protocol is malformed */
  KITH_INTERNAL = 25,                /**< a fault of ours */

  KITH_ROW = 100, /**< kith_step: there is a row */
  KITH_DONE = 101 /**< kith_step: there are no more rows */
} kith_code;

/** The kinds of value. The numbers do not change. */
typedef enum kith_type {
  KITH_NULL = 0,
  KITH_BOOLEAN = 1,
  KITH_INTEGER = 2,
  KITH_FLOAT = 3,
  KITH_STRING = 4,
  KITH_BYTES = 5,
  KITH_LIST = 6,
  KITH_MAP = 7,
  KITH_NODE = 8,
  KITH_EDGE = 9,
  KITH_PATH = 10,
  KITH_DATE = 11,
  KITH_LOCAL_TIME = 12,
  KITH_TIME = 13,
  KITH_LOCAL_DATETIME = 14,
  KITH_DATETIME = 15,
  KITH_DURATION = 16,
  KITH_POINT = 17,
  KITH_VECTOR = 18
} kith_type;

/** One graph in one folder. */
typedef struct kith_store kith_store;
/** One view of the graph, and changes that become visible to others all at once or never. */
typedef struct kith_transaction kith_transaction;
/** A statement with its parameters and, while it runs, its rows. */
typedef struct kith_statement kith_statement;
/** A value made for a parameter. */
typedef struct kith_value kith_value;
/** What went wrong. */
typedef struct kith_error kith_error;

/** In place of a size in bytes: the text ends with a NUL. */
#define KITH_NUL_TERMINATED ((size_t)-1)

/** The version of the library, "1.2.3". Static. */
KITH_C_API const char* kith_version(void);

/** The name of a kith_code as errors are printed: "SyntaxError", "Conflict"; "OK", "ROW", "DONE"; "" for an unknown one.
 *  Static. */
KITH_C_API const char* kith_code_name(int code);

/* ---- errors; of NULL all give 0 or "" ---- */

KITH_C_API kith_code kith_error_code(const kith_error* error);
/** One sentence for people, in lower case. */
KITH_C_API const char* kith_error_message(const kith_error* error);
/** One word for programs, "UndefinedVariable"; may be empty. */
KITH_C_API const char* kith_error_detail(const kith_error* error);
/** GQL's number of it, five characters: kith/gqlstatus.h lists them. */
KITH_C_API const char* kith_error_gqlstatus(const kith_error* error);
/** What to do, "did you mean `n`?"; may be empty. */
KITH_C_API const char* kith_error_hint(const kith_error* error);
/** All of it on one line: "SyntaxError: the variable `x` is not defined at 1:8; did you mean `y`?" */
KITH_C_API const char* kith_error_text(const kith_error* error);
/** Where in the statement, from 1, the column in code points; 0 where there is no place. */
KITH_C_API uint32_t kith_error_line(const kith_error* error);
KITH_C_API uint32_t kith_error_column(const kith_error* error);
/** 1 if it was found before the first row was worked on, whatever the graph holds. */
KITH_C_API int kith_error_is_compile_time(const kith_error* error);
KITH_C_API void kith_error_free(kith_error* error);

/* ---- stores ---- */

/** When a commit is answered. Whatever it is, a crash may lose the newest commits, never an older one or a part of
 *  one, and none that was answered goes with the process alone. */
typedef enum kith_durability {
  KITH_DURABILITY_DEFAULT = 0, /**< of a store: sync; of a transaction: the store's */
  KITH_DURABILITY_SYNC = 1,    /**< after its bytes are on the disk */
  KITH_DURABILITY_GROUP = 2,   /**< before; those of a short time are then brought to the disk together */
  KITH_DURABILITY_NONE = 3     /**< before; when is left to the operating system */
} kith_durability;

/** How a store is opened. Begin with KITH_OPEN_OPTIONS_INIT and set what should differ; later versions add fields at
 *  the end, and `struct_size` tells them which are there. */
typedef struct kith_open_options {
  size_t struct_size;
  int must_exist;        /**< 1: KITH_NOT_FOUND where there is no store; else one is made */
  int read_only;         /**< 1: several processes may have the store open like this */
  uint64_t memory_bytes; /**< one budget for all; 0: the smaller of 1 GiB and a quarter of the machine's */
  int durability;        /**< a kith_durability, of commits that do not say */
  int no_files;          /**< 1: statements may not read files (LOAD CSV): KITH_UNSUPPORTED, "FilesNotAllowed" */
} kith_open_options;

#define KITH_OPEN_OPTIONS_INIT \
  { sizeof(kith_open_options), 0, 0, 0, 0, 0 }

/** Opens the store in the folder `path`, or makes it. `options` may be NULL. Errors: KITH_LOCKED, KITH_NOT_FOUND,
 *  KITH_CORRUPTION (nothing was touched), KITH_IO, KITH_UNSUPPORTED (a newer format, or an option not known). */
KITH_C_API kith_code kith_open(const char* path, const kith_open_options* options, kith_store** store,
                               kith_error** error);

/** Stops what runs, ends the store's transactions (rolling back) and statements, and closes it. The handle stays, and
 *  answers KITH_CLOSED, until it is freed; closing again does nothing. Any thread. */
KITH_C_API kith_code kith_close(kith_store* store, kith_error** error);

/** Closes, if that was not done, and frees. Transactions and statements may be freed before or after. */
KITH_C_API void kith_store_free(kith_store* store);

/** Stops every statement of the store that runs: it gives KITH_CANCELLED. Those begun later run. Any thread, and
 *  signal handlers. */
KITH_C_API void kith_interrupt(kith_store* store);

/** Runs one statement without parameters in a transaction of its own and forgets its rows. */
KITH_C_API kith_code kith_execute(kith_store* store, const char* statement, kith_error** error);

/* ---- transactions ---- */

/** How a transaction is begun. Begin with KITH_BEGIN_OPTIONS_INIT; grows as kith_open_options does. */
typedef struct kith_begin_options {
  size_t struct_size;
  int read_only;    /**< 1: writing statements give KITH_READ_ONLY */
  int serializable; /**< 1: commits as if transactions had run one after the other; 0: snapshot isolation */
  int durability;   /**< a kith_durability */
} kith_begin_options;

#define KITH_BEGIN_OPTIONS_INIT \
  { sizeof(kith_begin_options), 0, 0, 0 }

/** Begins a transaction, which reads what is committed now, and its own changes. `options` may be NULL. */
KITH_C_API kith_code kith_begin(kith_store* store, const kith_begin_options* options, kith_transaction** transaction,
                                kith_error** error);

/** Makes its changes durable and visible. The transaction has ended whatever the answer is. KITH_CONFLICT: another
 *  was first and nothing was written. KITH_COMMIT_UNKNOWN: the disk failed, and the store only reads until it is
 *  opened again. */
KITH_C_API kith_code kith_commit(kith_transaction* transaction, kith_error** error);

/** Forgets its changes. Of a transaction that has ended it does nothing. */
KITH_C_API kith_code kith_rollback(kith_transaction* transaction, kith_error** error);

/** 1 until it ends. */
KITH_C_API int kith_transaction_is_open(const kith_transaction* transaction);

/** Rolls back, if it has not ended, and frees. */
KITH_C_API void kith_transaction_free(kith_transaction* transaction);

/* ---- statements ---- */

/** Prepares one statement to be run in transactions of its own: a writing one is committed when its first step
 *  returns, and conflicts are retried inside. `size_bytes` of `text`, or KITH_NUL_TERMINATED. The text is copied.
 *  It is compiled here, and again by itself when an index, a constraint or a procedure has come or gone.
 *  Errors: those that can be found without running it. */
KITH_C_API kith_code kith_prepare(kith_store* store, const char* text, size_t size_bytes, kith_statement** statement,
                                  kith_error** error);

/** The same, to be run in `transaction`. An error in a writing statement takes back what that statement did and
 *  leaves the transaction open. */
KITH_C_API kith_code kith_prepare_in(kith_transaction* transaction, const char* text, size_t size_bytes,
                                     kith_statement** statement, kith_error** error);

/** Ends its run, if any, and frees. */
KITH_C_API void kith_statement_free(kith_statement* statement);

/** 1 if the statement may change the graph, an index or a constraint. */
KITH_C_API int kith_statement_writes(const kith_statement* statement);

/** How many parameters the text names. */
KITH_C_API size_t kith_parameter_count(const kith_statement* statement);
/** Their names without `$`, in the order in which the text first has them; NULL if there is none. Lives as long as the
 *  statement. */
KITH_C_API const char* kith_parameter_name(const kith_statement* statement, size_t parameter);

/** Bind the parameter $name, `name` written with or without the `$`; what was bound before is replaced, and stays
 *  bound over kith_reset. Texts, bytes and values are copied. KITH_ARGUMENT ("Misuse") while the statement runs, that
 *  is from its first step until kith_reset. A name the statement does not have does no harm. */
KITH_C_API kith_code kith_bind_null(kith_statement* statement, const char* name, kith_error** error);
/** False if `value` is 0. */
KITH_C_API kith_code kith_bind_bool(kith_statement* statement, const char* name, int value, kith_error** error);
KITH_C_API kith_code kith_bind_int64(kith_statement* statement, const char* name, int64_t value, kith_error** error);
KITH_C_API kith_code kith_bind_double(kith_statement* statement, const char* name, double value, kith_error** error);
/** UTF-8, or KITH_ARGUMENT with detail "InvalidUnicodeCharacter". A NUL may stand inside if the size is given. */
KITH_C_API kith_code kith_bind_text(kith_statement* statement, const char* name, const char* text, size_t size_bytes,
                                    kith_error** error);
/** `bytes` may be NULL if there are none. */
KITH_C_API kith_code kith_bind_bytes(kith_statement* statement, const char* name, const void* bytes, size_t size_bytes,
                                     kith_error** error);
KITH_C_API kith_code kith_bind_value(kith_statement* statement, const char* name, const kith_value* value,
                                     kith_error** error);
KITH_C_API kith_code kith_clear_bindings(kith_statement* statement, kith_error** error);

/** Limits for runs from now on: 0 milliseconds is none, 0 bytes the store's budget for a statement. */
KITH_C_API kith_code kith_set_timeout_ms(kith_statement* statement, uint64_t timeout_ms, kith_error** error);
KITH_C_API kith_code kith_set_memory_bytes(kith_statement* statement, uint64_t memory_bytes, kith_error** error);

/** The first step runs the statement; each gives KITH_ROW and moves to the next row, or KITH_DONE, again and again,
 *  after the last. After an error every step gives it again until kith_reset. */
KITH_C_API kith_code kith_step(kith_statement* statement, kith_error** error);

/** Ends the run, so that parameters can be bound and the next step runs the statement again. What a writing statement
 *  did stays done. */
KITH_C_API kith_code kith_reset(kith_statement* statement, kith_error** error);

/* ---- columns; the rows' are there after KITH_ROW, until the next step, reset or free. Without a row, and of a
 *      column that there is not, the type is KITH_NULL and everything else 0 or NULL ---- */

/** Known since the statement was prepared; 0 for one that returns nothing. */
KITH_C_API size_t kith_column_count(const kith_statement* statement);
/** As in RETURN. Lives as long as the statement. */
KITH_C_API const char* kith_column_name(const kith_statement* statement, size_t column);
KITH_C_API kith_type kith_column_type(const kith_statement* statement, size_t column);
KITH_C_API int kith_column_bool(const kith_statement* statement, size_t column);
/** Of a FLOAT what remains without its fraction, within the bounds of 64 bits; of a BOOLEAN 0 or 1. */
KITH_C_API int64_t kith_column_int64(const kith_statement* statement, size_t column);
/** Of an INTEGER the nearest double. */
KITH_C_API double kith_column_double(const kith_statement* statement, size_t column);
/** A STRING as it is, any other value as its text in the language ('2015-03-26', "[1, 2]"), NULL for null. With a NUL at
 *  its end, which is not in `*size_bytes`; `size_bytes` may be NULL. Valid until the next row, and until the same
 *  column is asked for in another form. NULL also without memory for it. */
KITH_C_API const char* kith_column_text(kith_statement* statement, size_t column, size_t* size_bytes);
/** BYTES, or the bytes of a STRING; NULL for other types. */
KITH_C_API const void* kith_column_bytes(const kith_statement* statement, size_t column, size_t* size_bytes);

/** Forms of JSON. Both name nodes, edges and paths with all they have. */
typedef enum kith_json_form {
  KITH_JSON_PLAIN = 0, /**< what a script would expect: numbers, strings, arrays, objects */
  KITH_JSON_TYPED = 1  /**< {"$type": "Integer", "_value": "1"}: every type told apart, nothing lost */
} kith_json_form;

/** The value as JSON in a kith_json_form into `*json`, with a NUL at its end; `size_bytes` may be NULL. Valid as kith_column_text's. */
KITH_C_API kith_code kith_column_json(kith_statement* statement, size_t column, int form, const char** json,
                                      size_t* size_bytes, kith_error** error);

/** What EXPLAIN and PROFILE ask for, as JSON into `*json`: {"operator": ..., "details": ..., "estimatedRows": ...,
 *  "children": [...]}, under PROFILE with "rows", "batches", "timeMs" and "ownTimeMs" by now; complete after KITH_DONE.
 *  NULL for other statements and while none runs. Valid until the next call of this statement; `size_bytes` may be NULL. */
KITH_C_API kith_code kith_plan_json(kith_statement* statement, const char** json, size_t* size_bytes,
                                    kith_error** error);

/* ---- warnings: what is doubtful about the statement, though it runs; there after the first step, until kith_reset.
 *      Of a warning that there is not everything is 0 or "" ---- */

KITH_C_API size_t kith_warning_count(const kith_statement* statement);
/** One sentence for people, in lower case. As long as the run. */
KITH_C_API const char* kith_warning_message(const kith_statement* statement, size_t warning);
/** What to do; may be empty. As long as the run. */
KITH_C_API const char* kith_warning_hint(const kith_statement* statement, size_t warning);
/** Its number, five characters: Warning of kith/query.h lists them. As long as the run. */
KITH_C_API const char* kith_warning_gqlstatus(const kith_statement* statement, size_t warning);
/** Where in the statement, from 1, the column in code points. */
KITH_C_API uint32_t kith_warning_line(const kith_statement* statement, size_t warning);
KITH_C_API uint32_t kith_warning_column(const kith_statement* statement, size_t warning);

/** What the last run changed, by counter; complete after its first step, and kept over kith_reset until the next. */
typedef enum kith_counter {
  KITH_NODES_CREATED = 0,
  KITH_NODES_DELETED = 1,
  KITH_EDGES_CREATED = 2,
  KITH_EDGES_DELETED = 3,
  KITH_PROPERTIES_SET = 4,
  KITH_LABELS_ADDED = 5,
  KITH_LABELS_REMOVED = 6,
  KITH_INDEXES_ADDED = 7,
  KITH_INDEXES_REMOVED = 8,
  KITH_CONSTRAINTS_ADDED = 9,
  KITH_CONSTRAINTS_REMOVED = 10
} kith_counter;

KITH_C_API int64_t kith_changes(const kith_statement* statement, int counter);

/* ---- values for kith_bind_value: lists, maps, dates, points, in any depth ---- */

/** NULL without memory, as all that make values. */
KITH_C_API kith_value* kith_value_null(void);
KITH_C_API kith_value* kith_value_bool(int value);
KITH_C_API kith_value* kith_value_int64(int64_t value);
KITH_C_API kith_value* kith_value_double(double value);
/** NULL also for a text that is not UTF-8. */
KITH_C_API kith_value* kith_value_text(const char* text, size_t size_bytes);
KITH_C_API kith_value* kith_value_bytes(const void* bytes, size_t size_bytes);
/** An empty list, for kith_list_append. */
KITH_C_API kith_value* kith_value_list(void);
/** An empty map, for kith_map_set. */
KITH_C_API kith_value* kith_value_map(void);
/** The value of type KITH_DATE ... KITH_DURATION that `text` says in ISO 8601: "2015-03-26", "P1DT2H". Errors:
 *  KITH_ARGUMENT if it says none, KITH_TYPE for other types. */
KITH_C_API kith_code kith_value_temporal(int type, const char* text, kith_value** value, kith_error** error);
/** A point: `srid` 7203 and 9157 Cartesian (2D, 3D), 4326 and 4979 WGS-84 (x longitude, y latitude in degrees). `z`
 *  counts in 3D only. KITH_ARGUMENT for another srid. */
KITH_C_API kith_code kith_value_point(int32_t srid, double x, double y, double z, kith_value** value,
                                      kith_error** error);
/** A vector of 32-bit floats. */
KITH_C_API kith_value* kith_value_vector(const float* coordinates, size_t count);

/** Adds a copy of `item` at the end. KITH_TYPE if `list` is no list. */
KITH_C_API kith_code kith_list_append(kith_value* list, const kith_value* item, kith_error** error);
/** Sets `key`, NUL-terminated, to a copy of `value`. KITH_TYPE if `map` is no map. */
KITH_C_API kith_code kith_map_set(kith_value* map, const char* key, const kith_value* value, kith_error** error);
KITH_C_API kith_type kith_value_type(const kith_value* value);
KITH_C_API void kith_value_free(kith_value* value);

#ifdef __cplusplus
}
#endif

#endif
