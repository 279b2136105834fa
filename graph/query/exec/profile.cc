#include "query/exec/profile.h"

#include "query/exec/open.h"

namespace kith::exec {

Profile::Profile(const plan::PhysicalPlan& plan) {
  add(plan.root);
  for (const plan::Operator& subplan : plan.subplans) add(subplan);
}

void Profile::add(const plan::Operator& op) {
  measures_.emplace(&op, Measure{});
  for (const plan::Operator& input : op.inputs) add(input);
}

Profile::Measure* Profile::switch_to(Measure* measure) noexcept {
  const auto now = std::chrono::steady_clock::now();
  Measure* before = running_;
  if (before != nullptr) before->own_time += now - since_;
  running_ = measure;
  since_ = now;
  return before;
}

namespace {

std::uint64_t rows_of(const Batch& batch) {
  if (!batch.expansion) return batch.rows;
  std::uint64_t rows = 0;
  for (const EdgeSlice& slice : batch.expansion->slices.slices) rows += slice.nodes.size();
  return rows;
}

class ProfiledOperator : public Operator {
 public:
  ProfiledOperator(Profile& profile, Profile::Measure& measure, OperatorPtr inner)
      : profile_(profile), measure_(measure), inner_(std::move(inner)) {}

  Result<bool> next(Batch& out) override {
    const Profile::Turn turn(profile_, measure_);
    KITH_TRY(const bool more, inner_->next(out));
    if (!more) return false;
    ++measure_.batches;
    measure_.rows += rows_of(out);
    return true;
  }

  void reset() override { inner_->reset(); }

 private:
  Profile& profile_;
  Profile::Measure& measure_;
  OperatorPtr inner_;
};

}  // namespace

OperatorPtr make_profiled(Profile& profile, const plan::Operator& op, OperatorPtr inner) {
  return std::make_unique<ProfiledOperator>(profile, profile.of(op), std::move(inner));
}

}  // namespace kith::exec
