// Writes docs/api/cdk8s-istio.api.md: every exported declaration. With --check, only compares and fails on a difference.
import { createRequire } from 'node:module';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const { Extractor, ExtractorConfig, ExtractorLogLevel } = require('@microsoft/api-extractor');
const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const check = process.argv.includes('--check');
const temporary = mkdtempSync(join(tmpdir(), 'cdk8s-istio-api-'));
mkdirSync(join(root, 'docs', 'api'), { recursive: true });

const config = ExtractorConfig.prepare({
  configObjectFullPath: join(root, 'api-extractor.json'),
  packageJsonFullPath: join(root, 'package.json'),
  configObject: {
    projectFolder: root,
    mainEntryPointFilePath: join(root, 'lib', 'src', 'index.d.ts'),
    newlineKind: 'lf',
    compiler: { overrideTsconfig: { compilerOptions: { module: 'node16', moduleResolution: 'node16', target: 'es2022', lib: ['es2022'], strict: true, skipLibCheck: true, types: [] }, include: ['lib/src/index.d.ts'] } },
    apiReport: { enabled: true, reportFileName: 'cdk8s-istio.api.md', reportFolder: join(root, 'docs', 'api'), reportTempFolder: temporary },
    docModel: { enabled: false },
    dtsRollup: { enabled: false },
    tsdocMetadata: { enabled: false },
    messages: {
      compilerMessageReporting: { default: { logLevel: ExtractorLogLevel.Error } },
      extractorMessageReporting: { default: { logLevel: ExtractorLogLevel.None }, 'ae-forgotten-export': { logLevel: ExtractorLogLevel.Error } },
      tsdocMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
    },
  },
});
const problems = [];
const result = Extractor.invoke(config, {
  localBuild: !check,
  messageCallback(message) {
    message.handled = true;
    if (message.logLevel === ExtractorLogLevel.Error) problems.push(message.text);
  },
});
rmSync(temporary, { recursive: true, force: true });

for (const problem of problems) console.error(problem);
if (check && result.apiReportChanged) console.error('The public API differs from docs/api/cdk8s-istio.api.md: read the difference, then run "npm run api".');
process.exitCode = problems.length > 0 || (check && result.apiReportChanged) ? 1 : 0;
