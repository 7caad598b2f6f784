#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8';
import { run } from './run';

// Node 20 compiles what ran for a moment to machine code, beside the check and in its way: with two cores that is a tenth of the time.
// Later ones have a cheaper tier between, and do not know the flag.
if (process.version.startsWith('v20.')) setFlagsFromString('--interrupt-budget=250000');

const { stdin, stdout, stderr, env } = process;
let unwritable = false;

/** A reader that went away (`| head`) wants no more, and that is no error; a full disk is one. */
function onOutputError(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED' || unwritable) return;
  unwritable = true;
  stderr.write(`cdk8s-istio: the answer cannot be written (${error.code ?? error.message})\n`);
  process.exitCode = 2;
}

stdout.on('error', onOutputError);
stderr.on('error', () => undefined); // nowhere left to say it

void run(process.argv.slice(2), { cwd: process.cwd(), env, stdin, stdout, stderr }).then((code) => {
  if (!unwritable) process.exitCode = code; // never process.exit: it would cut off what is still on its way
});
