'use strict';
// Stands in for the native module @vscode/spdlog, which `--ignore-scripts` leaves unbuilt: without
// it VS Code's server writes no log file at all, the extension host's and every output channel's
// included. The same interface (its index.d.ts), synchronous and without rotation.
const { appendFileSync, mkdirSync } = require('node:fs');
const { dirname } = require('node:path');

const levels = ['trace', 'debug', 'info', 'warning', 'error', 'critical', 'off'];

class Logger {
  constructor(_type, _name, file) {
    this.file = file;
    this.level = levels.indexOf('info');
    this.formatted = true;
  }
  write(level, message) {
    if (level < this.level) return;
    const stamp = new Date().toISOString().replace('T', ' ').replace('Z', '');
    const text = this.formatted ? `${stamp} [${levels[level]}] ${message}\n` : message;
    try {
      appendFileSync(this.file, text);
    } catch {
      // The log's folder has gone: the host is being torn down.
    }
  }
  trace(message) {
    this.write(0, message);
  }
  debug(message) {
    this.write(1, message);
  }
  info(message) {
    this.write(2, message);
  }
  warn(message) {
    this.write(3, message);
  }
  error(message) {
    this.write(4, message);
  }
  critical(message) {
    this.write(5, message);
  }
  getLevel() {
    return this.level;
  }
  setLevel(level) {
    this.level = level;
  }
  setPattern() {
    this.formatted = true;
  }
  clearFormatters() {
    this.formatted = false;
  }
  flush() {
    // Every message is written when it comes.
  }
  drop() {
    // No file is held open.
  }
}

async function createLogger(name, file) {
  mkdirSync(dirname(file), { recursive: true });
  return new Logger('rotating', name, file);
}

const version = 0;
const setLevel = () => undefined;
const setFlushOn = () => undefined;
const createRotatingLogger = createLogger;
const createAsyncRotatingLogger = createLogger;

// Spelt so that Node finds the names when the server imports this as a module.
module.exports = {
  version,
  setLevel,
  setFlushOn,
  createRotatingLogger,
  createAsyncRotatingLogger,
  Logger,
};
