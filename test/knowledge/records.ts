import type {
  FrameworkRecords,
  MappingEnd,
  MappingPredicate,
  MappingRecord,
  TechniqueRecord,
} from '#model/framework-records';

/** An edition with nothing in it but what is given. */
export function edition(id: string, number: string, parts: Partial<FrameworkRecords> = {}): FrameworkRecords {
  return {
    framework: {
      id,
      name: id.toUpperCase(),
      edition: number,
      publisher: 'P',
      licence: 'L',
      url: 'https://x.example',
    },
    source: { file: `${id}.json`, sha256: '0'.repeat(64) },
    tactics: [],
    techniques: [],
    risks: [],
    controls: [],
    requirements: [],
    caseStudies: [],
    mitigations: [],
    mappings: [],
    census: {},
    diagnostics: [],
    ...parts,
  };
}

export function technique(id: string, name: string, more: Partial<TechniqueRecord> = {}): TechniqueRecord {
  return { id, name, tactics: [], platforms: [], status: 'active', ...more };
}

export function control(id: string, name: string, status: 'active' | 'withdrawn' = 'active') {
  return { id, name, categories: [], lifecycle: [], status };
}

/** @param end `framework:id`, `framework@edition:id` */
export function end(text: string, label?: string): MappingEnd {
  const [, framework = '', number, id = ''] = /^([\w-]+)(?:@([^:]+))?:(.+)$/.exec(text) ?? [];
  return {
    framework,
    ...(number === undefined ? {} : { edition: number }),
    id,
    ...(label === undefined ? {} : { label }),
  };
}

export function mapping(
  subject: string | MappingEnd,
  predicate: MappingPredicate,
  object: string | MappingEnd,
  more: Partial<MappingRecord> = {},
): MappingRecord {
  return {
    subject: typeof subject === 'string' ? end(subject) : subject,
    predicate,
    object: typeof object === 'string' ? end(object) : object,
    justification: 'semapv:ManualMappingCuration',
    trust: 'community',
    source: 'test 1',
    ...more,
  };
}
