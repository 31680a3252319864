export interface Item {
  /** Last part of the permalink: `promptinjection`. */
  readonly id: string;
  /** The heading as it is: `#MONITOR USE`, `2.1. Evasion`. */
  readonly title: string;
  /** The heading's level, from 1. */
  readonly depth: number;
  readonly category: string;
  /** 1-based. */
  readonly line: number;
  /** ATLAS ids in its text, each once, in order. */
  readonly atlas: readonly string[];
  /** Ids that its list of controls links to, each once, in order. */
  readonly listed: readonly string[];
  /** Id of the innermost item whose section its heading stands in. */
  readonly within?: string;
}

const HEADING = /^(#{1,6})\s+(\S.*)$/;
const CATEGORY = /^> ?Category: *(\S.*)$/;
const PERMALINK = /^> ?Permalink: *https:\/\/owaspai\.org\/go\/([a-z0-9]+)\/?\s*$/;
const CONTROLS = /^\*\*Controls\b/;
const LINK = /\]\((?:https:\/\/owaspai\.org)?\/go\/([a-z0-9]{1,60})\/?\)/g;
const ATLAS_ID = /\bAML\.(?:T|M)\d{4}(?:\.\d{3})?\b/g;

type Draft = {
  -readonly [Key in keyof Item]: Item[Key] extends readonly string[] ? Set<string> : Item[Key];
};

/** The items of one chapter. Text belongs to the last item before it; other headings do not end an item. */
export function readItems(text: string): Item[] {
  const lines = text.split(/\r?\n/).map((line) => line.trimEnd());
  const drafts: Draft[] = [];
  /** Items whose sections are open, outermost first. */
  const open: Draft[] = [];
  let current: Draft | undefined;
  let inControls = false;
  lines.forEach((content, index) => {
    const depth = HEADING.exec(content)?.[1]?.length;
    while (depth !== undefined && (open.at(-1)?.depth ?? 0) >= depth) open.pop();
    const started = startItem(lines, index);
    if (started !== undefined) {
      const above = open.at(-1);
      current = { ...started, ...(above === undefined ? {} : { within: above.id }) };
      drafts.push(current);
      open.push(current);
      inControls = false;
      return;
    }
    if (current === undefined) return;
    for (const [id] of content.matchAll(ATLAS_ID)) current.atlas.add(id);
    // The list ends at the next heading or the next words in bold at the start of a line.
    if (CONTROLS.test(content)) inControls = true;
    else if (depth !== undefined || content.startsWith('**')) inControls = false;
    if (!inControls) return;
    for (const [, id] of content.matchAll(LINK)) if (id !== undefined) current.listed.add(id);
  });
  return drafts.map((draft) => ({ ...draft, atlas: [...draft.atlas], listed: [...draft.listed] }));
}

/** An item starts with a heading and, in the next lines, its category and permalink, in either order. */
function startItem(lines: readonly string[], index: number): Draft | undefined {
  const [, marks, title] = HEADING.exec(lines[index] ?? '') ?? [];
  if (marks === undefined || title === undefined) return undefined;
  const next = lines.slice(index + 1, index + 6);
  const end = next.findIndex((line) => HEADING.test(line));
  const head = end < 0 ? next : next.slice(0, end);
  const category = head.map((line) => CATEGORY.exec(line)?.[1]).find((found) => found !== undefined);
  const id = head.map((line) => PERMALINK.exec(line)?.[1]).find((found) => found !== undefined);
  if (category === undefined || id === undefined) return undefined;
  return { id, title, depth: marks.length, category, line: index + 1, atlas: new Set(), listed: new Set() };
}
