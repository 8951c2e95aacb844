# Sourced by scripts/test-slurm, test-ray and test-parallel: one small job, done once by one process,
# to which what many workers leave is compared byte by byte.

begin=$(date +%s)
say() { # TEXT: with the seconds since the beginning
  printf '%4d s  %s\n' $(($(date +%s) - begin)) "$*"
}
fail() {
  say "FAILED: $*" >&2
  exit 1
}

# Sets $program: the argument, or the release build.
find_program() { # [PROGRAM]
  program=${1:-}
  if [ -z "$program" ]; then
    swift build -c release --product pseudobox
    program=$(swift build -c release --show-bin-path)/pseudobox
  fi
  program=$(realpath "$program")
}

# Writes $folder/job.yaml: COUNT bundled scenes in units of UNIT images.
make_job() { # COUNT UNIT
  mkdir "$folder/images"
  for image in $(ls pipelines/bundled/scenes/images | head -n "$1"); do
    cp "pipelines/bundled/scenes/images/$image" "$folder/images/"
  done
  scenes=$PWD/pipelines/bundled/scenes
  models=$PWD/pipelines/bundled/models
  cat >"$folder/job.yaml" <<YAML
version: 1
input:
  images: images
  captions: $scenes/captions.json
  ground_truth: $scenes/instances.json
plan: {unit_images: $2}
concepts: {min_occurrences: 1, min_images: 1}
regions:
  teacher: {model: "$models/small-clip", crop: squash, batch: 16}
  proposals:
    - {kind: owlv2, model: "$models/small-owlv2"}
  chain: {top: 20}
report: {gallery: 4}
YAML
}

# All that is promised; timings, logs and scripts are not.
digest() { # OUTPUT
  (cd "$1" && find . -type f ! -path './stats/*' ! -path './slurm/*' ! -name '.tmp-*' \
    -exec sha256sum {} + | sort -k 2)
}

# Does the job with one process; its files are what every other way must make.
run_alone() {
  "$program" run "$folder/job.yaml" --output "$folder/alone" --quiet >/dev/null
  digest "$folder/alone" >"$folder/expected"
  say "one process: $(wc -l <"$folder/expected") files"
}

# Fails unless OUTPUT holds the files of the single process, byte by byte.
compare() { # OUTPUT WHAT
  digest "$1" >"$folder/found"
  cmp "$folder/expected" "$folder/found" || {
    diff "$folder/expected" "$folder/found" >&2 || true
    fail "$2: the files differ from those of one process"
  }
  say "$2: $(wc -l <"$folder/found") files, byte-identical to those of one process (index too)"
}

# Stops a process that is writing a region shard of OUTPUT and prints its number; its temporary file
# names it. With MARK only a process that has this line in its environment.
stop_a_writer() { # OUTPUT [MARK]
  for _ in $(seq 6000); do
    for file in "$1"/regions/.tmp-*-unit-*; do
      name=${file##*/.tmp-}
      process=$(echo "$name" | cut -d - -f 2)
      if [ ! -e "$file" ] || ! kill -STOP "$process" 2>/dev/null; then continue; fi
      if [ -e "$file" ] && { [ -z "${2:-}" ] || grep -qzx "$2" "/proc/$process/environ"; }; then
        echo "$process"
        return
      fi
      kill -CONT "$process"
    done
    sleep 0.01
  done
  return 1
}
