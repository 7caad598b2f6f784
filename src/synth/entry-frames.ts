const DEPTH = 16;
const CDK8S_APP = /[\\/]cdk8s[\\/]lib[\\/]app\.js$/;
const CDK8S_CHART = /[\\/]cdk8s[\\/]lib[\\/]chart\.js$/;

/**
 * Whether a validation that runs now is one that cdk8s' `App.synth` repeats for each chart, after it has validated the
 * whole tree already: `App.synth` calls `Chart.toJson`, which calls `App._synthChart`. Nobody else's `chart.toJson()`,
 * and no bundled copy of cdk8s, looks like that; for them the answer is false, which only costs time.
 */
export function repeatedBySynth(): boolean {
  const frames = callFrames();
  const index = frames.findIndex((frame) => frame.getFunctionName() === '_synthChart' && isIn(frame, CDK8S_APP));
  const [chart, app] = index === -1 ? [] : frames.slice(index + 1, index + 3);
  return (
    chart?.getFunctionName() === 'toJson' && isIn(chart, CDK8S_CHART) && /^synth(?:Yaml)?$/.test(app?.getFunctionName() ?? '') && isIn(app, CDK8S_APP)
  );
}

function isIn(frame: NodeJS.CallSite | undefined, file: RegExp): boolean {
  return file.test(frame?.getFileName() ?? '');
}

function callFrames(): readonly NodeJS.CallSite[] {
  const { stackTraceLimit: limit, prepareStackTrace: prepare } = Error;
  const holder: { stack?: unknown } = {};
  let frames: readonly NodeJS.CallSite[] = [];
  Error.stackTraceLimit = DEPTH;
  Error.prepareStackTrace = (_error, sites) => {
    frames = sites;
    return '';
  };
  try {
    Error.captureStackTrace(holder, callFrames);
    void holder.stack;
  } finally {
    Error.stackTraceLimit = limit;
    Error.prepareStackTrace = prepare;
  }
  return frames;
}
