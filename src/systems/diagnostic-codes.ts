/**
 * Every code that reading a system model can give. docs/system-model.md explains the same list; a test holds them
 * together. A code is never given a new meaning: scripts filter by it.
 */
import type { Severity } from '#model/diagnostics';

interface CodeEntry {
  readonly severity: Severity;
  /** What it means, for someone who reads the code alone. */
  readonly meaning: string;
}

export const SYSTEM_CODES = {
  'SYS-001': { severity: 'error', meaning: 'The file is not well-formed YAML 1.2 or JSON.' },
  'SYS-002': { severity: 'error', meaning: 'The file is not text, or no system model at all.' },
  'SYS-003': {
    severity: 'error',
    meaning: 'The file is larger than a system model may be, or holds too much.',
  },
  'SYS-004': { severity: 'error', meaning: 'The file is nested deeper than it may be.' },
  'SYS-005': { severity: 'error', meaning: 'Aliases repeat more of the file than they may.' },

  'SYS-010': { severity: 'error', meaning: 'A mapping has the same key twice.' },
  'SYS-011': { severity: 'error', meaning: 'A key is not text.' },
  'SYS-012': { severity: 'error', meaning: 'A key is not known here.' },
  'SYS-013': { severity: 'error', meaning: 'A key that has to be there is missing.' },
  'SYS-014': { severity: 'error', meaning: 'A value has the wrong type.' },
  'SYS-015': { severity: 'error', meaning: 'A value is none of those that may stand here.' },
  'SYS-016': {
    severity: 'error',
    meaning: 'A number is outside its range, or a list is empty that may not be.',
  },
  'SYS-017': { severity: 'error', meaning: 'An id is not in kebab case.' },
  'SYS-018': { severity: 'error', meaning: 'A date or digest is not written as one.' },
  'SYS-019': { severity: 'error', meaning: 'The file says another version of the format than 1.' },

  'SYS-020': {
    severity: 'error',
    meaning: 'An id is named that nothing in the model has, or nothing of the right sort.',
  },
  'SYS-021': {
    severity: 'error',
    meaning: 'An id stands for two things, so that naming it would be ambiguous.',
  },
  'SYS-022': { severity: 'error', meaning: 'Zones are nested in a circle.' },
  'SYS-023': { severity: 'error', meaning: 'An asset kind is known to no loaded library.' },
  'SYS-024': { severity: 'error', meaning: 'A control id is known to no loaded framework or library.' },
  'SYS-025': { severity: 'error', meaning: 'A technique id is known to no loaded framework.' },

  'SYS-040': { severity: 'warning', meaning: 'No actor is an attacker, so nothing can start.' },
  'SYS-041': {
    severity: 'warning',
    meaning: 'There is nothing to lose: neither goals nor an asset with a value.',
  },
  'SYS-042': {
    severity: 'warning',
    meaning: 'Goals are stated, so goals that follow from `value` are left out.',
  },
  'SYS-043': { severity: 'warning', meaning: 'A flow leads into an isolated asset from another zone.' },
  'SYS-044': {
    severity: 'warning',
    meaning: 'No library reads this profile key or value (an error with --strict).',
  },
  'SYS-045': {
    severity: 'warning',
    meaning: 'The kind is a stand-in from a foreign format; a better one tells more.',
  },
  'SYS-046': { severity: 'warning', meaning: 'A safeguard stands on nothing, so it changes nothing.' },
  'SYS-047': { severity: 'warning', meaning: 'A safeguard implements no control, so it changes nothing.' },
  'SYS-048': { severity: 'warning', meaning: 'A flow does not say what it carries.' },
  'SYS-049': { severity: 'warning', meaning: 'A list names the same thing twice.' },
  'SYS-050': { severity: 'warning', meaning: 'An element names itself where another is meant.' },
  'SYS-051': {
    severity: 'warning',
    meaning: 'An internal asset stands in no zone, so its exposure opens it to nobody.',
  },
  'SYS-052': { severity: 'warning', meaning: 'Evidence expires before it was collected.' },
} as const satisfies Record<string, CodeEntry>;

export type SystemCode = keyof typeof SYSTEM_CODES;
