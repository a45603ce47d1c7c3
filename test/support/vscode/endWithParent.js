'use strict';
// Loaded before VS Code's server and, inherited, before its children: ends each when the process
// that started it has gone without a word (killed, out of memory), so that nothing is left
// running. (Not by process.exit, which the extension host forbids. Windows keeps the parent's id.)
const { setInterval } = require('node:timers');

const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL');
}, 1000).unref();
