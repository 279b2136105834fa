// Scans of entities, memberships and indexes.
#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "base/coding.h"
#include "storage/index_entries.h"
#include "storage/index_value.h"
#include "storage/keys.h"
#include "storage/reader.h"
#include "storage/rows.h"
#include "storage/scan_source.h"
#include "value/compare.h"

namespace kith::storage {

template <class Id>
Scan<Id>::Scan(std::unique_ptr<Source> source) : source_(std::move(source)) {}

template <class Id>
Scan<Id>::Scan(Scan&&) noexcept = default;

template <class Id>
Scan<Id>& Scan<Id>::operator=(Scan&&) noexcept = default;

template <class Id>
Scan<Id>::~Scan() = default;

template <class Id>
Result<bool> Scan<Id>::next(std::vector<Id>& page, std::size_t ids_max) {
  return source_->next(page, ids_max);
}

template class Scan<NodeId>;
template class Scan<EdgeId>;

namespace {

template <class Id>
Scan<Id> range_scan(const ViewPtr& view, const Overlay* overlay, Family family, std::string_view low,
                    std::string_view high, IdPlace place) {
  return Scan<Id>(std::make_unique<RangeSource<Id>>(view, overlay, family, std::string(low), std::string(high), place));
}

template <class Id>
Scan<Id> list_scan(std::vector<Id> ids) {
  return Scan<Id>(std::make_unique<ListSource<Id>>(std::move(ids)));
}

template <class Id>
Scan<Id> failed_scan(Error error) {
  return Scan<Id>(std::make_unique<FailedSource<Id>>(std::move(error)));
}

/// Keeps, of entities found under cut values, those whose property is what was asked for.
template <class Id>
class CheckedSource final : public Scan<Id>::Source {
 public:
  CheckedSource(ViewPtr view, const Overlay* overlay, Scan<Id> found, const Index& index, std::span<const Value> values)
      : reader_(std::move(view), overlay),
        found_(std::move(found)),
        index_(index),
        is_each_(index.kind == IndexKind::kEach) {
    for (const Value& value : values) append_whole_value(wanted_.emplace_back(), value);
  }

  Result<bool> next(std::vector<Id>& page, std::size_t ids_max) override {
    while (true) {
      KITH_TRY(const bool more, found_.next(page, ids_max));
      if (!more) return false;
      std::size_t kept = 0;
      for (Id id : page) {
        KITH_TRY(const bool matches, is_match(id));
        if (matches) page[kept++] = id;
      }
      page.resize(kept);
      if (kept != 0) return true;
    }
  }

 private:
  Result<bool> is_match(Id id) const {
    for (std::size_t i = 0; i < wanted_.size(); ++i) {
      KITH_TRY(const Value value, reader_.property(id, index_.keys[i]));
      if (is_each_ && value.kind() == Kind::kList) {
        const List& list = value.as_list();
        if (std::none_of(list.begin(), list.end(), [&](const Value& element) { return has_bytes(element, wanted_[i]); }))
          return false;
      } else {
        const std::optional<Value> indexed = indexed_value(index_, value);
        if (!indexed || !has_bytes(*indexed, wanted_[i])) return false;
      }
    }
    return true;
  }

  static bool has_bytes(const Value& value, std::string_view wanted) {
    std::string bytes;
    append_whole_value(bytes, value);
    return bytes == wanted;
  }

  Reader reader_;
  Scan<Id> found_;
  Index index_;
  bool is_each_;
  std::vector<std::string> wanted_;
};

template <class Id>
Scan<Id> seek(const ViewPtr& view, const Overlay* overlay, const Index& index, std::span<const Value> values) {
  bool is_cut = false;
  const std::optional<std::string> prefix = tuple_prefix(index, values, is_cut);
  if (!prefix) return list_scan<Id>({});
  Scan<Id> found = list_scan<Id>({});
  if (index.kind == IndexKind::kUnique && values.size() == index.keys.size()) {
    std::string value;
    const auto is_there = Rows(*view, overlay).get(Family::kIndex, *prefix, value);
    if (!is_there.is_ok()) return failed_scan<Id>(is_there.error());
    if (*is_there) {
      if (value.size() != 8)
        return failed_scan<Id>(Error{
            .code = ErrorCode::kCorruption, .message = "an entry of a unique index holds no id", .detail = "Index"});
      found = list_scan<Id>({Id{load_u64(value.data())}});
    }
  } else {
    found = range_scan<Id>(view, overlay, Family::kIndex, *prefix, prefix_end(*prefix),
                           index.kind == IndexKind::kUnique ? IdPlace::kValue : IdPlace::kKeyEnd);
  }
  if (!is_cut) return found;
  return Scan<Id>(std::make_unique<CheckedSource<Id>>(view, overlay, std::move(found), index, values));
}

/// The keys between which a range lies, and whether texts in it have to be looked at.
struct KeySpan {
  std::string low;
  std::string high;
};

/// What a range asks of the key that it is over.
struct RangeQuestion {
  const std::optional<Bound>& low;
  const std::optional<Bound>& high;
  std::optional<std::string_view> text_prefix;
};

/// Nothing if no value can lie in the range.
std::optional<KeySpan> key_span(const std::string& prefix, const RangeQuestion& asked) {
  if (asked.text_prefix) {
    std::string low = prefix;
    append_text_prefix(low, *asked.text_prefix);
    std::string high = prefix_end(low);
    return KeySpan{std::move(low), std::move(high)};
  }
  if (!asked.low && !asked.high) return KeySpan{prefix, prefix_end(prefix)};
  const std::uint8_t kind = index_kind_byte(asked.low ? asked.low->value : asked.high->value);
  if (kind == 0 || (asked.low && asked.high && index_kind_byte(asked.high->value) != kind)) return std::nullopt;
  KeySpan span{prefix, prefix};
  span.low.push_back(static_cast<char>(kind));
  span.high.push_back(static_cast<char>(kind + 1));
  // Bounds that are cut lie somewhere among the values with the same beginning: those are all in the span,
  // and compared afterwards.
  if (asked.low) {
    std::string key = prefix;
    const Encoded encoded = append_index_value(key, asked.low->value);
    if (encoded == Encoded::kNone) return std::nullopt;
    if (encoded == Encoded::kCut)
      key.resize(key.size() - 16);  // from the first cut value of the same beginning
    else if (!asked.low->inclusive)
      key = prefix_end(key);
    span.low = std::move(key);
  }
  if (asked.high) {
    std::string key = prefix;
    const Encoded encoded = append_index_value(key, asked.high->value);
    if (encoded == Encoded::kNone) return std::nullopt;
    if (encoded == Encoded::kCut)
      key = prefix_end(std::string_view(key).substr(0, key.size() - 16));
    else if (asked.high->inclusive)
      key = prefix_end(key);
    span.high = std::move(key);
  }
  return span;
}

bool lies_between(const Value& value, const std::optional<Bound>& low, const std::optional<Bound>& high) {
  const auto holds = [](const Value& a, const Value& b, bool inclusive) {
    return (inclusive ? less_or_equal(a, b) : less(a, b)) == Ternary::kTrue;
  };
  return (!low || holds(low->value, value, low->inclusive)) && (!high || holds(value, high->value, high->inclusive));
}

/// A range of lists, by reading every node of the label: lists that hold a null are in no index, and yet `<`
/// may know an answer for them.
Result<std::vector<NodeId>> lists_between(const Reader& reader, const Index& index, std::span<const Value> prefix,
                                          const std::optional<Bound>& low, const std::optional<Bound>& high) {
  std::vector<std::pair<Value, NodeId>> found;
  NodeScan nodes = reader.scan_label(index.label);
  std::vector<NodeId> page;
  while (true) {
    KITH_TRY(const bool more, nodes.next(page, kBatchRows));
    if (!more) break;
    for (NodeId node : page) {
      bool matches = true;
      for (std::size_t i = 0; i < prefix.size() && matches; ++i) {
        KITH_TRY(const Value value, reader.property(node, index.keys[i]));
        matches = equals(value, prefix[i]) == Ternary::kTrue;
      }
      if (!matches) continue;
      KITH_TRY(Value value, reader.property(node, index.keys[prefix.size()]));
      if (lies_between(value, low, high)) found.emplace_back(std::move(value), node);
    }
  }
  std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return order(a.first, b.first) < 0; });
  std::vector<NodeId> ids;
  for (const auto& [value, node] : found) ids.push_back(node);
  return ids;
}

/// Entities of a range in the order of their values. Cut texts of one beginning come in no order, so the
/// rows of such a run are read together and ordered by the property itself.
class RangeInOrder final : public NodeScan::Source {
 public:
  RangeInOrder(ViewPtr view, const Overlay* overlay, const Index& index, std::size_t prefix_bytes, KeyId key,
               KeySpan span, const RangeQuestion& asked)
      : view_(std::move(view)),
        rows_(*view_, overlay),
        reader_(view_, overlay),
        index_(index),
        is_unique_(index.kind == IndexKind::kUnique),
        prefix_bytes_(prefix_bytes),
        key_(key),
        span_(std::move(span)) {
    low_ = asked.low;
    high_ = asked.high;
    looks_at_all_ = asked.text_prefix && asked.text_prefix->size() > kTextBytesMax;
    if (asked.text_prefix) text_prefix_ = std::string(*asked.text_prefix);
  }

  Result<bool> next(std::vector<NodeId>& page, std::size_t ids_max) override {
    page.clear();
    while (page.empty() && !is_done_) {
      std::vector<Found> found;
      KITH_DO(read(ids_max, found));
      KITH_DO(order_cut_runs(found));
      for (const Found& f : found)
        if (f.is_kept) page.push_back(f.node);
    }
    return !page.empty();
  }

 private:
  struct Found {
    NodeId node;
    std::string run;  // the beginning that cut values share; empty if whole
    bool is_kept;
    std::string value;  // whole bytes, of a cut value
  };

  static std::string whole(const Value& value) {
    std::string bytes;
    append_whole_value(bytes, value);
    return bytes;
  }

  /// The beginning of a cut value's bytes, or nothing.
  std::string_view cut_beginning(std::string_view key) const {
    const std::string_view value = key.substr(prefix_bytes_);
    // Cut values are long, so that short keys need no look inside.
    if (value.size() <= kTextBytesMax) return {};
    if (is_cut_list(value)) return value.substr(0, 1 + kListBytesMax);
    for (std::size_t at = 1; at + 1 < value.size(); ++at) {
      if (value[at] != '\0') continue;
      if (value[at + 1] == '\1') return value.substr(0, at);
      if (value[at + 1] == '\0') return {};
      ++at;  // an escaped zero
    }
    return {};
  }

  /// Up to `ids_max` rows, and more until a run of cut values has ended.
  Status read(std::size_t ids_max, std::vector<Found>& found) {
    bool is_damaged = false;
    bool is_full = false;
    KITH_DO(rows_.scan(Family::kIndex, span_.low, span_.high, [&](std::string_view key, std::string_view value) {
      const std::string_view holder = is_unique_ ? value : key;
      if (holder.size() < 8 || key.size() < prefix_bytes_) {
        is_damaged = true;
        return false;
      }
      const std::string_view run = cut_beginning(key);
      if (found.size() >= ids_max && (run.empty() || run != found.back().run)) {
        is_full = true;
        span_.low.assign(key);
        return false;
      }
      found.push_back({NodeId{last_id(holder)}, std::string(run), true, {}});
      return true;
    }));
    if (is_damaged)
      return Error{.code = ErrorCode::kCorruption, .message = "an index entry is too short", .detail = "Index"};
    is_done_ = !is_full;
    return ok();
  }

  Status order_cut_runs(std::vector<Found>& found) const {
    for (auto begin = found.begin(); begin != found.end();) {
      if (begin->run.empty()) {
        if (looks_at_all_) KITH_DO(look(*begin));
        ++begin;
        continue;
      }
      auto end = begin;
      for (; end != found.end() && end->run == begin->run; ++end) KITH_DO(look(*end));
      std::stable_sort(begin, end, [](const Found& a, const Found& b) { return a.value < b.value; });
      begin = end;
    }
    return ok();
  }

  /// Compares the property itself with what was asked.
  Status look(Found& found) const {
    KITH_TRY(const Value property, reader_.property(found.node, key_));
    const std::optional<Value> indexed = indexed_value(index_, property);
    found.is_kept = indexed.has_value();
    if (!indexed) return ok();
    const Value& value = *indexed;
    found.value = whole(value);
    if (text_prefix_) {
      found.is_kept = value.kind() == Kind::kString && value.as_string().starts_with(*text_prefix_);
      return ok();
    }
    found.is_kept = lies_between(value, low_, high_);
    return ok();
  }

  ViewPtr view_;
  Rows rows_;
  Reader reader_;
  Index index_;
  bool is_unique_;
  std::size_t prefix_bytes_;
  KeyId key_;
  KeySpan span_;
  std::optional<Bound> low_;
  std::optional<Bound> high_;
  std::optional<std::string> text_prefix_;
  bool looks_at_all_ = false;
  bool is_done_ = false;
};

}  // namespace

NodeScan Reader::scan_nodes() const {
  return range_scan<NodeId>(view_, overlay_, Family::kNode, node_key(view_->node_floor), Key().u64(~std::uint64_t{0}),
                            IdPlace::kWholeKey);
}

NodeScan Reader::scan_label(LabelId label) const {
  return range_scan<NodeId>(view_, overlay_, Family::kIndex, label_key(label, view_->node_floor),
                            label_prefix(label).end(), IdPlace::kKeyEnd);
}

EdgeScan Reader::scan_edges() const {
  return range_scan<EdgeId>(view_, overlay_, Family::kEdge, edge_key(view_->edge_floor), Key().u64(~std::uint64_t{0}),
                            IdPlace::kWholeKey);
}

EdgeScan Reader::scan_type(TypeId type) const {
  return range_scan<EdgeId>(view_, overlay_, Family::kIndex, type_key(type, view_->edge_floor), type_prefix(type).end(),
                            IdPlace::kKeyEnd);
}

NodeScan Reader::seek_nodes(const Index& index, std::span<const Value> values) const {
  return seek<NodeId>(view_, overlay_, index, values);
}

EdgeScan Reader::seek_edges(const Index& index, std::span<const Value> values) const {
  return seek<EdgeId>(view_, overlay_, index, values);
}

NodeScan Reader::range_nodes(const Index& index, std::span<const Value> prefix, const std::optional<Bound>& low,
                             const std::optional<Bound>& high, std::optional<std::string_view> string_prefix) const {
  if (prefix.size() >= index.keys.size()) return list_scan<NodeId>({});
  if ((low && low->value.kind() == Kind::kList) || (high && high->value.kind() == Kind::kList)) {
    if (index.kind == IndexKind::kFolded) return list_scan<NodeId>({});  // no list is a text
    auto ids = lists_between(*this, index, prefix, low, high);
    return ids.is_ok() ? list_scan(*std::move(ids)) : failed_scan<NodeId>(std::move(ids).error());
  }
  bool is_cut = false;
  const std::optional<std::string> beginning = tuple_prefix(index, prefix, is_cut);
  if (!beginning) return list_scan<NodeId>({});
  const RangeQuestion asked{low, high, string_prefix};
  std::optional<KeySpan> span = key_span(*beginning, asked);
  if (!span) return list_scan<NodeId>({});
  NodeScan found(std::make_unique<RangeInOrder>(view_, overlay_, index, beginning->size(), index.keys[prefix.size()],
                                                *std::move(span), asked));
  if (!is_cut) return found;
  return NodeScan(std::make_unique<CheckedSource<NodeId>>(view_, overlay_, std::move(found), index, prefix));
}

}  // namespace kith::storage
