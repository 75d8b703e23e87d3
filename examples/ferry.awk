# awk -f examples/ferry.awk > examples/ferry.csv: made-up data, the same with every awk.
# A row is an evening at a pier, minute by minute: how many people pass the gate. At most one does at any time; for four
# minutes, many do who board a ferry; later, as many leave one, in six minutes, fewer in each. When it lands, between
# minutes 31 and 42, nothing foretells.
function random() { state = (69069 * state + 1) % 4294967296; return state / 4294967296 }
BEGIN {
  state = 1
  for (minute = 0; minute < 50; ++minute) printf "m%d%s", minute, minute < 49 ? "," : "\n"
  for (evening = 0; evening < 300; ++evening) {
    board = 4 + int(14 * random()); people = 30 + 60 * random(); land = 31 + int(12 * random())
    for (minute = 0; minute < 50; ++minute) {
      passing = 2 * random()
      if (minute >= board && minute < board + 4) passing += people / 4
      if (minute >= land && minute < land + 6) passing += people * (land + 6 - minute) / 21
      printf "%d%s", passing, minute < 49 ? "," : "\n"
    }
  }
}
