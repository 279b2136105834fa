# Rows of the family meta that are not plain integers or names; stored as record.capnp says, without the
# 16 bytes in front. Every field is of format 1.0.
@0xd7b3e5f1908a2c46;

using Cxx = import "/capnp/c++.capnp";
$Cxx.namespace("kith::record::schema");

# An index; its id is in the key.
struct IndexRow {
  name @0 :Data;
  kind @1 :UInt8;            # 0 range, 1 unique (a constraint), 2 the elements of a list
  state @2 :UInt8;           # 0 being built, 1 ready
  onEdges @3 :Bool;
  labelOrType @4 :UInt32;    # token
  keys @5 :List(UInt32);     # tokens, in the order of the tuple
}
