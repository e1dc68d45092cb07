#!/bin/sh
# release.sh FILE ENVIRONMENT: brings all aliases to what the file says, all or none, and keeps a receipt.
set -eu
versioned release plan "$1" --env "$2"
versioned release apply "$1" --env "$2" --receipt receipt.json --reason "${GIT_SHA:-by hand}"
