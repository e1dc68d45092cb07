#!/bin/sh
# rollback.sh: takes back what release.sh applied. rollback.sh ARTIFACT ALIAS: takes one alias back.
set -eu
if [ $# -eq 0 ]; then
  versioned release rollback receipt.json --reason "${REASON:-rolled back by the pipeline}"
else
  versioned alias rollback "$1" "$2" --reason "${REASON:-rolled back by the pipeline}"
fi
