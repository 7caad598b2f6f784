// Compares what was seen of one line of a request table with what the line expects.

const EXPECTATIONS = {
  status: (result, status) => all(result, 'status', result.statuses, String(status)),
  failure: (result, failure) => all(result, 'failure', result.failures, failure),
  by: (result, workload) => all(result, 'answered by', result.by, workload),
  version: (result, version) => all(result, 'version', result.versions, version),
  share,
  sameVersion: (result) =>
    Object.keys(result.versions).length === 1 ? [] : [`one version was expected to answer, not ${JSON.stringify(result.versions)}`],
  arrivals: (result, counts) => same('arrivals', sorted(result.arrivals), sorted(counts)),
  headers: (result, wanted) => fields('answer header', result.last?.headers, wanted),
  seen: (result, { headers = {}, ...wanted }) => [
    ...fields('seen by the workload:', result.last?.seen, wanted),
    ...fields('header seen by the workload:', result.last?.seen?.headers, headers),
  ],
  setCookie: (result, wanted) => text('set-cookie', result.first?.setCookie?.join('\n'), wanted),
  logged: (result, wanted) => fields('access log of', result.log, wanted),
  body: (result, wanted) => text('body', result.last?.body, wanted),
};

/** What differs, a line each; none when all is as expected. */
export function differences(result, expect) {
  const names = Object.keys(expect);
  if (names.length === 0) return ['the line expects nothing'];
  return names.flatMap((name) => {
    const check = EXPECTATIONS[name];
    return check === undefined ? [`there is no expectation "${name}"`] : check(result, expect[name]);
  });
}

/** Every repetition gave this one value. */
function all(result, what, counts, value) {
  if (counts[value] === result.count) return [];
  return [`${what}: ${value} was expected ${result.count} times; seen ${summary(result)}`];
}

function summary({ statuses, failures, by, last }) {
  const body = last?.body ? ` (${last.body.slice(0, 200)})` : '';
  return `${JSON.stringify({ ...statuses, ...failures })} by ${JSON.stringify(by)}${body}`;
}

/**
 * Shares of the versions (or workloads, when the name holds a slash) in all answers. The bounds are four and a half standard
 * deviations of the binomial distribution: what is right misses them once in 150,000 runs.
 */
function share(result, shares) {
  return Object.entries(shares).flatMap(([name, part]) => {
    const seen = (name.includes('/') ? result.by : result.versions)[name] ?? 0;
    const [mean, bound] = [result.count * part, 4.5 * Math.sqrt(result.count * part * (1 - part))];
    if (Math.abs(seen - mean) <= bound) return [];
    return [`share of ${name}: ${mean} ± ${bound.toFixed(0)} of ${result.count} were expected; seen ${seen}, ${summary(result)}`];
  });
}

/** Fields by name: a text, a RegExp, or null for one that must not be there. */
function fields(what, seen, wanted) {
  return Object.entries(wanted).flatMap(([name, value]) => text(`${what} ${name}`, seen?.[name], value));
}

function text(what, seen, wanted) {
  const fits = wanted === null ? seen === undefined : wanted instanceof RegExp ? wanted.test(seen ?? '') : seen === wanted;
  return fits ? [] : [`${what}: ${wanted} was expected; seen ${seen}`];
}

function same(what, seen, wanted) {
  const [one, other] = [JSON.stringify(seen), JSON.stringify(wanted)];
  return one === other ? [] : [`${what}: ${other} was expected; seen ${one}`];
}

const sorted = (counts) => Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));
