// Constraints on entities by themselves: when they are checked, beside whom, and what is left of them on disk.
#include "storage/constraint_check.h"

#include <catch2/catch.hpp>

#include <optional>

#include "storage/catalog_rows.h"
#include "storage/check.h"
#include "storage/engine.h"
#include "storage/planted_store.h"

using namespace kith;
using namespace kith::storage;
using namespace kith::testing;

namespace {

const ConstraintDefinition kNamed = {.name = "named", .kind = ConstraintKind::kNotNull, .label_or_type = "Person", .keys = {"name"}};

NodeId add_person(Transaction& tx, const Transaction::Properties& properties) {
  return must(tx.create_node(std::vector{must(tx.label("Person"))}, properties));
}

}  // namespace

TEST_CASE("constraint: a transaction is checked as it is committed, not on its way", "[storage][constraint]") {
  Planted p;
  auto store = must(Store::open(p.path, {}));
  CHECK(must(store->create_constraint(kNamed, false)));
  Transaction tx = must(store->begin(false));
  const NodeId node = add_person(tx, {});
  must(tx.set_property(node, p.name, "Cleo"));
  must(tx.commit(Durability::kNone));

  Transaction bad = must(store->begin(false));
  must(bad.set_property(node, p.name, Value()));
  const Status refused = bad.commit(Durability::kNone);
  REQUIRE_FALSE(refused.is_ok());
  CHECK(refused.error().code == ErrorCode::kConstraint);
  CHECK(refused.error().detail == "named");
  CHECK(refused.error().message == "the node " + std::to_string(raw(node)) +
                                       " with the label `Person` must have the property `name`, as the constraint "
                                       "`named` requires");
  CHECK_FALSE(bad.is_open());

  Transaction gone = must(store->begin(false));
  must(gone.set_property(node, p.name, Value()));
  must(gone.delete_node(node));
  must(gone.verify_deletions());
  must(gone.commit(Durability::kNone));
}

TEST_CASE("constraint: writers that began before it are refused, later ones keep it", "[storage][constraint]") {
  Planted p;
  auto store = must(Store::open(p.path, {}));
  Transaction before = must(store->begin(false));
  add_person(before, {});
  CHECK(must(store->create_constraint(kNamed, false)));
  CHECK(before.commit(Durability::kNone).error().code == ErrorCode::kConflict);
  Transaction after = must(store->begin(false));
  add_person(after, {});
  CHECK(after.commit(Durability::kNone).error().code == ErrorCode::kConstraint);
}

TEST_CASE("constraint: one that was half made is made at the next open, or dropped", "[storage][constraint]") {
  Planted p;
  const bool holds = GENERATE(true, false);
  const ConstraintKind kind = GENERATE(ConstraintKind::kNotNull, ConstraintKind::kKey);
  Constraint constraint;
  std::optional<Index> index;
  {
    auto store = must(Store::open(p.path, {}));
    ConstraintDefinition definition = kNamed;
    definition.kind = kind;
    definition.keys = {"other"};
    definition.label_or_type = "Nobody";
    CHECK(must(store->create_constraint(definition, false)));
    constraint = *store->catalog()->find_constraint("named");
    if (const Index* made = store->catalog()->find_index("named")) index = *made;
    must(store->close());
  }
  CHECK(index.has_value() == (kind == ConstraintKind::kKey));
  constraint.label = p.person;
  constraint.keys = {holds ? p.name : p.text};
  constraint.state = IndexState::kBuilding;
  p.plant([&](KvBatch& batch) {
    batch.put(Family::kMeta, constraint_row_key(constraint.id), constraint_row(constraint));
    if (!index) return;
    index->label = p.person;
    index->keys = constraint.keys;
    index->state = IndexState::kBuilding;
    batch.put(Family::kMeta, index_row_key(index->id), index_row(*index));
  });
  auto store = must(Store::open(p.path, {}));
  const Constraint* found = store->catalog()->find_constraint("named");
  CHECK((found != nullptr) == holds);
  CHECK((store->catalog()->find_index("named") != nullptr) == (holds && index));
  if (found != nullptr) CHECK(found->state == IndexState::kReady);
  CHECK(damage_of(*store) == std::vector<std::string>{});
}

TEST_CASE("constraint: a store that has one says so to programs that know none", "[storage][constraint]") {
  Planted p;
  const auto features = [&] { return load_u64(p.rows(Family::kMeta, format_key())[0].second.data() + 8); };
  CHECK(features() == 0);
  {
    auto store = must(Store::open(p.path, {}));
    CHECK(must(store->create_constraint(kNamed, false)));
    must(store->close());
  }
  CHECK(features() == kFeatureConstraints);
  p.plant([](KvBatch& batch) { batch.put(Family::kMeta, format_key(), Key().u32(1).u32(7).u64(std::uint64_t{1} << 40)); });
  const auto opened = Store::open(p.path, {});
  REQUIRE_FALSE(opened.is_ok());
  CHECK(opened.error().detail == "Format");
}

TEST_CASE("constraint: check names what breaks one", "[storage][constraint][check]") {
  Planted p;
  {
    auto store = must(Store::open(p.path, {}));
    CHECK(must(store->create_constraint(kNamed, false)));
    must(store->close());
  }
  std::string stored;
  record::encode(record::NodeImage{.labels = {p.person}, .properties = {}}, stored);
  record::stamp(stored.data(), 1);
  p.plant([&](KvBatch& batch) { batch.put(Family::kNode, node_key(p.ann), stored); });
  CHECK(has(p.found(), kViolated, "must have the property `name`"));
}

TEST_CASE("constraint: types of values, long ones too", "[storage][constraint]") {
  PropertyTypes types = PropertyTypes::of(Kind::kDate);
  types.add(Kind::kInteger);
  types.add_list(kind_bit(Kind::kString) | kind_bit(Kind::kFloat));
  types.add_list(kind_bit(Kind::kBoolean));
  CHECK(types.to_text() == "INTEGER | DATE | LIST<BOOLEAN NOT NULL> | LIST<STRING NOT NULL | FLOAT NOT NULL>");
  CHECK(types.allow(Value()));
  CHECK(types.allow(Value(1)));
  CHECK_FALSE(types.allow(Value(1.0)));
  CHECK(types.allow(Value(List{})));
  CHECK(types.allow(Value(List{Value("a"), Value(1.5)})));
  CHECK_FALSE(types.allow(Value(List{Value("a"), Value(true)})));

  Planted p;
  auto store = must(Store::open(p.path, {}));
  CHECK(must(store->create_constraint({.name = "t", .kind = ConstraintKind::kType, .label_or_type = "Person", .keys = {"text"}, .types = PropertyTypes::of(Kind::kString)}, false)));
  Transaction tx = must(store->begin(false));
  add_person(tx, {{p.text, std::string(5000, 'y')}});
  must(tx.commit(Durability::kNone));
  CHECK(must(store->drop_index("t", true, false)));
  const auto refused = store->create_constraint({.name = "t", .kind = ConstraintKind::kType, .label_or_type = "Person", .keys = {"text"}, .types = PropertyTypes::of(Kind::kInteger)}, false);
  REQUIRE_FALSE(refused.is_ok());
  CHECK(refused.error().message.find("of type INTEGER, not STRING") != std::string::npos);
}
