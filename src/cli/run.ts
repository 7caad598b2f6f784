import { Command, CommanderError, Option } from 'commander';
import type { CheckFlags } from './check';
import type { ImportFlags } from './import';
import { InputError, internalError, type Io } from './io';

/** Exit code for input or usage that the command cannot work with. */
const UNUSABLE = 2;

/**
 * Runs the command line `cdk8s-istio ...argv` and gives back its exit code. Never throws: what goes wrong becomes one line on stderr
 * (with `CDK8S_ISTIO_DEBUG=1` the stack too).
 */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  let code = 0;
  const program = makeProgram(io, async (command) => {
    code = await command;
  });
  try {
    if (argv.length === 0) {
      io.stderr.write(program.helpInformation());
      return UNUSABLE;
    }
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    return fail(error, argv, io);
  }
}

function makeProgram(io: Io, finish: (command: Promise<number>) => Promise<void>): Command {
  const program = new Command('cdk8s-istio')
    .description('Checks Istio configuration, and writes typed constructs for it.')
    .option('-V, --version', 'print the version of this package')
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({ writeOut: (text) => io.stdout.write(text), writeErr: () => undefined });
  program.on('option:version', () => {
    const { ownVersion } = require('./own-version') as typeof import('./own-version');
    io.stdout.write(`${ownVersion()}\n`);
    throw new CommanderError(0, 'commander.version', '');
  });
  program.helpCommand('help [command]', 'print the help of a command');
  addCheck(program, io, finish);
  addImport(program, io, finish);
  addRules(program, io, finish);
  return program;
}

function addCheck(program: Command, io: Io, finish: (command: Promise<number>) => Promise<void>): void {
  program
    .command('check')
    .description('check manifests as the API server, istiod, istioctl analyze and Kiali would, and across objects')
    .argument('<path...>', 'a YAML or JSON file, a folder of them, or - for standard input; all together are one mesh')
    .addOption(new Option('--format <format>', 'how findings are printed (default: "text")').choices(['text', 'json', 'sarif', 'github', 'junit']))
    .addOption(new Option('--fail-on <severity>', 'the least severity that makes the exit code 1 (default: "error")').choices(['error', 'warning', 'info']))
    .option('--ignore <rule=reason>', 'leave out the findings of a rule, with the reason why they may stand (repeatable)', collect)
    .option('--rules <file>', 'a module that exports rules of your own, made with defineRule; it is run (repeatable)', collect)
    .option('--config <file>', 'the configuration file (default: cdk8s-istio.yaml, looked for upward from the working folder)')
    .option('--no-config', 'read no configuration file')
    .addOption(new Option('--istio-version <version>', 'the oldest Istio that the manifests must work with').choices(['1.29', '1.30', '1.31']))
    .option('--mesh-config <file>', 'the MeshConfig of the mesh, or the ConfigMap that holds it')
    .option('--complete', 'the input is the whole cluster: what is not there does not exist')
    .option('--baseline <folder>', 'what was written last: what may only be taken away in two steps is compared with it')
    .option('--declare <kind=name>', 'what lives elsewhere: host=NAME, gateway=NS/NAME, subset=HOST/NAME, workload=NS/LABEL=VALUE (repeatable)', collect)
    .option('--namespace <namespace>', 'namespace of objects that name none (default: "default")')
    .action((paths: string[], flags: CheckFlags) => {
      const { runCheck } = require('./check') as typeof import('./check');
      return finish(runCheck(paths, flags, io));
    })
    .addHelpText('after', '\nExit codes: 0 nothing at or above --fail-on, 1 findings, 2 input or usage that cannot be worked with.');
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

function addImport(program: Command, io: Io, finish: (command: Promise<number>) => Promise<void>): void {
  program
    .command('import')
    .description("write typed constructs for CustomResourceDefinitions: any version of Istio's, and anyone else's")
    .argument('<source>', 'a file, a folder or an https URL of CustomResourceDefinitions')
    .option('--out <folder>', 'where the files go', 'imports')
    .option('--force', 'replace files that this command did not write')
    .action((source: string, flags: ImportFlags) => {
      const { runImport } = require('./import') as typeof import('./import');
      return finish(runImport(source, flags, io));
    });
}

function addRules(program: Command, io: Io, finish: (command: Promise<number>) => Promise<void>): void {
  program
    .command('rules')
    .description('list the rules, or explain one of them')
    .argument('[id]', 'a rule (subset-not-found) or an upstream code (IST0101)')
    .action((id: string | undefined) => {
      const { runRules } = require('./rules') as typeof import('./rules');
      return finish(Promise.resolve(runRules(id, io)));
    });
}

function fail(error: unknown, argv: readonly string[], io: Io): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0;
    const command = argv.find((word) => ['check', 'import', 'rules'].includes(word));
    const usage = error.message.replace(/^error: /, '').replace(/\s*\n\s*/g, ' ');
    io.stderr.write(`cdk8s-istio: ${usage}; see cdk8s-istio ${command === undefined ? '' : `${command} `}--help\n`);
    return UNUSABLE;
  }
  const message = error instanceof Error ? error.message : String(error);
  io.stderr.write(error instanceof InputError ? `cdk8s-istio: ${message}\n` : internalError(message, error, io));
  return UNUSABLE;
}
