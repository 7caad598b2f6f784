import * as path from 'node:path';
import * as ts from 'typescript';

const ROOT = path.resolve(__dirname, '..', '..');

/** An error as a user sees it: the text of the line it stands on, and the message. */
export interface TypeError {
  readonly line: string;
  readonly message: string;
}

/**
 * Type-checks snippets with the options of this project, all in one program, and returns the errors of each. A snippet
 * is a file of its own beside this one; errors in other files are reported as its own, so that nothing is hidden.
 */
export function compile<K extends string>(snippets: Readonly<Record<K, string>>): Readonly<Record<K, readonly TypeError[]>> {
  const { config } = ts.readConfigFile(path.join(ROOT, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
  const files = new Map(Object.entries<string>(snippets).map(([name, text]) => [path.join(__dirname, `${name}.snippet.ts`), { name, text }]));
  const host = ts.createCompilerHost({ ...options, incremental: false, tsBuildInfoFile: undefined, noEmit: true, noUnusedLocals: false });
  const { readFile, fileExists, getSourceFile } = host;
  host.readFile = (file) => files.get(path.normalize(file))?.text ?? readFile(file);
  host.fileExists = (file) => files.has(path.normalize(file)) || fileExists(file);
  host.getSourceFile = (file, languageVersion, ...rest) => {
    const text = files.get(path.normalize(file))?.text;
    return text === undefined ? getSourceFile(file, languageVersion, ...rest) : ts.createSourceFile(file, text, languageVersion);
  };
  const program = ts.createProgram({
    rootNames: [...files.keys()],
    options: { ...options, incremental: false, tsBuildInfoFile: undefined, noEmit: true, noUnusedLocals: false },
    host,
  });
  const errorsOf = (file: string): TypeError[] =>
    ts.getPreEmitDiagnostics(program, program.getSourceFile(file)).map(({ file: source, start = 0, messageText }) => ({
      line: (source?.text ?? '').split('\n')[source?.getLineAndCharacterOfPosition(start).line ?? 0]?.trim() ?? '',
      message: ts.flattenDiagnosticMessageText(messageText, '\n'),
    }));
  return Object.fromEntries([...files].map(([file, { name }]) => [name, errorsOf(file)])) as Record<K, TypeError[]>;
}
