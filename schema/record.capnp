# What lies behind the keys of the families node and edge, after the 16 bytes commit8 created8.
#
# A stored message is one segment without a segment table, not packed: the root pointer is its first word.
# Fields are only ever added; every field here is of format 1.0 unless it says otherwise.
@0xc1d2a4e86b0f9357;

using Cxx = import "/capnp/c++.capnp";
$Cxx.namespace("kith::record::schema");

struct NodeRecord {
  labels @0 :List(UInt32);         # tokens, ascending
  properties @1 :List(Property);   # by key, ascending; no null among them
}

struct EdgeRecord {
  source @0 :UInt64;
  target @1 :UInt64;
  type @2 :UInt32;                                   # token
  validFrom @3 :Int64 = -9223372036854775808;        # µs since 1970 UTC, inclusive; the least number: unknown
  validTo @4 :Int64 = 9223372036854775807;           # exclusive; the greatest number: unknown
  properties @5 :List(Property);
}

# A reason to believe an edge; edge, article, start and extractor are in the key.
struct EvidenceRecord {
  endByte @0 :UInt32;
  confidence @1 :Float64;
  status @2 :Data;
  statedBy @3 :Data;
  time @4 :Data;                   # since 1.2: when the sentence says that it was, ISO 8601 or TIMEX3
  place @5 :Data;                  # since 1.2: and where
  fromCluster @6 :UInt32 = 0xFFFFFFFF;  # since 1.3: which cluster of the article's mentions the edge's ends were
  toCluster @7 :UInt32 = 0xFFFFFFFF;    # since 1.3
}

# One value with its key; as an element of a list, a value with key 0.
struct Property {
  key @0 :UInt32;                  # token
  union {
    null @1 :Void;                 # in lists alone
    boolean @2 :Bool;
    integer @3 :Int64;
    float @4 :Float64;
    text @5 :Data;                 # UTF-8
    bytes @6 :Data;
    list @7 :List(Property);       # of mixed kinds, or of a kind that has no list of its own below
    integers @8 :List(Int64);
    floats @9 :List(Float64);
    texts @10 :List(Data);
    date @11 :Int64;               # days since 1970-01-01
    localTime @12 :Int64;          # nanoseconds since midnight
    time @13 :Time;
    localDateTime @14 :LocalDateTime;
    dateTime @15 :DateTime;
    duration @16 :Duration;
    point @17 :Point;
    vector @18 :List(Float32);
    bigText @19 :BigReference;     # over 1 KiB: in the family big
    bigBytes @20 :BigReference;
  }
}

struct Time {
  nanos @0 :Int64;                 # local, since midnight
  offsetSeconds @1 :Int32;         # east of UTC
}

struct LocalDateTime {
  seconds @0 :Int64;               # since 1970-01-01T00:00 local
  nanos @1 :Int32;
}

struct DateTime {
  seconds @0 :Int64;               # since 1970-01-01T00:00 UTC
  nanos @1 :Int32;
  offsetSeconds @2 :Int32;
  zone @3 :Data;                   # IANA name, or empty
}

struct Duration {
  months @0 :Int64;
  days @1 :Int64;
  seconds @2 :Int64;
  nanos @3 :Int32;
}

struct Point {
  srid @0 :Int32;
  x @1 :Float64;
  y @2 :Float64;
  z @3 :Float64;                   # 0 in the plane
}

struct BigReference {
  serial @0 :UInt64;               # the last part of the row's key
  sizeBytes @1 :UInt64;
}
