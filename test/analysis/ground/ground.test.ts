import { describe, expect, it } from 'vitest';
import { ground } from '#analysis/ground/ground';
import type { GroundSteps } from '#analysis/ground/ground';
import { HEAD, libraryOf, systemOf } from '../tiny.ts';

const MODEL = `
stage: deployment
profile: { users: public }
zones: { outer: { trust: 1 }, inner: { trust: 2, in: outer } }
actors:
  eve: { zone: outer, attacker: external, access: { db: [read], kb: [write] } }
  ann: { zone: inner, attacker: insider, access: [db] }
  bob: { zone: inner, deceivable: false }
  carl: { zone: inner }
assets:
  bot: { kind: agent, zone: inner, uses: [llm], retrieves-from: [kb], calls: [mailer, reader] }
  site: { kind: web-app, zone: outer, uses: [llm] }
  page: { kind: web-app, zone: outer }
  llm: { kind: llm, guarded-by: [guard] }
  guard: { kind: guardrail }
  kb: { kind: document-store, zone: inner, contributors: [eve] }
  db: { kind: database, zone: inner }
  mailer: { kind: tool, effects: [send], approval: each-call, acts-on: [db] }
  reader: { kind: tool, acts-on: [kb] }
  feedback: { kind: feedback-store, feeds: [model] }
  model: { kind: model, built-from: [base] }
  base: { kind: model }
flows:
  - { from: eve, to: site, carries: [prompt], both: true }
  - { from: bot, to: mailer, carries: [tool-call], both: true }
  - { from: kb, to: bot, carries: [document] }
`;

/** Bindings of the one rule that has these `at` and `where`, one text for each; assumptions after a `?`. */
function matches(at: string, where: string[], views = ''): string[] {
  const text = `${HEAD}${views}
rules:
  - id: r
    at: ${at}
    where: ${JSON.stringify(where)}
    needs: [has nothing]
    gives: [has something]
    goal: g
    source: test
`;
  return bindingsIn(ground(systemOf(MODEL), [libraryOf(text)]));
}

function bindingsIn(steps: GroundSteps): string[] {
  const { ids } = steps.index.elements;
  return Array.from({ length: steps.stepCount }, (_, step) => {
    const elements = steps.bindings.subarray(steps.bindingStart[step], steps.bindingStart[step + 1]);
    const codes = steps.assumed.subarray(steps.assumedStart[step], steps.assumedStart[step + 1]);
    const assumed = [...codes].map((code) => {
      const { element, fact } = steps.index.assumptions.decode(code);
      return `${ids[element] ?? 'profile'}.${fact}`;
    });
    const bound = [...elements].map((element) => ids[element]!).join(' ');
    return assumed.length === 0 ? bound : `${bound} ? ${assumed.join(' ')}`;
  }).sort();
}

describe('grounding', () => {
  it.each([
    ['a kind', '{ x: [agent] }', [], ['bot']],
    ['a class', '{ x: [training-data, feedback-loop] }', [], ['feedback']],
    ['attackers', '{ a: [attacker] }', [], ['ann', 'eve']],
    ['people who can be deceived', '{ a: [person] }', [], ['ann', 'carl']],
    ['zones', '{ z: [zone] }', [], ['inner', 'outer']],
    ['a relation', '{ x: [agent], y: [asset] }', ['x retrieves-from y'], ['bot kb']],
    [
      'one of two relations',
      '{ x: [asset], y: [asset] }',
      ['x retrieves-from|guarded-by y'],
      ['bot kb', 'llm guard'],
    ],
    ['a relation backwards', '{ y: [llm], x: [asset] }', ['x uses y'], ['llm bot', 'llm site']],
    [
      'two relations',
      '{ x: [agent], t: [tool], y: [asset] }',
      ['x calls t', 't acts-on y'],
      ['bot mailer db', 'bot reader kb'],
    ],
    ['access with a verb', '{ a: [actor], x: [asset] }', ['a accesses x with write'], ['ann db', 'eve kb']],
    ['access', '{ a: [attacker], x: [asset] }', ['a accesses x'], ['ann db', 'eve db', 'eve kb']],
    ['contributors', '{ a: [attacker], x: [asset] }', ['a contributes-to x'], ['eve kb']],
    [
      'standing in a zone',
      '{ x: [agent, web-app], z: [zone] }',
      ['x in z'],
      ['bot inner', 'page outer', 'site outer'],
    ],
    ['nested zones', '{ z: [zone], v: [zone] }', ['z within v'], ['inner outer']],
    ['a flow', '{ a: [actor], x: [asset] }', ['a flows-to x carrying prompt'], ['eve site']],
    ['the answer on a flow', '{ x: [asset], a: [actor] }', ['x flows-to a carrying response'], ['site eve']],
    ['a tool result', '{ t: [tool], x: [asset] }', ['t flows-to x carrying tool-result'], ['mailer bot']],
    ['no document on the way back', '{ x: [agent], y: [asset] }', ['x flows-to y carrying document'], []],
    [
      'feeds, told from the other end',
      '{ x: [model], y: [asset] }',
      ['y feeds x'],
      ['model base', 'model feedback'],
    ],
    ['trained-on, told by feeds', '{ x: [model], y: [asset] }', ['x trained-on y'], ['model feedback']],
    ['a stated value', '{ t: [tool] }', ['t.effects has send|money'], ['mailer']],
    ['what is not stated is not stated', '{ t: [tool] }', ['t.approval is not once'], ['mailer']],
    ['a possible value', '{ t: [tool] }', ['t.approval may be none|once'], ['reader ? reader.approval']],
    [
      'a stated possible value',
      '{ t: [tool] }',
      ['t.approval may be each-call'],
      ['mailer', 'reader ? reader.approval'],
    ],
    ['a lacking key', '{ x: [llm, agent] }', ['x lacks guarded-by'], ['bot']],
    ['the profile', '{ x: [agent] }', ['profile.users is public'], ['bot']],
    ['another profile', '{ x: [agent] }', ['profile.users is staff'], []],
    ['an unknown profile', '{ x: [agent] }', ['profile.sector may be bank'], ['bot ? profile.sector']],
    ['the stage', '{ x: [agent] }', ['x.stage is deployment'], ['bot']],
    ['another kind than', '{ x: [asset], y: [llm] }', ['x uses y', 'x.kind is not agent'], ['site llm']],
  ])('%s', (_, at, where, expected) => {
    expect(matches(at, where)).toEqual(expected);
  });

  it('uses views like kinds and relations, and counts what they assume', () => {
    const views = `views:
  - { id: app, of: [x], any: [{ at: { x: [agent] } }, { at: { x: [web-app], m: [llm] }, where: [x uses m] }] }
  - id: can-use
    of: [x, t]
    any:
      - { at: { x: [app], t: [tool] }, where: [x calls t, t.approval may be none] }
      - { at: { x: [app], t: [tool] }, where: [x calls t, t.effects has send] }
`;
    expect(matches('{ x: [app] }', [], views)).toEqual(['bot', 'site']);
    // What one alternative is sure of is not assumed by another.
    expect(matches('{ x: [app], t: [tool] }', ['x can-use t'], views)).toEqual([
      'bot mailer',
      'bot reader ? reader.approval',
    ]);
    expect(matches('{ x: [app], t: [asset] }', ['x can-use|uses t'], views)).toEqual([
      'bot llm',
      'bot mailer',
      'bot reader ? reader.approval',
      'site llm',
    ]);
  });

  it('binds different variables to different elements', () => {
    const found = matches('{ x: [asset], m: [llm], y: [asset] }', ['x uses m', 'y uses m']);
    expect(found).toEqual(['bot llm site', 'site llm bot']);
  });

  it('does not depend on the order in which the model lists things', () => {
    const system = systemOf(MODEL);
    const turned = {
      ...system,
      assets: [...system.assets].reverse(),
      actors: [...system.actors].reverse(),
      zones: [...system.zones].reverse(),
      flows: [...system.flows].reverse(),
    };
    const [a, b] = [system, turned].map((each) => ground(each, [libraryOf()]));
    expect(b!.bindings).toEqual(a!.bindings);
    expect(b!.needs).toEqual(a!.needs);
    expect(b!.gives).toEqual(a!.gives);
    expect(a!.stepCount).toBeGreaterThan(5);
  });

  it('names elements and facts back from their codes', () => {
    const { codes, factCode, index } = ground(systemOf(MODEL), [libraryOf()]);
    const facts = [...factCode].map((code) => codes.decode(code));
    const bot = index.elements.asset('bot');
    expect(facts).toContainEqual({ kind: 'capability', capability: 'control', element: bot });
    expect(facts).toContainEqual({ kind: 'resource', resource: 'prompt', element: bot });
    expect(codes.capability('control', bot)).toBe(
      codes.encode({ kind: 'capability', capability: 'control', variable: 'x' }).base + bot,
    );
  });
});

describe('too many steps', () => {
  it('are refused with the place of the rule that went over', () => {
    const run = (): unknown => ground(systemOf(MODEL), [libraryOf()], 3);
    expect(run).toThrow(
      expect.objectContaining({
        code: 'ANA-001',
        message: 'more than 3 steps at rule inject',
        file: 'library.yaml',
        line: 32,
      }),
    );
  });
});
