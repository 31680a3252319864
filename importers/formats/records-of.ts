import type { FrameworkRecords } from '#model/framework-records';

type Always = 'framework' | 'source' | 'census' | 'diagnostics';

/** Records with an empty list for each kind that a framework does not have. */
export function recordsOf(
  parts: Pick<FrameworkRecords, Always> & Partial<Omit<FrameworkRecords, Always>>,
): FrameworkRecords {
  return {
    tactics: [],
    techniques: [],
    risks: [],
    controls: [],
    requirements: [],
    caseStudies: [],
    mitigations: [],
    mappings: [],
    ...parts,
  };
}
