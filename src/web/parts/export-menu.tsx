import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { toCsv } from '../export/csv.ts';
import { download, toPng } from '../export/download.ts';
import { pagePalette } from '../export/palette.ts';
import type { Table } from '../export/table.ts';
import { tablePicture } from '../export/table-picture.ts';
import { useSpeech } from '../page/messages.tsx';

interface ExportMenuProps {
  /** Beginning of the files' names, e.g. `support-chatbot-gaps`. */
  readonly name: string;
  readonly table: () => Table;
  /** As SVG; without one, a picture of the table. */
  readonly picture?: (() => string) | undefined;
}

const FORMATS = ['svg', 'png', 'csv'] as const;

/** Files of what the view shows at the moment. */
export function ExportMenu({ name, table, picture }: ExportMenuProps): JSX.Element {
  const { t } = useSpeech();
  const [said, setSaid] = useState('');
  const content = async (format: (typeof FORMATS)[number]): Promise<Blob> => {
    if (format === 'csv') return new Blob([toCsv(table())], { type: 'text/csv;charset=utf-8' });
    const svg = picture?.() ?? tablePicture(table(), pagePalette());
    return format === 'png' ? toPng(svg) : new Blob([svg], { type: 'image/svg+xml' });
  };
  return (
    <div class="export" role="group" aria-label={t('export.label')}>
      <span aria-hidden="true" class="muted">
        {t('export.label')}
      </span>
      {FORMATS.map((format) => (
        <button
          key={format}
          type="button"
          onClick={() => {
            const file = `${name}.${format}`;
            content(format).then(
              (blob) => {
                download(file, blob);
                setSaid(t('export.done', { file }));
              },
              (error: unknown) => {
                setSaid(t('export.failed', { why: error instanceof Error ? error.message : String(error) }));
              },
            );
          }}
        >
          {format.toUpperCase()}
        </button>
      ))}
      <span role="status" class="said">
        {said}
      </span>
    </div>
  );
}
