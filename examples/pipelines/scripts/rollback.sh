#!/bin/sh
# rollback.sh: undoes the changes of release.sh. rollback.sh ARTIFACT ALIAS: rolls one alias back, once for each RUN_ID, so that
# a job repeated after a lost reply does not go back further.
set -eu
if [ $# -eq 0 ]; then
  versioned release rollback receipt.json --reason "${REASON:-rolled back by the pipeline}"
else
  versioned alias rollback "$1" "$2" --idempotency-key "rollback-$RUN_ID" --reason "${REASON:-rolled back by the pipeline}"
fi
