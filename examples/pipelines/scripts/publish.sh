#!/bin/sh
# publish.sh ARTIFACT FILE: publishes, and prints the version's number. A repeated run prints the same number.
# GIT_SHA and RUN_ID come from the pipeline.
set -eu
versioned publish "$1" "$2" \
  --meta "git.sha=$GIT_SHA" --description "run $RUN_ID" --idempotency-key "$1-$RUN_ID" --quiet
