import type { JSX } from 'preact';
import { lazy, Suspense } from 'preact/compat';
import { useState } from 'preact/hooks';
import { EXAMPLES } from '../console/examples.ts';
import { LANGUAGES } from '../console/query-language.ts';
import type { QueryLanguage } from '../console/query-language.ts';
import { cypherTable, graphqlTable } from '../console/result-table.ts';
import { AnswerError, postCypher, postGraphql } from '../data/client.ts';
import type { SystemEntry } from '../data/load.ts';
import type { Cell, Table } from '../export/table.ts';
import { useSpeech } from '../page/messages.tsx';
import { useParam, useRouter } from '../page/router.tsx';
import { DataTable } from '../parts/data-table.tsx';
import { ExportMenu } from '../parts/export-menu.tsx';
import { Choice, Select } from '../parts/fields.tsx';
import { Failure } from '../parts/loaded.tsx';
import { Name } from '../parts/name.tsx';

const Editor = lazy(() => import('../console/editor.tsx'));

const NAMES: Readonly<Record<QueryLanguage, string>> = { cypher: 'Cypher', graphql: 'GraphQL' };
const SHOWN_AS = ['table', 'json'] as const;

interface Answer {
  readonly table: Table;
  /** As the server sent it. */
  readonly json: unknown;
  readonly truncated: boolean;
  /** Of GraphQL, beside what it could answer. */
  readonly errors: readonly string[];
}

type Outcome =
  | { readonly state: 'nothing' | 'running' }
  | { readonly state: 'failed'; readonly error: AnswerError }
  | { readonly state: 'answered'; readonly answer: Answer };

export default function ConsoleView({ system }: { readonly system: SystemEntry }): JSX.Element {
  const { t } = useSpeech();
  const { change } = useRouter();
  const wanted = useParam('language');
  const language = LANGUAGES.find((each) => each === wanted) ?? LANGUAGES[0];
  const kept = useParam('text');
  const [text, setText] = useState(kept === '' ? EXAMPLES[language][0]!.text : kept);
  // Counts the texts that did not come by typing.
  const [beginning, setBeginning] = useState(0);
  const begin = (next: string): void => {
    setText(next);
    setBeginning((count) => count + 1);
  };
  const [parameters, setParameters] = useState(JSON.stringify({ system: system.id, name: system.id }));
  const [outcome, setOutcome] = useState<Outcome>({ state: 'nothing' });
  const shownAs = SHOWN_AS.find((each) => each === useParam('as')) ?? SHOWN_AS[0];

  const run = (): void => {
    // The address follows what is run, not each key.
    change({ text });
    setOutcome({ state: 'running' });
    answer(language, text, parameters, t('console.bad-parameters')).then(
      (answered) => {
        setOutcome({ state: 'answered', answer: answered });
      },
      (error: unknown) => {
        setOutcome({
          state: 'failed',
          error: error instanceof AnswerError ? error : new AnswerError(String(error)),
        });
      },
    );
  };

  return (
    <div class="view console-view">
      <div class="toolbar">
        <Choice
          label={t('console.language')}
          value={language}
          options={LANGUAGES.map((value) => ({ value, label: NAMES[value] }))}
          onChange={(next) => {
            change({ language: next, text: undefined });
            begin(EXAMPLES[next][0]!.text);
            setOutcome({ state: 'nothing' });
          }}
        />
        <Select
          label={t('console.examples')}
          value={text}
          any={t('console.own')}
          options={EXAMPLES[language].map((example) => ({ value: example.text, label: t(example.name) }))}
          onChange={begin}
        />
        <button type="button" class="primary" disabled={outcome.state === 'running'} onClick={run}>
          {t('console.run')} <kbd>Ctrl ⏎</kbd>
        </button>
        {outcome.state === 'answered' ? (
          <ExportMenu name={`${system.id}-${language}`} table={() => outcome.answer.table} />
        ) : undefined}
      </div>
      <div class="console">
        <section class="console-input" aria-label={t('console.query')}>
          <Suspense fallback={<p class="waiting">{t('page.loading')}</p>}>
            <Editor
              language={language}
              label={t('console.query')}
              key={beginning}
              first={text}
              onInput={setText}
              onRun={run}
            />
          </Suspense>
          <label class="field parameters">
            <span>{t('console.parameters')}</span>
            <textarea
              rows={2}
              spellcheck={false}
              value={parameters}
              onInput={({ currentTarget }) => {
                setParameters(currentTarget.value);
              }}
            />
          </label>
        </section>
        <section
          class="console-output"
          aria-label={t('console.result')}
          aria-busy={outcome.state === 'running'}
        >
          {outcome.state === 'nothing' ? <p class="nothing">{t('console.nothing')}</p> : undefined}
          {outcome.state === 'running' ? (
            <p class="waiting" role="status">
              {t('console.running')}
            </p>
          ) : undefined}
          {outcome.state === 'failed' ? <Failure error={outcome.error} /> : undefined}
          {outcome.state === 'answered' ? (
            <Answered
              answer={outcome.answer}
              shownAs={shownAs}
              onChange={(as) => {
                change({ as });
              }}
            />
          ) : undefined}
        </section>
      </div>
    </div>
  );
}

async function answer(
  language: QueryLanguage,
  text: string,
  given: string,
  badParameters: string,
): Promise<Answer> {
  const parameters = readParameters(given, badParameters);
  if (language === 'cypher') {
    // The server takes only what the query asks for; a value that it does not use is no error.
    const json = await postCypher(text, parameters);
    return { table: cypherTable('Cypher', json), json, truncated: json.truncated, errors: [] };
  }
  const json = await postGraphql(text, parameters);
  const errors = (json.errors ?? []).map(({ message }) => message);
  if (json.data == null && errors.length > 0) throw new AnswerError(errors[0]!, errors.slice(1));
  return { table: graphqlTable('GraphQL', json), json, truncated: false, errors };
}

function readParameters(text: string, bad: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text.trim() === '' ? '{}' : text);
  } catch (error) {
    throw new AnswerError(bad, [error instanceof Error ? error.message : '']);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new AnswerError(bad);
  return value as Readonly<Record<string, unknown>>;
}

interface AnsweredProps {
  readonly answer: Answer;
  readonly shownAs: (typeof SHOWN_AS)[number];
  readonly onChange: (as: (typeof SHOWN_AS)[number]) => void;
}

type Row = readonly [number, readonly Cell[]];

function Answered({
  answer: { table, json, truncated, errors },
  shownAs,
  onChange,
}: AnsweredProps): JSX.Element {
  const { t } = useSpeech();
  return (
    <>
      <div class="row result-head">
        <p role="status">{t('console.rows', { count: table.rows.length })}</p>
        {truncated ? <p class="notice">{t('console.truncated')}</p> : undefined}
        <Choice
          label={t('console.shown-as')}
          value={shownAs}
          options={[
            { value: 'table', label: t('console.table') },
            { value: 'json', label: 'JSON' },
          ]}
          onChange={onChange}
        />
      </div>
      {errors.map((error) => (
        <p key={error} class="notice" role="alert" lang="en">
          <bdi>{error}</bdi>
        </p>
      ))}
      {shownAs === 'json' ? (
        <pre class="explanation" tabIndex={0} aria-label="JSON">
          <bdi>{JSON.stringify(json, null, 2)}</bdi>
        </pre>
      ) : (
        <DataTable
          caption={t('console.result')}
          columns={table.columns.map((column, index) => ({
            key: `${index} ${column}`,
            head: column,
            cell: ([, cells]: Row) => <ShownCell cell={cells[index] ?? null} />,
          }))}
          rows={table.rows.map((cells, index): Row => [index, cells])}
          keyOf={([index]) => String(index)}
        />
      )}
    </>
  );
}

function ShownCell({ cell }: { readonly cell: Cell }): JSX.Element {
  if (cell === null) return <span class="muted">null</span>;
  return <Name text={String(cell)} limit={200} />;
}
