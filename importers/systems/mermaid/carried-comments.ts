import { Account, joinAccounts, type AccountResult } from '../../formats/account.ts';
import { CARRIED_KEY } from '../../formats/carried.ts';
import { quoted } from '../../formats/quoted.ts';
import { TreeNode } from '../../formats/tree-node.ts';

const COMMENT = new RegExp(`^[ \\t]*%%[ \\t]*${CARRIED_KEY}:(.*)$`);

/** What a comment may be about; the value of that key is what the drawing calls it, of the system its id. */
const SUBJECTS = ['system', 'subgraph', 'node', 'link'] as const;
type Subject = (typeof SUBJECTS)[number];

interface Comment {
  readonly subject: Subject;
  readonly name: string;
  readonly node: TreeNode;
}

/**
 * What an export of ours keeps in comments of a flowchart, since Mermaid has no place for it: one JSON object a line.
 *
 *     %% threatloom: {"node":"bot","id":"bot","kind":"agent","uses":["llm"]}
 *     %% threatloom: {"link":"bot llm","carries":["prompt"]}
 */
export class CarriedComments {
  readonly #accounts: Account[] = [];
  /** Subject and name → comments that nobody has taken yet, the first last: several links may have the same ends. */
  readonly #left = new Map<string, Comment[]>();

  /** @param line of the file that the text starts on, 1-based */
  constructor(text: string, file: string, line: number) {
    const comments = text.split('\n').flatMap((written, index) => {
      const json = COMMENT.exec(written)?.[1];
      return json === undefined ? [] : this.#read(json, file, line + index);
    });
    for (const comment of comments.reverse()) {
      const key = keyOf(comment.subject, comment.name);
      const alike = this.#left.get(key) ?? [];
      alike.push(comment);
      this.#left.set(key, alike);
    }
  }

  take(subject: Subject, name = ''): TreeNode | undefined {
    return this.#left.get(keyOf(subject, name))?.pop()?.node;
  }

  /** What was not read of them, once all is drawn. */
  finish(): AccountResult {
    for (const { subject, name, node } of [...this.#left.values()].flat()) {
      node.tellParts();
      node.account.notRead(
        '',
        `comment of ${subject} ${quoted(name)}`,
        subject === 'system' ? 'there is one already' : `no such ${subject} is drawn`,
      );
    }
    return joinAccounts(this.#accounts);
  }

  #read(json: string, file: string, line: number): Comment[] {
    const document = { file, value: parsed(json), locate: () => ({ line, column: 1 }) };
    const account = new Account(document, { code: 'MERMAID-010' });
    this.#accounts.push(account);
    const node = TreeNode.of(account);
    const subject = SUBJECTS.find((each) => node.has(each));
    const name = subject === undefined ? undefined : node.text(subject);
    if (subject !== undefined && name !== undefined) return [{ subject, name, node }];
    node.tellParts();
    account.notRead('', 'comment of an export', 'it is not as an export writes it');
    account.warn('', 'this comment is not as an export writes it');
    return [];
  }
}

/** A drawing is of one system, whatever its title says by now. */
function keyOf(subject: Subject, name: string): string {
  return subject === 'system' ? subject : `${subject} ${name}`;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return undefined;
  }
}
