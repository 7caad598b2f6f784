import * as path from 'node:path';
import * as ts from 'typescript';

const LIB = path.resolve(__dirname, '..', '..', 'lib');
const ENTRIES = ['index', 'jest'].map((entry) => path.join(LIB, 'types', `${entry}.d.ts`));

/** The statement at the top of its file that a declaration is in; the file itself for a module. */
function statementOf(declaration: ts.Node): ts.Node {
  let node = declaration;
  while (!ts.isSourceFile(node) && !ts.isSourceFile(node.parent)) node = node.parent;
  return node;
}

/** Our files that hold something a public name leads to, and those that the compiler loads. */
function filesOf(program: ts.Program): { readonly meant: ReadonlySet<string>; readonly loaded: readonly string[] } {
  const checker = program.getTypeChecker();
  const isOurs = (file: ts.SourceFile): boolean => file.fileName.startsWith(`${LIB}/`);
  const seen = new Set<ts.Node>(program.getSourceFiles().filter((file) => ENTRIES.includes(file.fileName)));
  // A set hands out what is added while it is walked.
  for (const node of seen) {
    const visit = (child: ts.Node): void => {
      const symbol = ts.isIdentifier(child) || ts.isStringLiteral(child) ? checker.getSymbolAtLocation(child) : undefined;
      const meant = symbol !== undefined && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
      for (const declaration of meant?.declarations ?? []) if (isOurs(declaration.getSourceFile())) seen.add(statementOf(declaration));
      ts.forEachChild(child, visit);
    };
    // What a file passes on is looked for name by name, but its imports are not: they are what is in question.
    ts.forEachChild(node, (child) => {
      const from = ts.isExportDeclaration(child) && !ts.isNamedExports(child.exportClause ?? child) ? child : undefined;
      if (!ts.isImportDeclaration(child) && (from !== undefined || !ts.isExportDeclaration(child))) visit(child);
      else if (ts.isExportDeclaration(child) && child.exportClause !== undefined) visit(child.exportClause);
    });
  }
  const holdsDeclarations = (file: ts.SourceFile): boolean => file.statements.some((each) => !ts.isImportDeclaration(each) && !ts.isExportDeclaration(each));
  return {
    meant: new Set([...seen].map((node) => node.getSourceFile().fileName)),
    loaded: program.getSourceFiles().filter((file) => isOurs(file) && holdsDeclarations(file)).map((file) => file.fileName),
  };
}

function load(options: ts.CompilerOptions = {}): ts.Program {
  return ts.createProgram(ENTRIES, { module: ts.ModuleKind.Node16, target: ts.ScriptTarget.ES2022, strict: true, types: ['node', 'expect'], ...options });
}

function ownFiles(program: ts.Program): readonly ts.SourceFile[] {
  return program.getSourceFiles().filter(({ fileName }) => fileName.startsWith(`${LIB}/`));
}

// A declaration that only the library uses is marked @internal where it would load files of the library into every user's compiler.
test('the public declarations load no file that no public name leads to', () => {
  const { meant, loaded } = filesOf(load());
  expect(loaded.length).toBeGreaterThan(ENTRIES.length);
  expect(loaded.filter((file) => !meant.has(file)).map((file) => path.relative(LIB, file))).toEqual([]);
});

test('they are one file for each entry, one for each group of kinds and one for what those are made of', () => {
  const files = ownFiles(load()).map(({ fileName }) => path.relative(LIB, fileName));
  expect(files.sort()).toEqual(['extensions', 'gateway-api', 'index', 'jest', 'l1', 'networking', 'security', 'telemetry'].map((name) => `types/${name}.d.ts`));
});

// The compiler makes a scanner for every reference to a type with arguments, to see how it ends: with thirty such references more than now
// V8 starts to optimize that, and the process waits for it at its end, a twelfth of a small program's time.
test('a map of texts is written as an index signature', () => {
  expect(ownFiles(load()).flatMap(({ fileName, text }) => (text.includes('Record<string') ? [path.relative(LIB, fileName)] : []))).toEqual([]);
});

test.each([{ isolatedModules: true }, { verbatimModuleSyntax: true }, { isolatedDeclarations: true, declaration: true }, { erasableSyntaxOnly: true }, { noUncheckedSideEffectImports: true }])('they are sound under %j', (options) => {
  const program = load(options);
  const wrong = ownFiles(program).flatMap((file) => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]);
  expect(wrong.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual([]);
});
