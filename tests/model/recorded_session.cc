#include "model/recorded_session.h"

#include <algorithm>

namespace kith::model {

Status prepare_setting(Setting& setting, bool constrained) {
  Store& store = setting.store;
  for (const char* statement : {"CREATE INDEX FOR (n:Register) ON (n.key)", "CREATE INDEX FOR (n:Item) ON (n.group)",
                                "CREATE INDEX FOR (n:Item) ON (n.score)"})
    KITH_DO(store.run(statement));
  if (constrained)
    KITH_DO(store.run("CREATE CONSTRAINT FOR (n:Tag) REQUIRE n.key IS UNIQUE"));
  return store.update([&](Transaction& transaction) -> Status {
    for (int key = 0; key < 5; ++key) {
      KITH_TRY(NodeId node, transaction.create_node({"Register"}, {{"key", key}, {"list", List{}}}));
      setting.registers.push_back(node);
    }
    for (int key = 0; key < 3; ++key) {
      KITH_TRY(NodeId node, transaction.create_node({"Hub"}, {{"key", key}}));
      setting.hubs.push_back(node);
    }
    KITH_TRY(const NodeId source, transaction.create_node({"Article"}));
    for (std::size_t claim = 0; claim < 2; ++claim) {
      KITH_TRY(EdgeId edge, transaction.create_edge(setting.hubs[0], setting.hubs[claim + 1], "CLAIM"));
      // Without a reason that stays, the first retraction would take the edge with it.
      KITH_DO(transaction.add_evidence(edge, {.article = source, .extractor = "kept"}));
      setting.claims.push_back(edge);
    }
    return ok();
  });
}

void RecordedSession::step() {
  if (transaction_)
    steps_left_ == 0 ? end() : operate();
  else if (random_.one_in(5))
    run_alone();
  else
    begin();
}

void RecordedSession::begin() {
  record_ = {};
  failed_ = false;
  read_only_ = random_.one_in(6);
  steps_left_ = 1 + random_.below(6);
  record_.begin_called = tick();
  Result<Transaction> begun = setting_.store.begin(
      {.read_only = read_only_, .serializable = setting_.serializable, .durability = Durability::kNone});
  record_.begin_returned = tick();
  if (!begun) {
    complaints.push_back("begin: " + begun.error().to_text());
    return;
  }
  transaction_.emplace(*std::move(begun));
}

void RecordedSession::end() {
  record_.end_called = tick();
  if (random_.one_in(12)) {
    transaction_->rollback();
    return close_record(Outcome::kAborted);
  }
  const Status committed = transaction_->commit();
  if (committed) return close_record(Outcome::kCommitted);
  if (committed.error().code != ErrorCode::kConflict) complaints.push_back("commit: " + committed.error().to_text());
  close_record(committed.error().code == ErrorCode::kCommitUnknown ? Outcome::kUnknown : Outcome::kAborted);
}

void RecordedSession::close_record(Outcome outcome) {
  record_.end_returned = tick();
  record_.outcome = outcome;
  history.push_back(std::move(record_));
  record_ = {};
  transaction_.reset();
}

/// A statement that is a transaction of its own. Its view may be that of a later try, so all that is known of
/// both its moments is that they lie within the call. It is never serialisable: only such statements are chosen
/// whose every read is also claimed by what they write.
void RecordedSession::run_alone() {
  record_ = {};
  failed_ = false;
  read_only_ = random_.one_in(2);
  record_.begin_called = record_.end_called = tick();
  if (!read_only_)
    run_operation(random_.one_in(3) ? merge_tag() : append_by_statement());
  else if (random_.one_in(2))
    run_operation(look(random_look()).status());
  else
    run_operation(read_registers());
  record_.begin_returned = tick();
  close_record(failed_ ? Outcome::kAborted : Outcome::kCommitted);
}

/// Only a conflict is a proper failure of an operation.
void RecordedSession::run_operation(Status status) {
  if (status) return;
  failed_ = true;
  if (status.error().code != ErrorCode::kConflict) complaints.push_back("operation: " + status.error().to_text());
}

void RecordedSession::operate() {
  --steps_left_;
  if (read_only_) {
    const std::uint64_t choice = random_.below(5);
    if (choice == 0)
      run_operation(read_registers());
    else if (choice == 1)
      run_operation(look_at_links());
    else if (choice == 2)
      run_operation(look_at_claim(random_.below(setting_.claims.size())).status());
    else if (choice == 3)
      run_operation(look_up_item());
    else
      run_operation(look(random_look()).status());
  } else {
    using Write = Status (RecordedSession::*)();
    static constexpr Write kOperations[] = {
        &RecordedSession::append_by_statement, &RecordedSession::append_by_statement, &RecordedSession::append_by_call,
        &RecordedSession::append_by_call,      &RecordedSession::read_registers,      &RecordedSession::create_item,
        &RecordedSession::create_item,         &RecordedSession::change_item,         &RecordedSession::change_item,
        &RecordedSession::delete_item,         &RecordedSession::look_up_item,        &RecordedSession::link,
        &RecordedSession::link,                &RecordedSession::unlink,              &RecordedSession::look_at_links,
        &RecordedSession::merge_tag,           &RecordedSession::delete_tag,          &RecordedSession::create_article,
        &RecordedSession::add_evidence,        &RecordedSession::add_evidence,        &RecordedSession::retract_article,
    };
    run_operation((this->*kOperations[random_.below(std::size(kOperations))])());
  }
  if (!failed_) return;
  record_.end_called = tick();
  transaction_->rollback();
  close_record(Outcome::kAborted);
}

void RecordedSession::read_everything() {
  record_ = {};
  failed_ = false;
  record_.begin_called = tick();
  Result<Transaction> begun = setting_.store.begin({.read_only = true});
  record_.begin_returned = tick();
  if (!begun) return complaints.push_back("begin: " + begun.error().to_text());
  transaction_.emplace(*std::move(begun));
  for (std::size_t i = 0; i < setting_.registers.size(); ++i) run_operation(read_register(i));
  for (std::size_t i = 0; i < setting_.claims.size(); ++i) run_operation(look_at_claim(i).status());
  run_operation(look_at_links());
  for (const char* set : {"Item", "Hot", "Tag", "Article"})
    run_operation(look({set, "MATCH (n:" + std::string(set) + ") WHERE n.stamp IS NOT NULL RETURN n"}).status());
  run_operation(look({"all", "MATCH (n) WHERE n.stamp IS NOT NULL RETURN n"}).status());
  record_.end_called = tick();
  transaction_->rollback();
  close_record(Outcome::kCommitted);
}

}  // namespace kith::model
