#!/bin/sh
# The health gate: asks the new version's health endpoint, HEALTH_URL. 0 healthy, 75 cannot tell, else unhealthy. The last
# line printed is the reason in the ledger. Ask your metrics here: error rate and latency of
# $VERSIONED_ROLLOUT_VERSION against those of $VERSIONED_ROLLOUT_FROM.
status=$(curl -s -o /dev/null -m 10 -w '%{http_code}' "$HEALTH_URL") || {
  echo "no answer from $HEALTH_URL"
  exit 75
}
if [ "$status" -ge 500 ]; then
  echo "$HEALTH_URL answers $status at $VERSIONED_ROLLOUT_PERCENT % of the traffic"
  exit 1
fi
