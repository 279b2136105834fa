// Aggregates (openCypher 9, "Aggregating functions"). Each keeps an array of states, one a group, and is
// called once a batch; nulls are left out by all but count(*). DISTINCT is the executor's: it calls with
// the distinct rows alone.
#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "function/builtin.h"
#include "value/arithmetic.h"
#include "value/compare.h"
#include "value/shape.h"

namespace kith::function {
namespace {

using Groups = std::span<const std::uint32_t>;
using Arguments = std::span<const Column* const>;

Error wrong_type(const char* function, const Value& value) {
  return Error{.code = ErrorCode::kType,
               .message = std::string(function) + "() takes numbers or durations, not " + kind_name(value.kind()),
               .detail = "InvalidArgumentType"};
}

class Count final : public Aggregator {
 public:
  Status update(CallContext&, Groups group_of_row, std::size_t groups, Arguments arguments) override {
    counts_.resize(std::max(groups, counts_.size()));
    const bool all = arguments.empty() || !arguments[0]->may_have_nulls();
    for (std::size_t row = 0; row < group_of_row.size(); ++row)
      if (all || !arguments[0]->is_null(row)) ++counts_[group_of_row[row]];
    return ok();
  }

  Status finish(CallContext&, std::size_t groups, Column& out) override {
    counts_.resize(groups);
    out = Column(ColumnKind::kInteger, groups);
    std::copy(counts_.begin(), counts_.end(), out.mutable_integers().begin());
    return ok();
  }

 private:
  std::vector<std::int64_t> counts_;
};

/// Integers stay integers until a float comes; durations are added to durations.
class Sum final : public Aggregator {
 public:
  Status update(CallContext&, Groups group_of_row, std::size_t groups, Arguments arguments) override {
    sums_.resize(std::max(groups, sums_.size()), Value(0));
    const Column& column = *arguments[0];
    if (column.kind() == ColumnKind::kInteger) return add_integers(group_of_row, column);
    for (std::size_t row = 0; row < group_of_row.size(); ++row) {
      if (column.is_null(row)) continue;
      const Value value = column.value(row);
      Value& sum = sums_[group_of_row[row]];
      if (value.kind() == Kind::kDuration && sum == Value(0)) {
        sum = value;
        continue;
      }
      if (!value.is_number() && value.kind() != Kind::kDuration) return wrong_type("sum", value);
      KITH_TRY(sum, add(sum, value));
    }
    return ok();
  }

  Status finish(CallContext&, std::size_t groups, Column& out) override {
    sums_.resize(groups, Value(0));
    out = Column::from_values(std::move(sums_));
    return ok();
  }

 private:
  Status add_integers(Groups group_of_row, const Column& column) {
    const Reads<std::int64_t> values = column.integers();
    const bool nulls = column.may_have_nulls();
    for (std::size_t row = 0; row < group_of_row.size(); ++row) {
      if (nulls && column.is_null(row)) continue;
      Value& sum = sums_[group_of_row[row]];
      std::int64_t total = 0;
      if (sum.kind() == Kind::kInteger && !__builtin_add_overflow(sum.as_integer(), values[row], &total)) {
        sum = total;
      } else {
        KITH_TRY(sum, add(sum, Value(values[row])));
      }
    }
    return ok();
  }

  std::vector<Value> sums_;
};

class Average final : public Aggregator {
 public:
  Status update(CallContext&, Groups group_of_row, std::size_t groups, Arguments arguments) override {
    states_.resize(std::max(groups, states_.size()));
    const Column& column = *arguments[0];
    for (std::size_t row = 0; row < group_of_row.size(); ++row) {
      if (column.is_null(row)) continue;
      State& state = states_[group_of_row[row]];
      ++state.count;
      if (column.kind() == ColumnKind::kInteger) {
        state.total += static_cast<double>(column.integers()[row]);
      } else if (column.kind() == ColumnKind::kFloat) {
        state.total += column.floats()[row];
      } else {
        const Value value = column.value(row);
        if (value.is_number()) {
          state.total += value.as_number();
        } else if (value.kind() == Kind::kDuration) {
          if (state.durations.is_null()) {
            state.durations = value;
          } else {
            KITH_TRY(state.durations, add(state.durations, value));
          }
        } else {
          return wrong_type("avg", value);
        }
      }
    }
    return ok();
  }

  Status finish(CallContext&, std::size_t groups, Column& out) override {
    states_.resize(groups);
    std::vector<Value> means;
    means.reserve(groups);
    for (const State& state : states_) {
      Value mean;
      if (!state.durations.is_null()) {
        KITH_TRY(mean, divide(state.durations, Value(state.count)));
      } else if (state.count > 0) {
        mean = state.total / static_cast<double>(state.count);
      }
      means.push_back(std::move(mean));
    }
    out = Column::from_values(std::move(means));
    return ok();
  }

 private:
  struct State {
    double total = 0;
    std::int64_t count = 0;
    Value durations;
  };

  std::vector<State> states_;
};

/// min and max by the order of ORDER BY.
class Extreme final : public Aggregator {
 public:
  explicit Extreme(bool largest) : largest_(largest) {}

  Status update(CallContext&, Groups group_of_row, std::size_t groups, Arguments arguments) override {
    best_.resize(std::max(groups, best_.size()));
    const Column& column = *arguments[0];
    for (std::size_t row = 0; row < group_of_row.size(); ++row) {
      if (column.is_null(row)) continue;
      Value& best = best_[group_of_row[row]];
      if (column.kind() == ColumnKind::kInteger && best.kind() == Kind::kInteger) {
        const std::int64_t value = column.integers()[row];
        if (largest_ ? value > best.as_integer() : value < best.as_integer()) best = value;
        continue;
      }
      Value value = column.value(row);
      if (best.is_null() || (largest_ ? order(value, best) > 0 : order(value, best) < 0)) best = std::move(value);
    }
    return ok();
  }

  Status finish(CallContext&, std::size_t groups, Column& out) override {
    best_.resize(groups);
    out = Column::from_values(std::move(best_));
    return ok();
  }

 private:
  bool largest_;
  std::vector<Value> best_;
};

/// What a text or list takes beside the 16 bytes of a Value; nothing for the one whose contents were seen `last`, as it
/// is shared with it.
std::size_t bytes_behind(const Value& value, const void*& last) {
  constexpr std::size_t kBox = 48;
  if (value.kind() == Kind::kString) return kBox + value.as_string().size();
  if (value.kind() != Kind::kList && value.kind() != Kind::kMap) return 0;
  const bool list = value.kind() == Kind::kList;
  const void* contents = list ? static_cast<const void*>(&value.as_list()) : &value.as_map();
  if (std::exchange(last, contents) == contents) return 0;
  return kBox + (list ? value.as_list().size() * sizeof(Value) : value.as_map().size() * sizeof(Map::Entry));
}

class Collect final : public Aggregator {
 public:
  Status update(CallContext& context, Groups group_of_row, std::size_t groups, Arguments arguments) override {
    lists_.resize(std::max(groups, lists_.size()));
    const Column& column = *arguments[0];
    std::size_t bytes = 0;
    const void* last = nullptr;
    for (std::size_t row = 0; row < group_of_row.size(); ++row) {
      if (column.is_null(row)) continue;
      List& list = lists_[group_of_row[row]];
      if (list.size() == list.capacity()) {
        // While it grows a list is there twice: what was taken for the smaller one covers that.
        const std::size_t room = std::max<std::size_t>(4, 2 * list.size());
        if (context.control != nullptr) KITH_DO(context.control->take_memory(room * sizeof(Value)));
        list.reserve(room);
      }
      list.push_back(column.value(row));
      bytes += bytes_behind(list.back(), last);
    }
    return context.control != nullptr ? context.control->take_memory(bytes) : ok();
  }

  Status finish(CallContext&, std::size_t groups, Column& out) override {
    lists_.resize(groups);
    std::vector<Value> values;
    values.reserve(groups);
    ShapeCheck check;
    for (List& list : lists_) {
      values.emplace_back(std::move(list));
      KITH_DO(check.value(values.back()));
    }
    out = Column::from_values(std::move(values));
    return ok();
  }

 private:
  std::vector<List> lists_;
};

/// Welford's method: one pass, no cancellation.
class StandardDeviation final : public Aggregator {
 public:
  StandardDeviation(const char* name, bool of_population) : name_(name), of_population_(of_population) {}

  Status update(CallContext&, Groups group_of_row, std::size_t groups, Arguments arguments) override {
    states_.resize(std::max(groups, states_.size()));
    for (std::size_t row = 0; row < group_of_row.size(); ++row) {
      if (arguments[0]->is_null(row)) continue;
      const Value value = arguments[0]->value(row);
      if (!value.is_number()) return wrong_type(name_, value);
      State& state = states_[group_of_row[row]];
      const double away = value.as_number() - state.mean;
      state.mean += away / ++state.count;
      state.squares += away * (value.as_number() - state.mean);
    }
    return ok();
  }

  Status finish(CallContext&, std::size_t groups, Column& out) override {
    states_.resize(groups);
    out = Column(ColumnKind::kFloat, groups);
    for (std::size_t group = 0; group < groups; ++group) {
      const double freedom = states_[group].count - (of_population_ ? 0 : 1);
      out.mutable_floats()[group] = freedom > 0 ? std::sqrt(states_[group].squares / freedom) : 0.0;
    }
    return ok();
  }

 private:
  struct State {
    double count = 0;
    double mean = 0;
    double squares = 0;
  };

  const char* name_;
  bool of_population_;
  std::vector<State> states_;
};

/// percentileCont interpolates, percentileDisc gives the nearest value (openCypher 9).
class Percentile final : public Aggregator {
 public:
  Percentile(const char* name, bool interpolate) : name_(name), interpolate_(interpolate) {}

  Status update(CallContext&, Groups group_of_row, std::size_t groups, Arguments arguments) override {
    states_.resize(std::max(groups, states_.size()));
    for (std::size_t row = 0; row < group_of_row.size(); ++row) {
      const Value percentile = arguments[1]->value(row);
      if (!percentile.is_number()) return wrong_type(name_, percentile);
      const double share = percentile.as_number();
      if (!(share >= 0 && share <= 1))
        return Error{.code = ErrorCode::kArgument,
                     .message = std::string(name_) + "() takes a percentile from 0 to 1, not " + percentile.to_text(),
                     .detail = "NumberOutOfRange"};
      State& state = states_[group_of_row[row]];
      state.share = share;
      if (arguments[0]->is_null(row)) continue;
      const Value value = arguments[0]->value(row);
      if (!value.is_number()) return wrong_type(name_, value);
      state.values.push_back(value);
    }
    return ok();
  }

  Status finish(CallContext&, std::size_t groups, Column& out) override {
    states_.resize(groups);
    std::vector<Value> results;
    results.reserve(groups);
    for (State& state : states_) results.push_back(result_of(state));
    out = Column::from_values(std::move(results));
    return ok();
  }

 private:
  struct State {
    double share = 0;
    std::vector<Value> values;
  };

  Value result_of(State& state) const {
    if (state.values.empty()) return {};
    std::sort(state.values.begin(), state.values.end(), [](const Value& a, const Value& b) { return order(a, b) < 0; });
    const std::size_t last = state.values.size() - 1;
    if (!interpolate_) {
      const auto rank = static_cast<std::size_t>(std::ceil(state.share * static_cast<double>(state.values.size())));
      return state.values[rank == 0 ? 0 : rank - 1];
    }
    const double place = state.share * static_cast<double>(last);
    const auto below = static_cast<std::size_t>(place);
    const double low = state.values[below].as_number();
    if (below == last) return low;
    return low + (state.values[below + 1].as_number() - low) * (place - static_cast<double>(below));
  }

  const char* name_;
  bool interpolate_;
  std::vector<State> states_;
};

Function aggregate(const char* name, std::vector<Parameter> parameters, Type result,
                   std::function<std::unique_ptr<Aggregator>()> make) {
  Function function;
  function.name = name;
  function.arguments_min = parameters.size();
  function.parameters = std::move(parameters);
  function.result = result;
  function.aggregate = std::move(make);
  return function;
}

}  // namespace

void add_aggregates(FunctionTable& functions) {
  const Type any = {TypeKind::kAny};
  const Type number = {TypeKind::kNumber};
  const Type real = {TypeKind::kFloat};
  Function count = aggregate("count", {{"expression", any}}, {TypeKind::kInteger}, [] { return std::make_unique<Count>(); });
  count.is_count = true;
  functions.add(std::move(count));
  functions.add(aggregate("sum", {{"expression", any}}, any, [] { return std::make_unique<Sum>(); }));
  functions.add(aggregate("avg", {{"expression", any}}, any, [] { return std::make_unique<Average>(); }));
  functions.add(aggregate("min", {{"expression", any}}, any, [] { return std::make_unique<Extreme>(false); }));
  functions.add(aggregate("max", {{"expression", any}}, any, [] { return std::make_unique<Extreme>(true); }));
  functions.add(aggregate("collect", {{"expression", any}}, {TypeKind::kList}, [] { return std::make_unique<Collect>(); }));
  functions.add(aggregate("stDev", {{"expression", number}}, real,
                          [] { return std::make_unique<StandardDeviation>("stDev", false); }));
  functions.add(aggregate("stDevP", {{"expression", number}}, real,
                          [] { return std::make_unique<StandardDeviation>("stDevP", true); }));
  functions.add(aggregate("percentileCont", {{"expression", number}, {"percentile", number}}, real,
                          [] { return std::make_unique<Percentile>("percentileCont", true); }));
  functions.add(aggregate("percentileDisc", {{"expression", number}, {"percentile", number}}, number,
                          [] { return std::make_unique<Percentile>("percentileDisc", false); }));
}

}  // namespace kith::function
