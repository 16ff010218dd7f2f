#!/usr/bin/env bash
# Starts the mock with the fixtures of the workflow, waits for it, and exports its address.
set -euo pipefail
# shellcheck source=action/common.sh
source "$(dirname "$0")/common.sh"

package=${INPUT_PACKAGE:-}
image=${INPUT_IMAGE:-}
port=${INPUT_PORT:-3000}
timeout=${INPUT_TIMEOUT:-60}

[[ -z $package || -z $image ]] || fail 'package and image: use only one of them'
[[ $port =~ ^[0-9]{1,5}$ && 10#$port -le 65535 ]] || fail "port: expected a number from 0 to 65535, not '$port'"
[[ $timeout =~ ^[0-9]{1,4}$ ]] || fail "timeout: expected a number of seconds, not '$timeout'"
for value in "$package" "$image"; do
  [[ $value != -* ]] || fail "expected a package or an image, not an option: '$value'"
done
if [[ -d $folder ]] && is_running; then fail 'the mock is already running: stop it first, with the action in action/stop'; fi
rm -rf "$folder"
mkdir -p "$folder/results" "$folder/fixtures"
# Tells the action for the end that the start has already reported an error.
touch "$folder/failed"

# lines TEXT: the lines that are not empty, without spaces around them, in the array `lines`.
read_lines() {
  lines=()
  local line
  while IFS= read -r line || [[ -n $line ]]; do
    line=${line#"${line%%[![:space:]]*}"}
    line=${line%"${line##*[![:space:]]}"}
    if [[ -n $line ]]; then lines+=("$line"); fi
  done <<<"$1"
}

set_name() {
  local name=${1##*/}
  printf '%s' "${name%.*}"
}

read_lines "${INPUT_FIXTURES:-}"
fixtures=("${lines[@]+"${lines[@]}"}")
sets=' '
read_lines "${INPUT_OPTIONS:-}"
options=("${lines[@]+"${lines[@]}"}")
for file in "${fixtures[@]+"${fixtures[@]}"}"; do
  [[ -f $file ]] || fail "fixtures: no such file: $file"
  [[ $(set_name "$file") =~ ^[a-z0-9][a-z0-9._-]{0,63}$ ]] ||
    fail "fixtures: the name of a set has up to 64 lower-case letters, digits, dots, underscores and hyphens: rename $file"
  [[ $sets != *" $(set_name "$file") "* ]] || fail "fixtures: two files are named $(set_name "$file"), which is the name of a set: rename $file"
  sets+="$(set_name "$file") "
done

if ((${#fixtures[@]} > 0)); then
  # Sandboxes begin with these sets, too, because the server starts with them.
  cp -- "${fixtures[@]}" "$folder/fixtures/"
  options=(--fixtures "$(set_name "${fixtures[0]}")" "${options[@]+"${options[@]}"}")
fi
(umask 077 && printf '%s' "${INPUT_ADMIN_TOKEN:+Authorization: Bearer $INPUT_ADMIN_TOKEN}" >"$folder/headers")
if [[ -n ${INPUT_ADMIN_TOKEN:-} ]]; then export MOCK_ADMIN_TOKEN=$INPUT_ADMIN_TOKEN; fi

start_container() {
  local token=()
  if [[ -n ${INPUT_ADMIN_TOKEN:-} ]]; then token=(--env MOCK_ADMIN_TOKEN); fi
  local published=127.0.0.1:$port:3000
  if [[ $port == 0 ]]; then published=127.0.0.1::3000; fi
  docker run --detach --publish "$published" --volume "$folder/fixtures:/fixtures:ro" --env MOCK_EPHEMERAL=true \
    "${token[@]+"${token[@]}"}" "$image" "${options[@]+"${options[@]}"}" >"$folder/container" || fail "image: cannot start $image"
}

start_package() {
  local main=node_modules/atrium-atms-mock/dist/main.cjs
  if [[ -n $package || ! -f $main ]]; then
    package=${package:-atrium-atms-mock}
    if [[ -f $package ]]; then package=$(cd "$(dirname "$package")" && pwd)/$(basename "$package"); fi
    npm install --ignore-scripts --no-audit --no-fund --prefix "$folder/package" -- "$package" >"$log" 2>&1 ||
      fail "package: npm cannot install $package: $(tail -n 5 "$log")"
    main=$folder/package/node_modules/atrium-atms-mock/dist/main.cjs
    [[ -f $main ]] || fail "package: $package is not atrium-atms-mock"
  fi
  # The runner ends it with the job, if nothing else does.
  nohup node "$main" --port "$port" --ephemeral --json --fixtures-dir "$folder/fixtures" \
    "${options[@]+"${options[@]}"}" >"$log" 2>&1 </dev/null &
  echo $! >"$folder/pid"
}

# The address, as soon as it is known.
address() {
  if [[ -f $folder/container ]]; then
    docker port "$(<"$folder/container")" 3000/tcp 2>/dev/null | sed -n '1s,^,http://,p'
  else
    # Warnings of Node can come first. The log does not exist until the shell has opened it.
    sed -n 's/^{"event":"ready".*"url":"\([^"]*\)".*/\1/p' "$log" 2>/dev/null || true
  fi
}

if [[ -n $image ]]; then start_container; else start_package; fi
deadline=$((SECONDS + 10#$timeout))
until
  address >"$folder/url"
  [[ -s $folder/url ]] && call health >/dev/null 2>&1
do
  if ! is_running || ((SECONDS > deadline)); then
    save_log
    is_running && reason="is not ready after $timeout s" || reason='ended'
    fail "the mock $reason: $(tail -n 20 "$log")"
  fi
  sleep 0.2
done

rm "$folder/failed"
url=$(<"$folder/url")
echo "url=$url" >>"${GITHUB_OUTPUT:-/dev/null}"
echo "MOCK_URL=$url" >>"${GITHUB_ENV:-/dev/null}"
echo "atrium-atms-mock is ready: $url"
