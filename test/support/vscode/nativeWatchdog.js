'use strict';
// Stands in for the native module @vscode/native-watchdog, which `--ignore-scripts` leaves unbuilt:
// ends a server's child process (the extension host) when the server itself has gone.
const { setInterval } = require('node:timers');

function start(pid) {
  setInterval(() => {
    try {
      process.kill(pid, 0);
    } catch {
      process.kill(process.pid, 'SIGKILL'); // the extension host forbids process.exit
    }
  }, 1000).unref();
}

function exit(code) {
  process.exit(code ?? 0);
}

module.exports = { start, exit };
