import { compareText } from '#model/diagnostics';
import type { FrameworkIdentity, MappingEnd, MappingRecord, MitigationLink } from '#model/framework-records';
import type { FieldReader } from '../../formats/fields.ts';
import { textsOf, type Kept } from './records.ts';
import { KINDS, RELATIONS } from './vocabulary.ts';

export interface Relations {
  readonly mitigations: readonly MitigationLink[];
  readonly mappings: readonly MappingRecord[];
}

/** `atlas:AML.T0051`, `owasp-llm@2025:LLM01` */
const FOREIGN = /^([a-z0-9][a-z0-9-]*)(?:@([^:@\s]+))?:(\S.*)$/;
const FRAMEWORK = /^([a-z0-9][a-z0-9-]*)(?:@([^:@\s]+))?$/;
/** Id of the end that says "nothing in this framework", as in SSSOM files. */
const NOTHING = '*';

/** What rows say of each other and of other frameworks; sorted. */
export function readRelations(kept: Kept, identity: FrameworkIdentity, reader: FieldReader): Relations {
  const { id: framework, edition } = identity;
  const isOwn = (id: string): boolean => KINDS.some((kind) => kept[kind].has(id));
  const links = new Map<string, MitigationLink>();
  const mappings = new Map<string, MappingRecord>();
  for (const kind of KINDS) {
    for (const [id, { fields, pointer }] of kept[kind]) {
      const add = (predicate: MappingRecord['predicate'], object: MappingEnd): void => {
        const key = [kind, id, predicate, object.framework, object.edition ?? '', object.id].join('\u0000');
        mappings.set(key, {
          subject: { framework, edition, id },
          predicate,
          object,
          justification: 'semapv:ManualMappingCuration',
          trust: 'official',
          source: `${framework} ${edition}`,
        });
      };
      for (const [field, predicate] of Object.entries(RELATIONS)) {
        textsOf(fields, field, pointer, reader).forEach((target, index) => {
          const [, foreign, of, foreignId] = FOREIGN.exec(target) ?? [];
          if (isOwn(target)) {
            const answers = kept.technique.has(target) || kept.risk.has(target);
            if (field === 'mitigates' && answers) links.set(`${id}\u0000${target}`, { control: id, target });
            else add(predicate, { framework, edition, id: target });
          } else if (foreign !== undefined && foreignId !== undefined) {
            add(predicate, {
              framework: foreign,
              ...(of === undefined ? {} : { edition: of }),
              id: foreignId,
            });
          } else {
            const hint = 'an id of this file, or of another framework as "atlas:AML.T0051"';
            reader.report(
              'error',
              'OWN-005',
              `there is no "${target}"`,
              `${pointer}/${field}/${index}`,
              hint,
            );
          }
        });
      }
      for (const name of textsOf(fields, 'none', pointer, reader)) {
        const [, foreign, of] = FRAMEWORK.exec(name) ?? [];
        if (foreign === undefined)
          reader.report('error', 'OWN-005', `"${name}" is no id of a framework`, `${pointer}/none`);
        else
          add('threatloom:noMatch', {
            framework: foreign,
            ...(of === undefined ? {} : { edition: of }),
            id: NOTHING,
          });
      }
    }
  }
  return { mitigations: sorted(links), mappings: sorted(mappings) };
}

function sorted<T>(byKey: ReadonlyMap<string, T>): readonly T[] {
  return [...byKey].sort(([a], [b]) => compareText(a, b)).map(([, value]) => value);
}
