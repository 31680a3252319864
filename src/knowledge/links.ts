import type { MappingRecord, MappingTrust } from '#model/framework-records';
import type { RecordRef } from './catalogue.ts';

/** A control that answers a technique or a risk. */
export interface MitigationRef {
  readonly control: RecordRef;
  readonly target: RecordRef;
  /** Whose word it is: a framework's id, a library's, or a crosswalk's name. */
  readonly source: string;
  readonly trust: MappingTrust;
  readonly description?: string;
}

/** A mapping whose ends were found. */
export interface ResolvedMapping {
  readonly mapping: MappingRecord;
  readonly subject: RecordRef;
  readonly object: RecordRef;
}
