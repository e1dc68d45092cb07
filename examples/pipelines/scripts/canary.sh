#!/bin/sh
# canary.sh ARTIFACT ALIAS VERSION STRATEGY CHECK: shifts the traffic in steps while the command CHECK reports healthy.
# Exit code 1: the traffic went back, and the ledger has the reason. EVERY is the interval of the checks.
set -eu
code=0
versioned alias show "$1" "$2" > /dev/null 2>&1 || code=$?
if [ "$code" -eq 3 ]; then
  # The first release: there is no earlier version to go back to.
  versioned alias point "$1" "$2" "$3" --reason "first release" --expect-revision 0 \
    --idempotency-key "first-${RUN_ID:-release}"
else
  versioned rollout run "$1" "$2" --to "$3" --strategy "$4" --check "$5" --every "${EVERY:-10s}"
fi
