/** Printed by `faultyard --help`. */
export const HELP = `Faultyard: simulate a distributed architecture, and break it on purpose.

Usage
  faultyard run FILE [options]       run a topology to its end and print what happened
  faultyard compare A B [options]    run two topologies with the same seeds and say where they differ
  faultyard drill-everything FILE    take away each node and link in turn, and rank what hurts
  faultyard check FILE               say whether a topology is sound, and whether its drills can run
  faultyard render FILE -o OUT.svg   draw a topology: --theme light, dark or auto; without -o to standard output
  faultyard schema [--result | --replications | --comparison | --sweep | --drill-seeds | --report | --everything]
                                     print the JSON Schema of topology files, or of what --json prints and reports hold
  faultyard --help, --version

Options of run and compare
  --seed N           seed in place of the file's, 0 to 4294967295
  --duration TIME    simulated time in place of the file's: 500ms, 60s, 2m, 1h
  --replications N   run with N seeds and print means with 95 % intervals (compare: 30 unless told)
  --jobs N           threads to run them on; all cores unless told, with the same outcome
  --json             print the result as JSON
  --out FILE         write the result as JSON into a file

Options of run alone
  --until 5%         run seeds until mean latency and p99 are known within 5 %: at least 10, at most 200 or
                     as --replications says
  --sweep PATH=A,B   run once per value of a field, 10 seeds each unless told:
                     --sweep nodes.web.config.slots=1,2,4
  --traffic CLIENT=FILE.csv
                     replay recorded arrivals in place of a client's traffic: one line per request,
                     its time [ms] and, if known, what it needs of a server [ms]; once per client
  --drill NAME       run one of the file's drills, by its id or title, and judge it; with --replications over
                     many seeds. Ready for any file: kill-one-replica, kill-the-leader, lose-a-zone, cut-a-link,
                     slow-dependency, brown-out, traffic-surge, flush-the-cache, consumer-outage, random-deaths
  --report FILE      of a drill: a report as a web page (.html), Markdown (.md) or JSON (.json), by the file's
                     ending; may be given several times
  --junit FILE.xml   of a drill: JUnit XML for CI, a test case per objective and window
  --set PATH=VALUE   change a field for this run: --set nodes.web.config.slots=4; may be given several times

The same file and seed give the same run hash here and in the browser.
Ctrl-C stops many runs and prints what is known.

Exit code
  0                  done; of a drill: it held
  1                  a drill deviated
  2                  the input is not sound, or a drill is invalid: its hypothesis does not hold before its method
  130                stopped by Ctrl-C
`;
