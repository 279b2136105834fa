# Records of the store: what lies behind the keys of the families node and edge.
@0xc1d2a4e86b0f9357;

struct NodeRecord {
  labels @0 :List(UInt32);
}
