// The one table of a run. A row: { what, ours, theirs, unit, ratio, target, met } or { what, failed }.

/** A row that compares: `ratio` is ours / theirs; met when it is at most `limit` (no limit: only told). */
export function compare({ what, ours, theirs, unit, limit, against }) {
  const ratio = ours / theirs;
  return {
    what,
    ours: format(ours, unit),
    theirs: against ? `${format(theirs, unit)} (${against})` : format(theirs, unit),
    ratio: `${ratio.toFixed(2)}x`,
    target: limit === undefined ? '' : `<= ${limit.toFixed(2)}x`,
    met: limit === undefined ? '' : ratio <= limit ? 'met' : 'NOT MET',
  };
}

/** As `compare`, for more is better. */
export function compareRate({ what, ours, theirs, unit, least }) {
  const ratio = ours / theirs;
  return {
    what,
    ours: format(ours, unit),
    theirs: format(theirs, unit),
    ratio: `${ratio.toFixed(2)}x`,
    target: least === undefined ? '' : `>= ${least.toFixed(2)}x`,
    met: least === undefined ? '' : ratio >= least ? 'met' : 'NOT MET',
  };
}

export function print(rows) {
  const columns = ['what', 'ours', 'theirs', 'ratio', 'target', 'met'];
  const lines = [columns, columns.map(() => '---'), ...rows.map((row) => columns.map((column) => row[column] ?? (column === 'ours' && row.failed ? `FAILED: ${row.failed}` : '')))];
  const widths = columns.map((_, index) => Math.max(...lines.map((line) => (line[index].startsWith('FAILED') ? 0 : line[index].length))));
  for (const [number, line] of lines.entries()) {
    console.log(`| ${line.map((cell, index) => (number === 1 ? '-'.repeat(widths[index]) : cell.padEnd(widths[index]))).join(' | ')} |`);
  }
}

function format(value, unit) {
  if (unit === 'ms') return value >= 1000 ? `${(value / 1000).toFixed(2)} s` : `${value.toFixed(value < 10 ? 2 : 0)} ms`;
  if (unit === 'bytes') return `${Math.round(value / 1024).toLocaleString('en')} KiB`;
  if (unit === '/s') return `${Math.round(value).toLocaleString('en')}/s`;
  if (unit === 'MiB') return `${value.toFixed(0)} MiB`;
  if (unit === 'us') return `${value.toFixed(0)} us`;
  return String(value);
}
