# What the scripts that run the workflow have in common; sourced by them.
#   NAME     of the script, in messages
#   here     the project's folder

wrong_usage() {
  echo "$NAME: $1" >&2
  exit 2
}

fail() {
  echo "$NAME: $1" >&2
  exit 1
}

# read_options "VALUED…" "FLAG…" ARGUMENT…: sets the variable of each option that is given (--a-b: a_b), a flag to 1.
# --help prints usage.
read_options() {
  local valued=" $1 " flags=" $2 " option
  shift 2
  while (($#)); do
    option=$1
    case $option in
      -h | --help) usage; exit 0 ;;
      --*=*) set -- "${option%%=*}" "${option#*=}" "${@:2}"; continue ;;
    esac
    if [[ $option == --* && $flags == *" ${option#--} "* ]]; then
      printf -v "${option#--}" 1
      shift
    elif [[ $option == --* && $valued == *" ${option#--} "* ]]; then
      (($# > 1)) || wrong_usage "$option: expected a value, found none"
      printf -v "${option#--}" '%s' "$2"
      shift 2
    else
      wrong_usage "unknown option $option; --help lists them"
    fi
  done
}

check_cores() {
  [[ $cores =~ ^[1-9][0-9]*$ ]] || wrong_usage "--cores: expected a whole number >= 1, found \"$cores\""
}

# The absolute path of --profile, if there is one.
check_profile() {
  [[ -n $profile ]] || return 0
  [[ -f $profile/config.yaml ]] || fail "$profile: expected a folder with config.yaml, found none"
  profile=$(realpath -- "$profile")
}

# find_programs PROGRAM…: sets `programs` to the folder of --bin, or to that of programs it builds.
find_programs() {
  local program
  if [[ -n $bin ]]; then
    for program in "$@"; do
      [[ -x $bin/$program ]] || fail "$bin: expected the built program $program, found none"
    done
    programs=$(realpath -- "$bin")
  else
    "$here/scripts/setup" "$@"
    programs=$here/build/bin
  fi
}

# enter_out: makes --out, goes there and locks it.
enter_out() {
  mkdir -p -- "$out"
  out=$(realpath -- "$out")
  cd -- "$out"
  # A lock of our own: Snakemake's stays behind when it is killed; this one ends with the last process that holds it.
  exec 9>lock
  flock --nonblock 9 || fail "$out: expected no other run, found one at work"
  ln -sfnT -- "$programs" programs
}

# run_workflow: does what plan.json says. Sets `status`; ends the script after an interrupt.
run_workflow() {
  local where=(--cores "$cores") interrupted=0
  if [[ -n $profile ]]; then
    where=(--profile "$profile")
    export USER=${USER:-$(id -un)}  # Snakemake asks Slurm for this user's account
  fi
  trap 'interrupted=1' INT
  status=0
  # Debian's Snakemake and its Python, whatever else stands first in PATH. Its own messages are kept in a file.
  WORKFLOW_NAME=$NAME PATH=/usr/bin:$PATH /usr/bin/snakemake --snakefile "$here/workflow/Snakefile" "${where[@]}" \
    --scheduler greedy --keep-going --nolock --rerun-incomplete --rerun-triggers mtime params \
    --log-handler-script "$here/workflow/progress.py" >&2 2>snakemake.log || status=$?
  if ((interrupted)); then
    echo "$NAME: interrupted; the same command continues" >&2
    exit 130
  fi
  trap - INT
  ((status == 0)) || echo "$NAME: not all jobs are done; Snakemake's messages: $out/snakemake.log" >&2
  [[ -d results ]] || exit 1
}
