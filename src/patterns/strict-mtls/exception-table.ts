import { markdownPage } from '../../constructs/markdown';
import { formatLabels } from '../../model/selectors';
import { compareText } from '../../model/values';
import type { MtlsExceptionMode } from './exception';
import type { ResolvedException } from './resolve';

/** One exception to mutual TLS, for people and reports. */
export interface MtlsExceptionRow {
  readonly namespace: string;
  /** Labels of the workloads; absent: all of the namespace. */
  readonly labels?: { readonly [key: string]: string };
  /** Port of the container; absent: all ports. */
  readonly port?: number;
  readonly mode: MtlsExceptionMode;
  readonly reason: string;
}

/**
 * The exceptions by namespace, workload and port, each once.
 *
 * @internal
 */
export function exceptionRows(exceptions: readonly ResolvedException[]): readonly MtlsExceptionRow[] {
  const rows = exceptions.map(({ exception: { mode, reason }, namespace, labels, port }) => ({
    namespace,
    ...(labels === undefined ? {} : { labels }),
    ...(port === undefined ? {} : { port }),
    mode,
    reason,
  }));
  const sorted = rows.sort((a, b) => compareText(a.namespace, b.namespace) || compareText(workloadText(a), workloadText(b)) || (a.port ?? 0) - (b.port ?? 0));
  return [...new Map(sorted.map((row) => [[row.namespace, workloadText(row), row.port].join(' '), row])).values()];
}

const HEAD = ['Namespace', 'Workloads', 'Port', 'Mode', 'Why'];

/** The rows as a page of Markdown. */
export function exceptionMarkdown(rows: readonly MtlsExceptionRow[]): string {
  const lines = rows.map((row) => [row.namespace, workloadText(row), row.port === undefined ? 'all' : String(row.port), row.mode, row.reason]);
  return markdownPage({ title: 'Exceptions to mutual TLS', head: HEAD, rows: lines, empty: 'None.' });
}

function workloadText({ labels }: MtlsExceptionRow): string {
  return labels === undefined ? 'all' : formatLabels(labels);
}
