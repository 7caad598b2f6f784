// Loaded before a program (`node --require`): when it ends, the last line of its stderr is the most memory that it held, in MiB.
process.on('exit', () => {
  process.stderr.write(`\n${Math.round(process.resourceUsage().maxRSS / 1024)}\n`);
});
