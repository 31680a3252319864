import { aiRmfId, type AiRmfId } from '#model/ai-rmf-id';
import type { FieldReader } from '../../formats/fields.ts';
import { risksNamed } from './risks.ts';

export interface Action {
  /** `GV-1.1-001` */
  readonly id: string;
  /** The last part of the id. */
  readonly number: number;
  /** Of the AI RMF. */
  readonly subcategory: AiRmfId;
  readonly description: string;
  /** Ids of risks, each once, in the order of the list of risks. */
  readonly risks: readonly string[];
}

/** Also the one that NIST misprints: `GV4.3--001`. */
const ID = /^(GV|MP|MS|MG)-?(\d{1,2}\.\d{1,2})--?(\d{3})$/;

/** The rows that are actions; the others come as diagnostics of the reader. */
export function readActions(rows: readonly unknown[], reader: FieldReader): Action[] {
  const actions = new Map<string, Action>();
  rows.forEach((value, index) => {
    const pointer = `/${index}`;
    const row = reader.object(value, pointer);
    const written = row && reader.text(row, 'action_id', pointer);
    if (row === undefined || written === undefined) return;
    const place = `${pointer}/action_id`;
    const [, letters = '', numbers = '', number = ''] = ID.exec(written) ?? [];
    const subcategory = aiRmfId(`${letters}-${numbers}`);
    const id = `${letters}-${numbers}-${number}`;
    if (subcategory?.level !== 'subcategory') {
      reader.report(
        'error',
        'AI600-003',
        `"${written}" is no id of an action`,
        place,
        'expected e.g. "GV-1.1-001"',
      );
      return;
    }
    if (actions.has(id)) {
      reader.report('error', 'AI600-003', `${id} comes twice`, place);
      return;
    }
    const stated = reader.text(row, 'subcategory_id', pointer);
    if (stated !== undefined && aiRmfId(stated)?.id !== subcategory.id) {
      reader.report('warning', 'AI600-003', `${id} is listed under "${stated}"`, `${pointer}/subcategory_id`);
    }
    const risks = reader.texts(row, 'gai_risks', pointer).flatMap((name, at) => {
      const named = risksNamed(name);
      if (named.length === 0) {
        const hint = 'the row is left out of the links to risks';
        reader.report(
          'warning',
          'AI600-004',
          `"${name}" is none of the twelve risks`,
          `${pointer}/gai_risks/${at}`,
          hint,
        );
      }
      return named;
    });
    actions.set(id, {
      id,
      number: Number(number),
      subcategory,
      // The PDF writes some pairs of letters as one character.
      description: (reader.text(row, 'suggested_action', pointer) ?? '').normalize('NFKC'),
      risks: [...new Set(risks)].sort((a, b) => Number(a.slice(2)) - Number(b.slice(2))),
    });
  });
  return [...actions.values()];
}
