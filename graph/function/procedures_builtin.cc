#include "function/procedures.h"

namespace kith::function {

ProcedureTable builtin_procedures() {
  ProcedureTable table;
  add_catalog_procedures(table);
  return table;
}

}  // namespace kith::function
