import { propertyName } from './text';

/** A property of a kind's object beside apiVersion, kind and metadata. */
export interface KindProperty {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  /** Lines of its comment, where its type has none. */
  readonly comment: readonly string[];
}

/** A construct class to be written. */
export interface KindClass {
  readonly className: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly scope: 'Namespaced' | 'Cluster';
  readonly properties: readonly KindProperty[];
  /** Its schema takes any other field. */
  readonly open: boolean;
  /** Lines of the class's comment. */
  readonly comment: readonly string[];
}

/** Writes the props interface and the construct of one kind. Every text in `kind` has been checked or quoted before. */
export function emitClass({ className, apiVersion, kind, scope, properties, open, comment }: KindClass): string {
  return `/** Fields of \`${className}\`. */
export interface ${className}Props extends TypedApiObjectProps {
${properties.map(emitProperty).join('')}${open ? '  readonly [field: string]: unknown;\n' : ''}}

/**
${comment.map((line) => ` *${line === '' ? '' : ` ${line}`}\n`).join('')} */
export class ${className} extends TypedApiObject {
  static readonly GVK: GroupVersionKind = { apiVersion: '${apiVersion}', kind: '${kind}' };

  /** The manifest alone, without a construct. */
  static manifest(props: ${className}Props): Manifest {
    return TypedApiObject.manifestOf(${className}.GVK, props);
  }

  constructor(scope: Construct, id: string, props: ${className}Props) {
    super(scope, id, ${className}.GVK, props${scope === 'Cluster' ? ", 'Cluster'" : ''});
  }
}
`;
}

function emitProperty({ name, type, required, comment }: KindProperty): string {
  const lines = comment.length === 0 ? '' : `  /**\n${comment.map((line) => `   *${line === '' ? '' : ` ${line}`}\n`).join('')}   */\n`;
  return `${lines}  readonly ${propertyName(name)}${required ? '' : '?'}: ${type};\n`;
}
