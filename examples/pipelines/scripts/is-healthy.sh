#!/bin/sh
# The health gate: calls the new version's health endpoint, HEALTH_URL. Exit code 0 is healthy, 75 not enough data, any
# other unhealthy. The last line printed is the reason in the ledger. Query your metrics here: error rate and latency of
# $VERSIONED_ROLLOUT_VERSION compared with those of $VERSIONED_ROLLOUT_FROM.
status=$(curl -s -o /dev/null -m 10 -w '%{http_code}' "$HEALTH_URL") || {
  echo "no answer from $HEALTH_URL"
  exit 75
}
if [ "$status" -ge 500 ]; then
  echo "$HEALTH_URL answers $status at $VERSIONED_ROLLOUT_PERCENT % of the traffic"
  exit 1
fi
