import { describe, expect, it } from 'vitest';
import { parseCondition } from '#analysis/library/condition-parser';
import { parseFact } from '#analysis/library/fact-parser';
import { PhraseError } from '#analysis/library/words';

const VIEWS = new Set(['can-fetch']);

describe('a condition', () => {
  it.each([
    ['x retrieves-from y', { kind: 'relation', from: 'x', relations: ['retrieves-from'], to: 'y' }],
    ['x uses|can-fetch y', { kind: 'relation', from: 'x', relations: ['uses', 'can-fetch'], to: 'y' }],
    [
      'p accesses x with write|admin',
      { kind: 'relation', from: 'p', relations: ['accesses'], to: 'x', verbs: ['write', 'admin'] },
    ],
    ['p can-reach x', { kind: 'relation', from: 'p', relations: ['can-reach'], to: 'x' }],
    ['x in z', { kind: 'relation', from: 'x', relations: ['in'], to: 'z' }],
    ['x opens y', { kind: 'relation', from: 'x', relations: ['opens'], to: 'y' }],
    ['x flows-to y', { kind: 'flow', from: 'x', to: 'y' }],
    [
      'x flows-to y carrying prompt|document',
      { kind: 'flow', from: 'x', to: 'y', carrying: ['prompt', 'document'] },
    ],
    ['x lacks guarded-by', { kind: 'lacks', of: 'x', relation: 'guarded-by' }],
    [
      'x.effects has send|money',
      { kind: 'fact', of: 'x', fact: 'effects', values: ['send', 'money'], may: false, negated: false },
    ],
    [
      'x.updates may be automatic',
      { kind: 'fact', of: 'x', fact: 'updates', values: ['automatic'], may: true, negated: false },
    ],
    [
      'x.approval is not each-call',
      { kind: 'fact', of: 'x', fact: 'approval', values: ['each-call'], may: false, negated: true },
    ],
    [
      'profile.users is public',
      { kind: 'fact', of: 'profile', fact: 'users', values: ['public'], may: false, negated: false },
    ],
  ])('%s', (phrase, condition) => {
    expect(parseCondition(phrase, VIEWS)).toEqual(condition);
  });

  it.each([
    ['x retreives-from y', 'unknown relation "retreives-from"', 2, 'did you mean "retrieves-from"?'],
    ['x uses', 'a variable is missing at the end', 6, undefined],
    ['x uses y z', '"z" is too much here', 9, undefined],
    ['x.provider is owned', 'unknown value of provider "owned"', 14, undefined],
    ['x.provder is own', 'unknown fact "provder"', 2, 'did you mean "provider"?'],
    ['x.provider may own', 'after "may" comes "be" or "have"', 15, undefined],
    ['x.provider = own', '"=" cannot stand here', 11, undefined],
    ['x uses y with read', '"uses" takes no verbs', 14, 'only "accesses" and "contributes-to" do'],
    ['x flows-to y carrying promt', 'unknown content "promt"', 22, 'did you mean "prompt"?'],
    ['x uses|', 'a relation is missing at the end', 7, undefined],
  ])('%s is refused at its place', (phrase, message, offset, hint) => {
    const error = thrown(() => parseCondition(phrase, VIEWS));
    expect([error.message, error.offset, error.hint]).toEqual([message, offset, hint]);
  });
});

describe('a fact', () => {
  it.each([
    ['control x', { kind: 'capability', capability: 'control', variable: 'x' }],
    ['has intent', { kind: 'resource', resource: 'intent' }],
    ['has adversarial-sample for x', { kind: 'resource', resource: 'adversarial-sample', variable: 'x' }],
  ])('%s', (phrase, fact) => {
    expect(parseFact(phrase)).toEqual(fact);
  });

  it.each([
    ['contol x', 'unknown capability "contol"', 0, 'did you mean "control"?'],
    ['control', 'a variable is missing at the end', 7, undefined],
    ['has Prompt', 'resource "Prompt" is not kebab-case', 4, undefined],
    ['has prompt x', '"x" is too much here', 11, undefined],
  ])('%s is refused at its place', (phrase, message, offset, hint) => {
    const error = thrown(() => parseFact(phrase));
    expect([error.message, error.offset, error.hint]).toEqual([message, offset, hint]);
  });
});

function thrown(run: () => unknown): PhraseError {
  try {
    run();
  } catch (error) {
    if (error instanceof PhraseError) return error;
  }
  throw new Error('nothing was refused');
}
