#!/bin/sh
# rollback.sh: takes back what release.sh applied. rollback.sh ARTIFACT ALIAS: takes one alias back, once for each RUN_ID:
# a job that runs again after a lost reply goes back no further.
set -eu
if [ $# -eq 0 ]; then
  versioned release rollback receipt.json --reason "${REASON:-rolled back by the pipeline}"
else
  versioned alias rollback "$1" "$2" --idempotency-key "rollback-$RUN_ID" --reason "${REASON:-rolled back by the pipeline}"
fi
