// Writes docs/api: every exported declaration, one file an entry. With --check, only compares and fails on a difference.
import { createRequire } from 'node:module';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const { Extractor, ExtractorConfig, ExtractorLogLevel } = require('@microsoft/api-extractor');
const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const check = process.argv.includes('--check');
const temporary = mkdtempSync(join(tmpdir(), 'cdk8s-istio-api-'));
mkdirSync(join(root, 'docs', 'api'), { recursive: true });

/** The report of each entry of package.json. What other entries name of the first, that one exports. */
const REPORTS = { 'cdk8s-istio.api.md': ['index.d.ts'], 'cdk8s-istio-jest.api.md': ['jest', 'index.d.ts'] };
const [FIRST] = Object.keys(REPORTS);

const problems = [];
let changed = false;
for (const [report, entry] of Object.entries(REPORTS)) {
  const result = Extractor.invoke(configOf(join(root, 'lib', 'src', ...entry), report), {
    localBuild: !check,
    messageCallback(message) {
      message.handled = true;
      if (message.logLevel === ExtractorLogLevel.Error) problems.push(message.text);
    },
  });
  changed ||= result.apiReportChanged;
}
rmSync(temporary, { recursive: true, force: true });

for (const problem of problems) console.error(problem);
if (check && changed) console.error('The public API differs from docs/api: read the difference, then run "npm run api".');
process.exitCode = problems.length > 0 || (check && changed) ? 1 : 0;

function configOf(entry, report) {
  return ExtractorConfig.prepare({
    configObjectFullPath: join(root, 'api-extractor.json'),
    packageJsonFullPath: join(root, 'package.json'),
    configObject: {
      projectFolder: root,
      mainEntryPointFilePath: entry,
      newlineKind: 'lf',
      compiler: { overrideTsconfig: { compilerOptions: { module: 'node16', moduleResolution: 'node16', target: 'es2022', lib: ['es2022'], strict: true, skipLibCheck: true, types: [] }, include: [relative(root, entry)] } },
      apiReport: { enabled: true, reportFileName: report, reportFolder: join(root, 'docs', 'api'), reportTempFolder: temporary },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        compilerMessageReporting: { default: { logLevel: ExtractorLogLevel.Error } },
        extractorMessageReporting: { default: { logLevel: ExtractorLogLevel.None }, 'ae-forgotten-export': { logLevel: report === FIRST ? ExtractorLogLevel.Error : ExtractorLogLevel.None } },
        tsdocMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
      },
    },
  });
}
