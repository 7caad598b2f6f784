import * as ts from 'typescript';

/**
 * What a generated file declares, statement by statement. Anything but imports, types and classes of the expected form is
 * named by its syntax, so that a comparison with the expected outline fails.
 *
 * @throws Error when the text is not TypeScript
 */
export function outline(text: string): readonly string[] {
  const { diagnostics } = ts.transpileModule(text, {
    reportDiagnostics: true,
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ES2022 },
  });
  const [problem] = diagnostics ?? [];
  if (problem !== undefined) throw new Error(ts.flattenDiagnosticMessageText(problem.messageText, '\n'));
  const file = ts.createSourceFile('generated.ts', text, ts.ScriptTarget.ES2022, true);
  return file.statements.map((statement) => describeStatement(statement));
}

function describeStatement(statement: ts.Statement): string {
  if (ts.isImportDeclaration(statement)) return `import ${statement.moduleSpecifier.getText()}`;
  if (ts.isInterfaceDeclaration(statement))
    return `interface ${statement.name.text} { ${statement.members.map(describeMember).join('; ')} }`;
  if (ts.isTypeAliasDeclaration(statement)) return `type ${statement.name.text}`;
  if (ts.isClassDeclaration(statement)) return `class ${statement.name?.text} { ${statement.members.map(describeMember).join('; ')} }`;
  return ts.SyntaxKind[statement.kind];
}

function describeMember(member: ts.TypeElement | ts.ClassElement): string {
  if (ts.isConstructorDeclaration(member)) return 'constructor';
  const initializer = ts.isPropertyDeclaration(member) ? ` = ${member.initializer?.getText() ?? ''}` : '';
  const type = ts.isPropertySignature(member) && !ts.isTypeLiteralNode(member.type ?? member) ? `: ${member.type?.getText() ?? ''}` : '';
  return `${member.name?.getText() ?? ts.SyntaxKind[member.kind]}${type}${initializer}`;
}

/** The names of an interface's members, unquoted. */
export function memberNames(text: string, name: string): readonly string[] {
  const file = ts.createSourceFile('generated.ts', text, ts.ScriptTarget.ES2022, true);
  const found = file.statements.find((statement) => ts.isInterfaceDeclaration(statement) && statement.name.text === name);
  if (found === undefined || !ts.isInterfaceDeclaration(found)) return [];
  return found.members.map(({ name: member }) =>
    member !== undefined && (ts.isIdentifier(member) || ts.isStringLiteral(member)) ? member.text : '(no plain name)',
  );
}

/** The values of all string literal types, in order. */
export function literalTypes(text: string): readonly string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isLiteralTypeNode(node) && ts.isStringLiteral(node.literal)) found.push(node.literal.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('generated.ts', text, ts.ScriptTarget.ES2022, true));
  return found;
}
