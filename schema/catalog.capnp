# Rows of the family meta that are not plain integers.
@0xd7b3e5f1908a2c46;

struct IndexRow {
  name @0 :Text;
}
