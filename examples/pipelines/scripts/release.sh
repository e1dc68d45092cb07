#!/bin/sh
# release.sh FILE ENVIRONMENT: moves all aliases to the state in the file, all or none, and writes a receipt.
set -eu
versioned release plan "$1" --env "$2"
versioned release apply "$1" --env "$2" --receipt receipt.json --reason "${GIT_SHA:-by hand}"
