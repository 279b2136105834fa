// The boxes behind kith::Value, and Map.
//
// A box is a counted, immutable T. A list may nest as deep as a query cares to build it, so freeing must
// not recurse without bound: beyond a small depth, boxes whose count fell to zero are chained through
// their dead counter and freed by the outermost call.
#include "kith/value.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include "kith/element.h"

namespace kith {

struct Value::Shared {
  Shared() = default;
  Shared(const Shared&) = delete;
  Shared& operator=(const Shared&) = delete;
  virtual ~Shared() = default;

  std::atomic<std::uintptr_t> count = 1;  // once dead: the next box to free
};

template <class T>
struct Value::Box final : Value::Shared {
  explicit Box(T v) : value(std::move(v)) {}

  T value;
};

template <class T>
const T& Value::boxed() const noexcept {
  return static_cast<const Box<T>*>(word_.shared)->value;
}

Value::Value(std::string_view v) : Value(std::string(v)) {}

Value::Value(std::string v) : Value(Kind::kString, new Box<std::string>(std::move(v))) {}

Value::Value(List v) : Value(Kind::kList, new Box<List>(std::move(v))) {}

Value::Value(Map v) : Value(Kind::kMap, new Box<Map>(std::move(v))) {}

Value::Value(Time v) : Value(Kind::kTime, new Box<Time>(v)) {}

Value::Value(LocalDateTime v) : Value(Kind::kLocalDateTime, new Box<LocalDateTime>(v)) {}

Value::Value(DateTime v) : Value(Kind::kDateTime, new Box<DateTime>(std::move(v))) {}

Value::Value(Duration v) : Value(Kind::kDuration, new Box<Duration>(v)) {}

Value::Value(Point v) : Value(Kind::kPoint, new Box<Point>(v)) {}

Value::Value(Vector v) : Value(Kind::kVector, new Box<Vector>(std::move(v))) {}

Value::Value(Node v) : Value(Kind::kNode, new Box<Node>(std::move(v))) {}

Value::Value(Edge v) : Value(Kind::kEdge, new Box<Edge>(std::move(v))) {}

Value::Value(Path v) : Value(Kind::kPath, new Box<Path>(std::move(v))) {}

Value Value::bytes(std::string v) { return {Kind::kBytes, new Box<std::string>(std::move(v))}; }

Value Value::node_ref(NodeId id) noexcept {
  Value v;
  v.kind_ = Kind::kNode;
  v.word_.id = static_cast<std::uint64_t>(id);
  return v;
}

Value Value::edge_ref(EdgeId id) noexcept {
  Value v;
  v.kind_ = Kind::kEdge;
  v.word_.id = static_cast<std::uint64_t>(id);
  return v;
}

std::string_view Value::as_string() const noexcept { return boxed<std::string>(); }

std::string_view Value::as_bytes() const noexcept { return boxed<std::string>(); }

const List& Value::as_list() const noexcept { return boxed<List>(); }

const Map& Value::as_map() const noexcept { return boxed<Map>(); }

const Time& Value::as_time() const noexcept { return boxed<Time>(); }

const LocalDateTime& Value::as_local_date_time() const noexcept { return boxed<LocalDateTime>(); }

const DateTime& Value::as_date_time() const noexcept { return boxed<DateTime>(); }

const Duration& Value::as_duration() const noexcept { return boxed<Duration>(); }

const Point& Value::as_point() const noexcept { return boxed<Point>(); }

const Vector& Value::as_vector() const noexcept { return boxed<Vector>(); }

const Node& Value::as_node() const noexcept { return boxed<Node>(); }

const Edge& Value::as_edge() const noexcept { return boxed<Edge>(); }

const Path& Value::as_path() const noexcept { return boxed<Path>(); }

NodeId Value::node_id() const noexcept { return on_heap_ ? as_node().id : NodeId{word_.id}; }

EdgeId Value::edge_id() const noexcept { return on_heap_ ? as_edge().id : EdgeId{word_.id}; }

void Value::retain_shared() const noexcept { word_.shared->count.fetch_add(1, std::memory_order_relaxed); }

void Value::release_shared() noexcept {
  // A box that another thread saw last must be seen whole here: hence acquire on the last release.
  if (word_.shared->count.fetch_sub(1, std::memory_order_acq_rel) != 1) return;
  constexpr int kDepthMax = 64;
  thread_local int depth = 0;
  thread_local Shared* postponed = nullptr;
  if (depth >= kDepthMax) {
    word_.shared->count.store(reinterpret_cast<std::uintptr_t>(postponed), std::memory_order_relaxed);
    postponed = word_.shared;
    return;
  }
  ++depth;
  delete word_.shared;
  while (depth == 1 && postponed != nullptr) {
    Shared* next = postponed;
    postponed = reinterpret_cast<Shared*>(next->count.load(std::memory_order_relaxed));
    delete next;
  }
  --depth;
}

namespace {

template <class Float>
bool same_float(Float a, Float b) {
  return a == b || (std::isnan(a) && std::isnan(b));
}

bool same_point(const Point& a, const Point& b) {
  return a.srid == b.srid && same_float(a.x, b.x) && same_float(a.y, b.y) && (!a.is_3d() || same_float(a.z, b.z));
}

template <class Element>
bool same_ids(const std::vector<Element>& a, const std::vector<Element>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const Element& x, const Element& y) { return x.id == y.id; });
}

}  // namespace

bool operator==(const Value& a, const Value& b) {
  if (a.kind_ != b.kind_) return false;
  switch (a.kind_) {
    case Kind::kNull: return true;
    case Kind::kBoolean: return a.as_boolean() == b.as_boolean();
    case Kind::kInteger:
    case Kind::kDate:
    case Kind::kLocalTime: return a.word_.integer == b.word_.integer;
    case Kind::kFloat: return same_float(a.as_float(), b.as_float());
    case Kind::kString:
    case Kind::kBytes: return a.as_string() == b.as_string();
    case Kind::kList: return a.as_list() == b.as_list();
    case Kind::kMap: return a.as_map() == b.as_map();
    case Kind::kNode: return a.node_id() == b.node_id();
    case Kind::kEdge: return a.edge_id() == b.edge_id();
    case Kind::kPath:
      return same_ids(a.as_path().nodes, b.as_path().nodes) && same_ids(a.as_path().edges, b.as_path().edges);
    case Kind::kTime: return a.as_time() == b.as_time();
    case Kind::kLocalDateTime: return a.as_local_date_time() == b.as_local_date_time();
    case Kind::kDateTime: return a.as_date_time() == b.as_date_time();
    case Kind::kDuration: return a.as_duration() == b.as_duration();
    case Kind::kPoint: return same_point(a.as_point(), b.as_point());
    case Kind::kVector: {
      const auto& x = a.as_vector().coordinates;
      const auto& y = b.as_vector().coordinates;
      return std::equal(x.begin(), x.end(), y.begin(), y.end(), same_float<float>);
    }
  }
  return false;
}

const char* kind_name(Kind kind) noexcept {
  switch (kind) {
    case Kind::kNull: return "NULL";
    case Kind::kBoolean: return "BOOLEAN";
    case Kind::kInteger: return "INTEGER";
    case Kind::kFloat: return "FLOAT";
    case Kind::kString: return "STRING";
    case Kind::kBytes: return "BYTES";
    case Kind::kList: return "LIST";
    case Kind::kMap: return "MAP";
    case Kind::kNode: return "NODE";
    case Kind::kEdge: return "RELATIONSHIP";
    case Kind::kPath: return "PATH";
    case Kind::kDate: return "DATE";
    case Kind::kLocalTime: return "LOCAL TIME";
    case Kind::kTime: return "ZONED TIME";
    case Kind::kLocalDateTime: return "LOCAL DATETIME";
    case Kind::kDateTime: return "ZONED DATETIME";
    case Kind::kDuration: return "DURATION";
    case Kind::kPoint: return "POINT";
    case Kind::kVector: return "VECTOR";
  }
  return "UNKNOWN";
}

std::string element_id(NodeId id) { return "n:" + std::to_string(static_cast<std::uint64_t>(id)); }

std::string element_id(EdgeId id) { return "e:" + std::to_string(static_cast<std::uint64_t>(id)); }

Map::Map(std::initializer_list<Entry> entries) : Map(std::vector<Entry>(entries)) {}

Map::Map(std::vector<Entry> entries) : entries_(std::move(entries)) {
  std::stable_sort(entries_.begin(), entries_.end(),
                   [](const Entry& a, const Entry& b) { return a.first < b.first; });
  // Of equal keys the last one stays: keep the unique ones as seen from the back.
  auto kept = std::unique(entries_.rbegin(), entries_.rend(),
                          [](const Entry& a, const Entry& b) { return a.first == b.first; });
  entries_.erase(entries_.begin(), kept.base());
}

namespace {

template <class Entries>
auto place_of(Entries& entries, std::string_view key) {
  return std::lower_bound(entries.begin(), entries.end(), key,
                          [](const Map::Entry& entry, std::string_view k) { return entry.first < k; });
}

}  // namespace

const Value* Map::find(std::string_view key) const noexcept {
  auto it = place_of(entries_, key);
  return it != entries_.end() && it->first == key ? &it->second : nullptr;
}

const Value& Map::operator[](std::string_view key) const noexcept {
  static const Value null;
  const Value* found = find(key);
  return found != nullptr ? *found : null;
}

void Map::set(std::string_view key, Value value) {
  auto it = place_of(entries_, key);
  if (it != entries_.end() && it->first == key)
    it->second = std::move(value);
  else
    entries_.insert(it, Entry(std::string(key), std::move(value)));
}

bool Map::erase(std::string_view key) {
  auto it = place_of(entries_, key);
  if (it == entries_.end() || it->first != key) return false;
  entries_.erase(it);
  return true;
}

bool operator==(const Map& a, const Map& b) { return a.entries_ == b.entries_; }

}  // namespace kith
