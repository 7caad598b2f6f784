import * as path from 'node:path';
import * as ts from 'typescript';

const ROOT = path.resolve(__dirname, '..', '..', '..');

/**
 * Compiles texts as files of this project, in one program. `cdk8s-istio` means this package.
 *
 * @param texts by the path that they are to have
 * @returns what the compiler says of each
 */
export function compile(texts: Readonly<Record<string, string>>): Readonly<Record<string, readonly ts.Diagnostic[]>> {
  const config = ts.readConfigFile(path.join(ROOT, 'tsconfig.json'), ts.sys.readFile);
  const options: ts.CompilerOptions = {
    ...ts.parseJsonConfigFileContent(config.config, ts.sys, ROOT).options,
    noEmit: true,
    incremental: false,
    tsBuildInfoFile: undefined,
    noUnusedLocals: false,
    types: ['node'],
    paths: { 'cdk8s-istio': [path.join(ROOT, 'src', 'index.ts')] },
  };
  const files = new Map(Object.entries(texts));
  const host = ts.createCompilerHost(options);
  const { fileExists, getSourceFile, readFile } = host;
  host.fileExists = (name) => files.has(name) || fileExists(name);
  host.readFile = (name) => files.get(name) ?? readFile(name);
  host.getSourceFile = (name, version, ...rest) => {
    const text = files.get(name);
    return text === undefined ? getSourceFile(name, version, ...rest) : ts.createSourceFile(name, text, version);
  };
  const program = ts.createProgram([...files.keys()], options, host);
  return Object.fromEntries(
    [...files.keys()].map((name) => {
      const file = program.getSourceFile(name);
      return [name, [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]];
    }),
  );
}
