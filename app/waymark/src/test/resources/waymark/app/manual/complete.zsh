# zsh -f complete.zsh SCRIPT LINE...: what zsh offers for each line, on a terminal of its own.
zmodload zsh/zpty
zpty z zsh -f -i
zpty -w z "script=${(q)1}"
zpty -w z 'PROMPT= ; stty -echo; autoload -Uz compinit; compinit -u -D; source $script
bindkey "^I" complete-word; zstyle ":completion:*" insert-tab false
compadd() {
  local -a found
  [[ ${@[1,(i)(-|--)]} == *-(O|A|D)\ * ]] || { builtin compadd -A found "$@"; printf "OFFERED %s\n" $found; }
  builtin compadd "$@"
}
report_end() { print -r -- THE-END; comppostfuncs=(report_end); }
comppostfuncs=(report_end)
print THE-START'
while zpty -r z answer; do [[ $answer == *THE-START* ]] && break; done
shift
for line; do
  zpty -w -n z "$line"$'\t'
  offered=()
  while zpty -r z answer; do
    answer=${${answer//$'\r'/}%$'\n'}
    [[ $answer == *THE-END* ]] && break
    [[ $answer == *OFFERED\ * ]] && offered+=(${answer##*OFFERED })
  done
  print -r -- "$line => $offered"
  zpty -w -n z $'\025'
done
zpty -d z
