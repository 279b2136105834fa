# Rows of the family meta that are not plain integers or names; stored as record.capnp says, without the
# 16 bytes in front. Every field is of format 1.0 if nothing else is said.
@0xd7b3e5f1908a2c46;

using Cxx = import "/capnp/c++.capnp";
$Cxx.namespace("kith::record::schema");

# An index; its id is in the key.
struct IndexRow {
  name @0 :Data;
  kind @1 :UInt8;            # 0 range, 1 unique (a constraint), 2 the elements of a list, 3 full text, 4 folded texts (since 1.1)
  state @2 :UInt8;           # 0 being built, 1 ready
  onEdges @3 :Bool;
  labelOrType @4 :UInt32;    # token
  keys @5 :List(UInt32);     # tokens, in the order of the tuple
  # Of full text, since 1.1. labelOrType is 0.
  owners @6 :List(UInt32);   # tokens of the labels or types, ascending
  language @7 :Data;         # of the stemmer; "none"
  fold @8 :Bool;             # terms are without case and accents
}

# A constraint that is more than its index, since format 1.1; its number is in the key. That of a key constraint is its
# index's, too.
struct ConstraintRow {
  name @0 :Data;
  kind @1 :UInt8;            # 1 key, 2 not null, 3 type
  state @2 :UInt8;           # 0 the data are being checked, 1 ready
  onEdges @3 :Bool;
  labelOrType @4 :UInt32;    # token
  keys @5 :List(UInt32);     # tokens, in the order written
  kinds @6 :UInt32;          # of type: kinds of single values, a bit each (the number of the kind in kith/value.h)
  lists @7 :List(UInt32);    # of type: for each type of list the kinds of its elements
}
