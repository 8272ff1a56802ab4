# Sourced by ./waymark and ./check: finds or installs what they need. Bash.

say() { printf 'waymark: %s\n' "$*" >&2; }

fail() {
  say "$*"
  exit 1
}

# install COMMAND-LINE-WHY PACKAGE...: from apt as root, else a sentence that says how.
install_packages() {
  local why=$1
  shift
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    fail "$why; as root: apt-get install $*"
  fi
  say "installing $*"
  # A service that a package brings must not start on this machine because of us.
  local policy=/usr/sbin/policy-rc.d ours=
  if [ ! -e $policy ]; then
    printf '#!/bin/sh\nexit 101\n' >$policy && chmod +x $policy && ours=yes
  fi
  local log status=0
  log=$(mktemp)
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"; } \
    >"$log" 2>&1 || status=$?
  [ -z "$ours" ] || rm -f $policy
  [ $status = 0 ] || { tail -n 20 "$log" >&2; rm -f "$log"; fail "apt-get could not install $*"; }
  rm -f "$log"
}

# need COMMAND=PACKAGE...: installs the packages of the commands that are missing.
need() {
  local missing=() commands=() pair
  PATH=$PATH:/usr/sbin:/sbin
  for pair in "$@"; do
    if ! command -v "${pair%%=*}" >/dev/null; then
      missing+=("${pair#*=}")
      commands+=("${pair%%=*}")
    fi
  done
  [ ${#missing[@]} = 0 ] || install_packages "not found: ${commands[*]}" "${missing[@]}"
}

is_jdk25() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] && grep -q '^JAVA_VERSION="25' "$1/release"
}

# Sets JAVA_HOME to a JDK 25: from JAVA_HOME, PATH, the usual folders, or apt.
find_jdk() {
  local candidate onpath
  onpath=$(readlink -f "$(command -v javac)" 2>/dev/null) || true
  for candidate in "${JAVA_HOME:-}" "${onpath%/bin/javac}" /usr/lib/jvm/* /opt/java/* /opt/jdk* \
    "${HOME:-/nonexistent}"/.sdkman/candidates/java/* "${HOME:-/nonexistent}"/.jdks/*; do
    if is_jdk25 "$candidate"; then
      export JAVA_HOME=$candidate
      return
    fi
  done
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq >/dev/null 2>&1
    if apt-cache show openjdk-25-jdk-headless >/dev/null 2>&1; then
      install_packages "no JDK 25" openjdk-25-jdk-headless
      for candidate in /usr/lib/jvm/*; do
        is_jdk25 "$candidate" && export JAVA_HOME=$candidate && return
      done
    fi
  fi
  fail "no JDK 25 in JAVA_HOME, PATH, /usr/lib/jvm, /opt; apt offers none here: install one (for example Temurin 25 from adoptium.net) and set JAVA_HOME to it"
}

# maven ARGUMENT...: with that JDK, quiet about what Maven itself does to it.
maven() {
  need mvn=maven
  local repository=()
  # An account without a home keeps what Maven downloads in the build folder.
  [ -w "${HOME:-/nonexistent}" ] || repository=(-Dmaven.repo.local="$root/target/repository")
  MAVEN_OPTS="--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED ${MAVEN_OPTS:-}" \
    mvn -B "${repository[@]}" "$@"
}
