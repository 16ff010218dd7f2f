#!/usr/bin/env bash
# Exports the journals, the coverage and the log of the mock, and stops it.
set -euo pipefail
# shellcheck source=action/common.sh
source "$(dirname "$0")/../common.sh"

[[ -d $folder ]] || fail 'the mock was not started: use the action at the top of the repository first'
if [[ -f $folder/stopped ]]; then
  echo 'already stopped'
  exit
fi
results=$folder/results
echo "path=$results" >>"${GITHUB_OUTPUT:-/dev/null}"

problem=
if is_running; then
  if sandboxes=$(call sandboxes 2>&1); then
    for name in $(grep -o '"name":"[a-z0-9-]*"' <<<"$sandboxes" | cut -d '"' -f 4); do
      call requests.har --header "Mock-Sandbox: $name" --output "$results/requests-$name.har" || problem="no journal of the sandbox $name"
    done
    call 'coverage?all-sandboxes' --output "$results/coverage.json" || problem='no coverage'
  else
    problem="the mock does not respond: $sandboxes"
  fi
elif [[ -f $folder/failed ]]; then
  echo 'the mock did not start: the step that starts it says why'
else
  problem='the mock ended before this step: mock.log in the artifact says why'
fi

save_log
if [[ -f $folder/container ]]; then
  docker rm --force "$(<"$folder/container")" >/dev/null 2>&1 || true
elif is_running; then
  kill "$(<"$folder/pid")" || true
fi
rm -f "$folder/headers" "$folder/pid" "$folder/container"
touch "$folder/stopped"
if [[ -n $problem ]]; then fail "$problem"; fi
echo "exported to $results"
