/** Printed by `faultyard --help`. */
export const HELP = `Faultyard: simulate a distributed architecture, and break it on purpose.

Usage
  faultyard run FILE [options]   run a topology to its end and print what happened
  faultyard check FILE           say whether a topology is sound
  faultyard schema [--result]    print the JSON Schema of topology files, or of results
  faultyard --help, --version

Options of run
  --seed N          seed in place of the file's, 0 to 4294967295
  --duration TIME   simulated time in place of the file's: 500ms, 60s, 2m, 1h
  --json            print the result as JSON
  --out FILE        write the result as JSON into a file

The same file and seed give the same run hash here and in the browser.
Exit code: 0, or 2 when the input is not sound.
`;
