/**
 * The words that a read-only query may use.
 */

/** Functions without side effect and without a look outside the graph; some are known to one engine only. */
export const FUNCTIONS: ReadonlySet<string> = new Set(
  `avg collect count max min sum stdev percentilecont percentiledisc
  coalesce nullif labels label type id elementid keys properties nodes relationships rels length startnode endnode start_node end_node
  size head last tail range reverse isempty
  list_contains list_has list_sort list_reverse_sort list_distinct list_unique list_sum list_concat list_position list_extract list_slice
  list_to_string list_any_value array_contains array_concat
  tostring tointeger tofloat toboolean cast string to_int64 to_double
  tolower toupper lower upper trim ltrim rtrim substring substr replace split string_split left right concat concat_ws
  contains starts_with ends_with regexp_matches levenshtein
  abs ceil ceiling floor round sign sqrt exp log log10 log2 ln pow greatest least
  any all none single`.split(/\s+/),
);

/**
 * Words that start a clause or statement that writes, looks outside the graph or changes the session. The grammar has
 * no place for them anyway; naming them gives the better message, and keeps them from passing as names of variables.
 */
export const REFUSED: ReadonlySet<string> = new Set(
  `ALTER ANALYZE ATTACH BEGIN CALL CHECKPOINT COMMENT COMMIT COPY CREATE CSV DELETE DENY DETACH DROP DRYRUN ENABLE EXPLAIN EXPORT EXTENSION
  FINISH FOREACH GRANT IMPORT INSERT INSTALL LOAD MACRO MERGE PERIODIC PROFILE PROJECT REMOVE RENAME REVOKE ROLLBACK SET SHOW START STOP
  TERMINATE TRANSACTION UNINSTALL UPDATE USE USING VACUUM YIELD`.split(/\s+/),
);

/** Words of the grammar: as names they need backticks. */
export const KEYWORDS: ReadonlySet<string> = new Set(
  `ALL AND AS ASC ASCENDING BY CASE CONTAINS COUNT DESC DESCENDING DISTINCT ELSE END ENDS EXISTS FALSE IN IS LIMIT MATCH NOT NULL OPTIONAL
  OR ORDER RETURN SKIP STARTS THEN TRUE UNION UNWIND WHEN WHERE WITH XOR`.split(/\s+/),
);

/** What may start or go on with a query, for messages. */
export const CLAUSES = 'MATCH, OPTIONAL MATCH, WHERE, WITH, UNWIND, RETURN, ORDER BY, SKIP, LIMIT, UNION';
