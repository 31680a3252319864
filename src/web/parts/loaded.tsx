import type { ComponentChildren, JSX } from 'preact';
import { useState } from 'preact/hooks';
import { keepToken } from '../data/client.ts';
import type { AnswerError } from '../data/client.ts';
import type { Loaded } from '../data/use-answer.ts';
import { useSpeech } from '../page/messages.tsx';

interface WhenLoadedProps<Data> {
  readonly of: Loaded<Data>;
  readonly children: (data: Data) => ComponentChildren;
}

/** What is loaded, or that it is coming, or why it is not. */
export function WhenLoaded<Data>({ of: loaded, children }: WhenLoadedProps<Data>): JSX.Element {
  const { t } = useSpeech();
  if (loaded.state === 'ready') return <>{children(loaded.data)}</>;
  if (loaded.state === 'failed') return <Failure error={loaded.error} again={loaded.again} />;
  return (
    <p class="waiting" role="status">
      {t('page.loading')}
    </p>
  );
}

interface FailureProps {
  readonly error: AnswerError;
  readonly again?: () => void;
}

export function Failure({ error, again }: FailureProps): JSX.Element {
  const { t } = useSpeech();
  return (
    <div class="failure" role="alert">
      <p>
        <strong>{t(error.tokenWanted ? 'error.token' : 'error.head')}</strong>
      </p>
      <p lang="en">
        <bdi>{error.message === '' ? t('error.unreachable') : error.message}</bdi>
      </p>
      {error.details.map((detail) => (
        <p key={detail} class="muted" lang="en">
          <bdi>{detail}</bdi>
        </p>
      ))}
      {error.tokenWanted ? <TokenForm done={again} /> : undefined}
      {again === undefined || error.tokenWanted ? undefined : (
        <button type="button" onClick={again}>
          {t('error.again')}
        </button>
      )}
    </div>
  );
}

function TokenForm({ done }: { readonly done: (() => void) | undefined }): JSX.Element {
  const { t } = useSpeech();
  const [token, setToken] = useState('');
  return (
    <form
      class="row"
      onSubmit={(event) => {
        event.preventDefault();
        keepToken(token.trim());
        done?.();
      }}
    >
      <label class="field">
        <span>{t('error.token-field')}</span>
        <input
          type="password"
          autocomplete="off"
          value={token}
          onInput={({ currentTarget }) => {
            setToken(currentTarget.value);
          }}
        />
      </label>
      <button type="submit">{t('error.token-use')}</button>
    </form>
  );
}
