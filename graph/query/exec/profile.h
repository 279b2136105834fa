// What each operator of a plan did while it ran: PROFILE.
//
//     Profile profile(plan);
//     context.profile = &profile;                 // before exec::open()
//     profile.of(plan.root).rows                  // whenever wanted, also after an error
//
// Operators are measured from outside, by one around each that is opened only where there is a profile: a statement
// without one pays nothing. One clock runs for one operator at a time: asking an input stops the asker's time, so
// own times add up to the whole whatever shape the plan has.
#pragma once

#include <chrono>
#include <cstdint>
#include <unordered_map>

#include "query/plan/physical.h"

namespace kith::exec {

/// One thread, as the execution it belongs to. The plan outlives it.
class Profile {
 public:
  struct Measure {
    std::uint64_t rows = 0;  ///< an unflat batch counts as many as it stands for
    std::uint64_t batches = 0;
    std::chrono::nanoseconds own_time = {};
  };

  explicit Profile(const plan::PhysicalPlan& plan);

  /// Of an operator of the plan.
  Measure& of(const plan::Operator& op) { return measures_.at(&op); }

  const Measure& of(const plan::Operator& op) const { return measures_.at(&op); }

  /// While it lives the clock runs for one operator, then again for the one before.
  class Turn {
   public:
    Turn(Profile& profile, Measure& measure) : profile_(profile), before_(profile.switch_to(&measure)) {}

    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

    ~Turn() { (void)profile_.switch_to(before_); }

   private:
    Profile& profile_;
    Measure* before_;
  };

 private:
  void add(const plan::Operator& op);

  /// Gives what the clock ran for until now.
  Measure* switch_to(Measure* measure) noexcept;

  std::unordered_map<const plan::Operator*, Measure> measures_;
  Measure* running_ = nullptr;
  std::chrono::steady_clock::time_point since_ = {};
};

}  // namespace kith::exec
