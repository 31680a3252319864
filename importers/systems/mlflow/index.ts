import { ThreatloomError } from '#model/errors';
import type { SystemFile, SystemImporter } from '#model/system-importer';
import { joinAccounts, type Account } from '../../formats/account.ts';
import { kebabCase } from '../../formats/draft-ids.ts';
import { firstNames } from '../../formats/first-names.ts';
import { hostOf } from '../../formats/redact.ts';
import { headText } from '../../formats/text.ts';
import { draftOfMlflow } from './draft.ts';
import type { MlflowFacts, ModelFile } from './facts.ts';
import { isModelFile, readModelFile } from './model-file.ts';
import { isRunsFolder, readRunsFolder } from './runs-folder.ts';
import { isServerAnswer, readServerAnswers } from './server.ts';

const NOTHING: MlflowFacts = { models: [], versions: [], logged: [], runs: [], experiments: [], files: [] };

/**
 * MLflow 1 to 3: `MLmodel` files, `mlruns` folders and what a tracking server answers. Registered models with their
 * versions, the runs that made them, the data of those runs. https://mlflow.org/docs/latest/
 *
 * @example mlflow.read(filesOfFolder).draft.assets.map(({ kind }) => kind) // ['model-registry', 'model', …]
 */
export const mlflow: SystemImporter = {
  id: 'mlflow',
  formats: [
    { id: 'mlflow-server', title: 'MLflow tracking server (http://… with --from mlflow)' },
    { id: 'mlflow-runs', title: 'MLflow mlruns folder' },
    { id: 'mlflow-model', title: 'MLflow MLmodel file' },
  ],

  detect(input) {
    if (
      input.some(
        (file) =>
          /(?:^|\/)server\.json$/.test(file.path) && /"format"\s*:\s*"mlflow-rest-2\.0"/.test(headText(file)),
      )
    ) {
      return 'mlflow-server';
    }
    if (isRunsFolder(input)) return 'mlflow-runs';
    const files = input.filter(({ path }) => isModelFile(path));
    return files.length > 0 && files.some((file) => /^flavors:/m.test(headText(file, 65_536)))
      ? 'mlflow-model'
      : undefined;
  },

  isValue(path) {
    return /(?:^|\/)(?:params|tags)\//.test(path);
  },

  read(input) {
    const files = input
      .filter(({ path }) => isModelFile(path))
      .flatMap((file) => readModelFile(file, input) ?? []);
    const format = this.detect(input);
    const { facts, accounts, losses } = factsOf(input, format, files);
    if (
      facts.models.length + facts.versions.length + facts.logged.length + facts.runs.length + files.length ===
      0
    ) {
      throw new ThreatloomError('MLFLOW-001', 'MLflow knows of no model and no run here', {
        file: firstNames(input),
        line: 1,
        hint: 'name an MLmodel file, an mlruns folder, or the address of a tracking server',
      });
    }
    const draft = draftOfMlflow(facts);
    const joined = joinAccounts([...accounts, ...files.map(({ node }) => node.account)]);
    const name =
      facts.server === undefined
        ? files.length === 1 && facts.models.length === 0
          ? (files[0]?.name ?? 'MLflow model')
          : 'MLflow models'
        : `Models of ${hostOf(facts.server.address) ?? 'MLflow'}`;
    return {
      draft: draft.build(kebabCase(name) || 'mlflow', { name }),
      losses: [...joined.losses, ...losses],
      diagnostics: joined.diagnostics,
    };
  },
};

function factsOf(
  input: readonly SystemFile[],
  format: string | undefined,
  files: readonly ModelFile[],
): {
  readonly facts: MlflowFacts;
  readonly accounts: readonly Account[];
  readonly losses: ReturnType<typeof readRunsFolder>['losses'];
} {
  if (format === 'mlflow-server' || input.some(isServerAnswer)) {
    const { facts, accounts } = readServerAnswers(input);
    return { facts: { ...facts, files }, accounts, losses: [] };
  }
  if (format === 'mlflow-runs') {
    const { facts, accounts, losses } = readRunsFolder(input);
    return { facts: { ...facts, files }, accounts, losses };
  }
  const others = input.filter(({ path }) => !isModelFile(path) && !path.endsWith('requirements.txt'));
  return {
    facts: { ...NOTHING, files },
    accounts: [],
    losses: others.map(({ path }) => ({
      place: { file: path },
      what: `file "${path}"`,
      outcome: 'not-read',
      why: 'artefacts are not read, but for MLmodel and requirements.txt',
    })),
  };
}
