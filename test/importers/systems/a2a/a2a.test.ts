import { describe, expect, it } from 'vitest';
import { a2a } from '../../../../importers/systems/a2a/index.ts';
import { kindsOf, linesOf, linksOf, refusalOf } from '../imported.ts';
import { describeMutations } from '../mutations.ts';
import { systemFile } from '../system-files.ts';

const NEW_CARD = JSON.stringify(
  {
    protocolVersion: '0.3.0',
    name: 'Route planner',
    description: 'Plans routes.',
    url: 'https://agents.example/a2a/v1',
    preferredTransport: 'JSONRPC',
    additionalInterfaces: [{ url: 'https://agents.example/grpc', transport: 'GRPC' }],
    provider: { organization: 'Maps Inc', url: 'https://maps.example' },
    version: '1.2.0',
    capabilities: { streaming: true, pushNotifications: true },
    securitySchemes: {
      login: {
        type: 'openIdConnect',
        openIdConnectUrl: 'https://id.example/.well-known/openid-configuration',
      },
      key: { type: 'apiKey', in: 'header', name: 'X-Key' },
    },
    security: [{ login: ['openid'] }],
    defaultInputModes: ['text/plain'],
    defaultOutputModes: ['text/plain'],
    skills: [
      { id: 'plan', name: 'Plan a route', description: 'From A to B', tags: ['maps'], examples: ['hunter2'] },
      { id: 'map', name: 'Draw a map', tags: [] },
    ],
    signatures: [{ protected: 'x', signature: 'hunter2' }],
  },
  null,
  1,
);
const OLD_CARD = JSON.stringify({
  name: 'Echo',
  url: 'http://localhost:9999/',
  version: '0.1',
  capabilities: { pushNotifications: false },
  authentication: { schemes: ['Bearer'], credentials: 'hunter2' },
  skills: [{ id: 'echo', name: 'Echo', tags: [] }],
});
const OPEN_CARD = JSON.stringify({ name: 'Open', url: 'https://open.example', capabilities: {}, skills: [] });

describe('A2A agent cards', () => {
  it('are open where a requirement asks for nothing, or the only scheme is none', () => {
    const key = { key: { type: 'apiKey', in: 'header', name: 'X-Key' } };
    const open = (security: object): unknown => {
      const card = { name: 'A', url: 'https://a.example', capabilities: {}, skills: [], ...security };
      const { draft, losses } = a2a.read([systemFile('card.json', JSON.stringify(card))]);
      const line = linesOf(losses, 'guessed').find((each) => each.includes('anonymous'));
      return [draft.assets[0]?.facts?.anonymous, draft.flows[0]?.authenticated, line];
    };
    const closed = [undefined, true, undefined];
    const none = [['query'], false, 'no security scheme → anonymous of a: query'];
    const optional = [['query'], false, 'a security requirement without a scheme → anonymous of a: query'];
    expect(open({ securitySchemes: key, security: [{ key: [] }] })).toEqual(closed);
    expect(open({ securitySchemes: key })).toEqual(closed);
    expect(open({ securitySchemes: key, security: [{ key: [] }, {}] })).toEqual(optional);
    expect(open({ securitySchemes: key, securityRequirements: [{ schemes: {} }] })).toEqual(optional);
    expect(open({ securitySchemes: { none: { type: 'none' } } })).toEqual(none);
    expect(open({ authentication: { schemes: ['None'] } })).toEqual(none);
    expect(open({ authentication: { schemes: ['Bearer'] } })).toEqual(closed);
  });

  it.each([
    ['no skills', { url: 'https://a.example', capabilities: {}, defaultInputModes: ['text'] }, true],
    ['no capabilities', { url: 'https://a.example', protocolVersion: '0.2.1', skills: [] }, true],
    ['a list of capabilities', { supportedInterfaces: [], capabilities: ['chat'], skills: [] }, true],
    ['a card of an MCP server', { url: 'https://a.example', protocolVersion: '1', capabilities: {} }, false],
    ['some other agent', { url: 'https://a.example', capabilities: [{ name: 'search' }] }, false],
  ])('are known by what is there: %s', (_, card, isCard) => {
    const file = systemFile('card.json', JSON.stringify({ name: 'A', ...card }));
    expect(a2a.detect([file])).toBe(isCard ? 'a2a-agent-card' : undefined);
  });

  it('tells of an exposure only where an address gives one', () => {
    const lines = (card: string, outcome: 'guessed' | 'kept'): string[] =>
      linesOf(a2a.read([systemFile('card.json', card)]).losses, outcome).filter((line) =>
        line.startsWith('addresses'),
      );
    expect(lines(OLD_CARD, 'guessed')).toEqual([]);
    expect(lines(OLD_CARD, 'kept')).toEqual(['addresses → x-addresses of echo']);
    expect(lines(OPEN_CARD, 'guessed')).toEqual(['addresses → exposure of open: public']);
  });

  it('are agents with skills, callers and those who vouch for them', () => {
    const { draft, losses } = a2a.read([systemFile('agent-card.json', NEW_CARD)]);
    expect(kindsOf(draft)).toEqual([
      'route-planner: agent',
      'calling-agents: ?',
      'id-example: identity-provider',
      'plan-a-route: tool',
      'draw-a-map: tool',
    ]);
    expect(linksOf(draft)).toEqual([
      'route-planner authenticates-with id-example',
      'route-planner calls draw-a-map',
      'route-planner calls plan-a-route',
    ]);
    expect(draft.flows).toMatchObject([
      { from: 'calling-agents', to: 'route-planner', authenticated: true, encrypted: true, both: true },
    ]);
    expect(draft.assets[0]).toMatchObject({
      exposure: 'public',
      facts: { egress: ['any'] },
      extensions: {
        'x-version': '1.2.0',
        'x-security': ['apiKey'],
        'x-addresses': ['https://agents.example/a2a/v1', 'https://agents.example/grpc'],
      },
    });
    expect(draft.actors).toMatchObject([
      { name: 'Maps Inc', attacker: 'supplier', supplies: ['route-planner'] },
    ]);
    expect(linesOf(losses, 'not-read')).toEqual([
      'property "examples": examples are not read',
      'property "signatures": signatures are not checked here',
    ]);
  });

  it('of older editions are read too, several as one system', () => {
    const input = [systemFile('a/agent.json', OLD_CARD), systemFile('b/agent.json', OPEN_CARD)];
    expect(a2a.detect(input)).toBe('a2a-agent-card');
    const { draft, losses } = a2a.read(input);
    expect(kindsOf(draft)).toEqual(['echo: agent', 'calling-agents: ?', 'echo-2: tool', 'open: agent']);
    expect(draft.flows.map(({ to, authenticated, encrypted }) => [to, authenticated, encrypted])).toEqual([
      ['echo', true, false],
      ['open', false, true],
    ]);
    expect(draft.assets.map(({ facts }) => facts?.anonymous)).toEqual([
      undefined,
      undefined,
      undefined,
      ['query'],
    ]);
    expect(draft.assets[0]?.exposure).toBeUndefined();
    expect(new Set(losses.map(({ place }) => place.file))).toEqual(new Set(['a/agent.json', 'b/agent.json']));
    expect(JSON.stringify([draft, losses])).not.toContain('hunter2');
  });

  it.each([
    ['{"url":"x","capabilities":{},"skills":[]}', 'CARD-001', '/name'],
    ['{"name":"x","skills":[', 'INPUT-005', undefined],
  ])('refuses %s', (text, code, pointer) => {
    expect(refusalOf(a2a, [systemFile('agent.json', text)])).toMatchObject({
      code,
      pointer,
      file: 'agent.json',
      line: 1,
    });
  });

  it('may stand in a list, beside other files', () => {
    const listed = systemFile('agents.json', `{"agents":[${OPEN_CARD},${OLD_CARD}]}`);
    const input = [listed, systemFile('README.md', 'hunter2'), systemFile('new.json', NEW_CARD)];
    expect(a2a.detect(input)).toBe('a2a-agent-card');
    const { draft, losses } = a2a.read(input);
    expect(draft.assets.filter(({ kind }) => kind === 'agent').map(({ name }) => name)).toEqual([
      'Open',
      'Echo',
      'Route planner',
    ]);
    expect(linesOf(losses, 'not-read')).toContain('file "README.md": it is no agent card');
    expect(kindsOf(a2a.read([systemFile('list.json', `[${OPEN_CARD}]`)]).draft)[0]).toBe('open: agent');
    expect(refusalOf(a2a, [systemFile('list.json', `[${OPEN_CARD},\n{"skills":[]}]`)])).toMatchObject({
      code: 'CARD-001',
      line: 2,
      pointer: '/1/name',
    });
  });

  it('may stand within records of directories, and name extensions', () => {
    const card = {
      name: 'Inner',
      url: 'https://inner.example/a2a',
      skills: [],
      capabilities: {
        extensions: [{ uri: 'https://x.example/pay?k=hunter2', required: true }, { uri: 'urn:y' }],
      },
    };
    const record = { name: 'directory', version: '1', modules: [{ data: { card_data: card } }] };
    const { draft, losses } = a2a.read([systemFile('record.json', JSON.stringify(record))]);
    expect(draft.assets[0]).toMatchObject({
      name: 'Inner',
      extensions: { 'x-extensions': ['https://x.example/pay (required)', 'urn:y'] },
    });
    expect(linesOf(losses, 'not-read')).toContain('property "version": a system model has no place for it');
    expect(JSON.stringify([draft, losses])).not.toContain('hunter2');
  });

  it('are told of schemes that they name and do not define', () => {
    const card = JSON.stringify({
      name: 'A',
      url: 'https://a.example/',
      capabilities: {},
      securitySchemes: { key: { type: 'apiKey' } },
      security: [{ key: [] }, { lost: [] }],
      skills: [{ id: 's', name: 's', securityRequirements: [{ schemes: { gone: { list: [] } } }] }],
    });
    const { losses, diagnostics } = a2a.read([systemFile('a.json', card)]);
    expect(diagnostics.map(({ code, pointer, message }) => `${code} ${pointer ?? ''} ${message}`)).toEqual([
      'CARD-003 /skills/0/securityRequirements the security scheme "gone" that this asks for is nowhere in the card',
      'CARD-003 /security the security scheme "lost" that this asks for is nowhere in the card',
    ]);
    expect(linesOf(losses, 'not-read').filter((line) => line.includes('scheme'))).toEqual([
      'security scheme "lost": it is nowhere in the card',
      'security scheme "gone": it is nowhere in the card',
    ]);
  });

  it('name sorts of schemes in the words of 1.0, and are not public on all addresses of a machine', () => {
    const card = JSON.stringify({
      name: 'Guarded',
      supportedInterfaces: [
        { url: 'http://0.0.0.0:8000/', protocolBinding: 'JSONRPC', protocolVersion: '1.0' },
      ],
      capabilities: {},
      securitySchemes: {
        a: { httpAuthSecurityScheme: { scheme: 'Bearer' } },
        b: {
          oauth2SecurityScheme: {
            flows: { clientCredentials: { tokenUrl: 'https://id.example/t', scopes: {} } },
          },
        },
        c: { mtlsSecurityScheme: {} },
      },
      securityRequirements: [{ schemes: { a: { list: [] } } }],
      skills: [{ id: 'x', name: 'X', tags: [] }],
    });
    const { draft, losses } = a2a.read([systemFile('card.json', card)]);
    expect(draft.assets[0]).toMatchObject({ id: 'guarded', extensions: { 'x-security': ['http', 'mtls'] } });
    expect(draft.assets[0]!.exposure).toBeUndefined();
    expect(linksOf(draft)).toContain('guarded authenticates-with id-example');
    expect(draft.assets.map(({ id, guessed }) => [id, guessed])).toEqual([
      ['guarded', undefined],
      ['calling-agents', { '': 'a card says nothing of who calls' }],
      ['id-example', undefined],
      ['x', { '': 'a skill is a function that the agent can be asked for' }],
    ]);
    expect(linesOf(losses, 'not-read')).toEqual([]);
  });

  describeMutations(a2a, { 'a2a-agent-card': [systemFile('agent.json', NEW_CARD)] });
});
