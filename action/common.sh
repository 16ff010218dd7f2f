# Shared by start.sh and stop.sh. Inputs are only read from variables: text that is inserted into a script could run commands.
# shellcheck shell=bash
folder=${RUNNER_TEMP:?}/atrium-atms-mock
log=$folder/results/mock.log

# Reports an error on the page of the workflow run, and ends the step.
fail() {
  local text=${1//'%'/%25}
  text=${text//$'\r'/%0D}
  printf '::error title=atrium-atms-mock::%s\n' "${text//$'\n'/%0A}"
  exit 1
}

# call PATH [OPTION…]: calls the control API. The token is in a file: command lines are visible to other processes.
call() {
  local path=$1
  shift
  curl --silent --show-error --fail-with-body --max-time 300 --header "@$folder/headers" "$@" "$(<"$folder/url")/__admin/$path"
}

# Whether the server is running.
is_running() {
  if [[ -f $folder/container ]]; then
    [[ $(docker inspect --format '{{.State.Running}}' "$(<"$folder/container")" 2>/dev/null) == true ]]
  else
    [[ -f $folder/pid ]] && kill -0 "$(<"$folder/pid")" 2>/dev/null
  fi
}

# A container keeps its log until it is removed.
save_log() {
  if [[ -f $folder/container ]]; then docker logs "$(<"$folder/container")" >"$log" 2>&1 || true; fi
}
