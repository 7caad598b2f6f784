#!/usr/bin/env node
import { run } from './run';

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
