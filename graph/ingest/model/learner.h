// An averaged perceptron over hashed features: the weights while they are learnt.
//
//     Learner learner;
//     learner.add_all(features, scores);              // as Weights does
//     learner.update(features, gold, +1);  learner.update(features, guess, -1);  learner.tick();
//     std::vector<WeightRow> rows = mean_rows({&learner, 1}, bytes_max);
//
// Only features that were ever part of a mistake have a row. The average over all steps is kept as Daumé does:
// beside each weight the sum of its changes times the step at which they were made.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "ingest/model/weights.h"

namespace kith::ingest {

class Learner {
 public:
  Learner();

  void add(std::uint64_t feature, std::int32_t* scores) const noexcept {
    const std::uint32_t slot = find(feature);
    if (slots_[slot].row == 0) return;
    for (const Entry& entry : rows_[slots_[slot].row]) scores[entry.label] += entry.weight;
  }

  template <class Features>
  void add_all(const Features& features, std::int32_t* scores) const noexcept {
    for (const std::uint64_t feature : features) add(feature, scores);
  }

  void update(std::uint64_t feature, std::uint8_t label, std::int32_t change);

  template <class Features>
  void update_all(const Features& features, std::uint8_t label, std::int32_t change) {
    for (const std::uint64_t feature : features) update(feature, label, change);
  }

  /// A step was taken: the average counts the weights as they are once more.
  void tick() noexcept { ++step_; }

  /// The average of a feature's weight for a label over all steps.
  struct Average {
    std::uint64_t feature = 0;
    std::uint8_t label = 0;
    double weight = 0;
  };
  void add_averages(std::vector<Average>& out) const;

 private:
  struct Entry {
    std::uint8_t label = 0;
    std::int32_t weight = 0;
    double moved = 0;  // the sum of change * step
  };

  struct Slot {
    std::uint64_t feature = 0;
    std::uint32_t row = 0;  // 0: free
  };

  std::uint32_t find(std::uint64_t feature) const noexcept {
    std::uint32_t slot = static_cast<std::uint32_t>(feature >> 20) & mask_;
    while (slots_[slot].row != 0 && slots_[slot].feature != feature) slot = (slot + 1) & mask_;
    return slot;
  }

  void grow();

  std::vector<Slot> slots_;
  std::uint32_t mask_;
  std::vector<std::vector<Entry>> rows_;  // the first is none
  std::uint64_t step_ = 1;
};

/// The mean of the averages of several learners, `bytes_max` worth of those that weigh most. What one learner got by the
/// order of its lessons is not what another got, what both know stays (Breiman, Bagging Predictors, 1996).
std::vector<WeightRow> mean_rows(std::span<const Learner> learners, std::size_t bytes_max);

}  // namespace kith::ingest
