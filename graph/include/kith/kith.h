// Everything a program needs to embed kith, on the standard library alone.
#pragma once

#include "kith/algorithm.h"
#include "kith/element.h"
#include "kith/gqlstatus.h"
#include "kith/json.h"
#include "kith/options.h"
#include "kith/plan.h"
#include "kith/query.h"
#include "kith/status.h"
#include "kith/store.h"
#include "kith/text.h"
#include "kith/transaction.h"
#include "kith/value.h"
