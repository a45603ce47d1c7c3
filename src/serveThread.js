// A thread does not take over what lets the program that starts it read TypeScript.
require('tsx/cjs');
require('./worker.ts');
