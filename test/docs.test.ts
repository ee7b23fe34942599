import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import ts from 'typescript';

const root = path.resolve(__dirname, '..');

interface Example {
  /** The page and the line where it begins. */
  readonly title: string;
  readonly text: string;
}

/**
 * The TypeScript in a page. What an example takes from its surroundings stands before it, in a comment that readers do
 * not see: `<!-- given: declare const server: RTSPServer; -->`.
 */
function examplesOf(page: string): Example[] {
  const text = readFileSync(path.join(root, page), 'utf8');
  const pattern = /(?:<!-- given: ([^]*?) -->\s*)?^```ts\n([^]*?)^```$/gm;
  return Array.from(text.matchAll(pattern), ({ 1: given = '', 2: code = '', index }) => {
    const line = text.slice(0, index).split('\n').length;
    return { title: `${page}:${line}`, text: `${code}${given}\nexport {};\n` };
  });
}

const textOf = ({ messageText }: ts.Diagnostic) => ts.flattenDiagnosticMessageText(messageText, '\n');

function problemsOf(examples: readonly Example[]): string[] {
  const config = ts.getParsedCommandLineOfConfigFile(
    path.join(root, 'tsconfig.test.json'),
    {},
    {
      ...ts.sys,
      onUnRecoverableConfigFileDiagnostic: (problem) => assert.fail(textOf(problem)),
    },
  );
  assert.ok(config);
  const options = {
    ...config.options,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
  };
  const host = ts.createCompilerHost(options);
  const files = new Map(examples.map(({ text }, index) => [path.join(root, `example-${index}.ts`), text]));
  host.fileExists = (file) => files.has(file) || ts.sys.fileExists(file);
  host.readFile = (file) => files.get(file) ?? ts.sys.readFile(file);
  const program = ts.createProgram([...files.keys()], options, host);
  return [...files.keys()].flatMap((file, index) => {
    const source = program.getSourceFile(file);
    const problems = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    return problems.map((problem) => {
      const line = source?.getLineAndCharacterOfPosition(problem.start ?? 0).line ?? 0;
      return `${examples[index].title}, line ${line + 1}: ${textOf(problem)}`;
    });
  });
}

describe('the examples in the documentation', () => {
  it('compile', function () {
    this.timeout(60_000);
    const pages = ['README.md', ...readdirSync(path.join(root, 'docs')).map((name) => `docs/${name}`)];
    const examples = pages.flatMap(examplesOf);
    assert.ok(examples.length > 0);
    assert.deepEqual(problemsOf(examples), []);
  });

  it('are told apart from what does not compile', () => {
    const [problem] = problemsOf([
      { title: 'nowhere:1', text: "import { serve } from 'gst-rtsp-server';\nserve(7);\n" },
    ]);
    assert.match(problem, /^nowhere:1, line 2: /);
  });
});
