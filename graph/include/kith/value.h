// Cypher's values.
//
//     kith::Value v = kith::List{1, "two", 3.0, kith::Value::null()};
//     assert(v.kind() == kith::Kind::kList && v.as_list()[1].as_string() == "two");
//     std::string text = v.to_text();  // [1, 'two', 3.0, null]
//
// A Value is 16 bytes; booleans, numbers, dates and ids lie inside, everything else behind a counted
// reference to something immutable, so that copying is cheap and safe from any thread. Equality and
// order have Cypher's several meanings and live in value/compare.h; operator== here is identity of
// content (null == null, NaN == NaN, 1 != 1.0), which is what tests and containers want.
#pragma once

#include <atomic>
#include <compare>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kith {

/// Dense ids, never reused; distinct types so that one cannot be taken for another.
enum class NodeId : std::uint64_t {};
enum class EdgeId : std::uint64_t {};

/// The kinds of value (openCypher 9, "Types"). The numbers are stable: they are on disk.
enum class Kind : std::uint8_t {
  kNull = 0,
  kBoolean = 1,
  kInteger = 2,
  kFloat = 3,
  kString = 4,
  kBytes = 5,
  kList = 6,
  kMap = 7,
  kNode = 8,
  kEdge = 9,
  kPath = 10,
  kDate = 11,
  kLocalTime = 12,
  kTime = 13,
  kLocalDateTime = 14,
  kDateTime = 15,
  kDuration = 16,
  kPoint = 17,
  kVector = 18,
};

/// The kind as Cypher calls it: "INTEGER", "ZONED DATETIME", ... Static storage.
const char* kind_name(Kind kind) noexcept;

/// A calendar day: days since 1970-01-01 in the proleptic Gregorian calendar.
struct Date {
  std::int64_t days = 0;
  friend auto operator<=>(const Date&, const Date&) = default;
};

/// A time of day without a zone: nanoseconds since midnight.
struct LocalTime {
  std::int64_t nanos = 0;
  friend auto operator<=>(const LocalTime&, const LocalTime&) = default;
};

/// A time of day with an offset east of UTC in seconds; `nanos` is the local time.
struct Time {
  std::int64_t nanos = 0;
  std::int32_t offset_s = 0;
  friend bool operator==(const Time&, const Time&) = default;
};

/// A date and time without a zone: seconds since 1970-01-01T00:00 local, and nanoseconds in 0..999999999.
struct LocalDateTime {
  std::int64_t seconds = 0;
  std::int32_t nanos = 0;
  friend auto operator<=>(const LocalDateTime&, const LocalDateTime&) = default;
};

/// An instant (seconds since the Unix epoch, UTC) with the offset it is shown in and, if named, its zone.
struct DateTime {
  std::int64_t seconds = 0;
  std::int32_t nanos = 0;
  std::int32_t offset_s = 0;
  std::string zone = {};
  friend bool operator==(const DateTime&, const DateTime&) = default;
};

/// Months, days and seconds are kept apart (openCypher CIP2015-08-06); nanos in 0..999999999.
struct Duration {
  std::int64_t months = 0;
  std::int64_t days = 0;
  std::int64_t seconds = 0;
  std::int32_t nanos = 0;
  friend bool operator==(const Duration&, const Duration&) = default;
};

/// A point: srid 7203 and 9157 Cartesian (2D, 3D), 4326 and 4979 WGS-84 (x longitude, y latitude in degrees).
struct Point {
  std::int32_t srid = 7203;
  double x = 0;
  double y = 0;
  double z = 0;
  bool is_3d() const noexcept { return srid == 9157 || srid == 4979; }
  friend bool operator==(const Point&, const Point&) = default;
};

struct Node;
struct Edge;
struct Path;
class Map;
class Value;
using List = std::vector<Value>;

/// Coordinates of an embedding, 32-bit floats.
struct Vector {
  std::vector<float> coordinates;
  friend bool operator==(const Vector&, const Vector&) = default;
};

/// One Cypher value. Copying is cheap; const member functions are safe from many threads.
class Value {
 public:
  Value() noexcept = default;
  Value(bool v) noexcept : kind_(Kind::kBoolean) { word_.boolean = v; }            // NOLINT: implicit by design
  Value(int v) noexcept : Value(static_cast<std::int64_t>(v)) {}                   // NOLINT
  Value(std::int64_t v) noexcept : kind_(Kind::kInteger) { word_.integer = v; }    // NOLINT
  Value(double v) noexcept : kind_(Kind::kFloat) { word_.real = v; }               // NOLINT
  Value(Date v) noexcept : kind_(Kind::kDate) { word_.integer = v.days; }          // NOLINT
  Value(LocalTime v) noexcept : kind_(Kind::kLocalTime) { word_.integer = v.nanos; }  // NOLINT
  Value(const char* v) : Value(std::string_view(v)) {}                             // NOLINT
  Value(std::string_view v);                                                       // NOLINT
  Value(std::string v);                                                            // NOLINT
  Value(List v);                                                                   // NOLINT
  Value(Map v);                                                                    // NOLINT
  Value(Time v);                                                                   // NOLINT
  Value(LocalDateTime v);                                                          // NOLINT
  Value(DateTime v);                                                               // NOLINT
  Value(Duration v);                                                               // NOLINT
  Value(Point v);                                                                  // NOLINT
  Value(Vector v);                                                                 // NOLINT
  Value(Node v);                                                                   // NOLINT
  Value(Edge v);                                                                   // NOLINT
  Value(Path v);                                                                   // NOLINT

  Value(const Value& other) noexcept : kind_(other.kind_), on_heap_(other.on_heap_), word_(other.word_) { retain(); }

  Value(Value&& other) noexcept : kind_(other.kind_), on_heap_(other.on_heap_), word_(other.word_) {
    other.kind_ = Kind::kNull;
    other.on_heap_ = false;
  }

  Value& operator=(const Value& other) noexcept {
    Value copy(other);
    swap(copy);
    return *this;
  }

  Value& operator=(Value&& other) noexcept {
    Value taken(std::move(other));
    swap(taken);
    return *this;
  }

  ~Value() { release(); }

  void swap(Value& other) noexcept {
    std::swap(kind_, other.kind_);
    std::swap(on_heap_, other.on_heap_);
    std::swap(word_, other.word_);
  }

  static Value null() noexcept { return {}; }

  /// Bytes, as opposed to text.
  static Value bytes(std::string v);

  /// A node or edge named by its id alone, as operators carry them. A cursor never gives one out: it
  /// resolves them to full elements first.
  static Value node_ref(NodeId id) noexcept;
  static Value edge_ref(EdgeId id) noexcept;

  Kind kind() const noexcept { return kind_; }

  bool is_null() const noexcept { return kind_ == Kind::kNull; }

  bool is_number() const noexcept { return kind_ == Kind::kInteger || kind_ == Kind::kFloat; }

  /// True for node_ref and edge_ref.
  bool is_reference() const noexcept { return !on_heap_ && (kind_ == Kind::kNode || kind_ == Kind::kEdge); }

  // Each as_… requires the matching kind(); anything else is undefined. References live as long as
  // this Value or any copy of it.
  bool as_boolean() const noexcept { return word_.boolean; }

  std::int64_t as_integer() const noexcept { return word_.integer; }

  double as_float() const noexcept { return word_.real; }

  Date as_date() const noexcept { return {word_.integer}; }

  LocalTime as_local_time() const noexcept { return {word_.integer}; }

  std::string_view as_string() const noexcept;  ///< kString
  std::string_view as_bytes() const noexcept;   ///< kBytes
  const List& as_list() const noexcept;
  const Map& as_map() const noexcept;
  const Time& as_time() const noexcept;
  const LocalDateTime& as_local_date_time() const noexcept;
  const DateTime& as_date_time() const noexcept;
  const Duration& as_duration() const noexcept;
  const Point& as_point() const noexcept;
  const Vector& as_vector() const noexcept;
  const Node& as_node() const noexcept;  ///< not a reference
  const Edge& as_edge() const noexcept;  ///< not a reference
  const Path& as_path() const noexcept;

  /// The id of a kNode or kEdge, whether a reference or full.
  NodeId node_id() const noexcept;
  EdgeId edge_id() const noexcept;

  /// An integer or float as a double. Requires is_number().
  double as_number() const noexcept {
    return kind_ == Kind::kInteger ? static_cast<double>(word_.integer) : word_.real;
  }

  /// The value as Cypher text: a literal where there is one ('it\'s', [1, 2], {a: 1}), temporal values
  /// as their ISO text, nodes as (:Label {key: value}), edges as [:TYPE {…}], paths as <(…)-[…]->(…)>.
  std::string to_text() const;

  /// Same kind and same content, nodes and edges by id; null equals null and NaN equals NaN.
  friend bool operator==(const Value& a, const Value& b);

 private:
  struct Shared;

  template <class T>
  struct Box;

  union Word {
    bool boolean;
    std::int64_t integer;
    std::uint64_t id;
    double real;
    Shared* shared;
  };

  Value(Kind kind, Shared* shared) noexcept : kind_(kind), on_heap_(true) { word_.shared = shared; }

  template <class T>
  const T& boxed() const noexcept;

  void retain() const noexcept {
    if (on_heap_) retain_shared();
  }

  void release() noexcept {
    if (on_heap_) release_shared();
  }

  void retain_shared() const noexcept;
  void release_shared() noexcept;

  Kind kind_ = Kind::kNull;
  bool on_heap_ = false;
  Word word_ = {};
};

static_assert(sizeof(Value) == 16);

/// A map of Cypher: entries sorted by key (bytes), keys unique. Value type.
class Map {
 public:
  using Entry = std::pair<std::string, Value>;
  Map() = default;
  /// Later entries win over earlier ones of the same key.
  Map(std::initializer_list<Entry> entries);
  explicit Map(std::vector<Entry> entries);

  /// The value of `key`, or null (pointer) if there is none. O(log n).
  const Value* find(std::string_view key) const noexcept;

  /// The value of `key`, or a null value.
  const Value& operator[](std::string_view key) const noexcept;

  void set(std::string_view key, Value value);
  bool erase(std::string_view key);

  std::size_t size() const noexcept { return entries_.size(); }

  bool empty() const noexcept { return entries_.empty(); }

  auto begin() const noexcept { return entries_.begin(); }

  auto end() const noexcept { return entries_.end(); }

  friend bool operator==(const Map&, const Map&);

 private:
  std::vector<Entry> entries_;
};

}  // namespace kith
