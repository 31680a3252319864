/** Models as Threat Dragon writes them: builders for version 2, and one whole model of each version. */
import { threatDragon } from '#importers/systems/threat-dragon/index';
import type { ImportedSystem } from '#model/system-importer';
import { systemFile } from '../system-files.ts';

export type Json = Readonly<Record<string, unknown>>;

export const at = (x: number, y: number, width = 40, height = 40) => ({
  position: { x, y },
  size: { width, height },
});
export const node = (id: string, type: string, name: string, place: Json, data: Json = {}): Json => ({
  id,
  shape: type.toLowerCase(),
  zIndex: 1,
  ...place,
  data: { type: `tm.${type}`, name, description: '', hasOpenThreats: false, threats: [], ...data },
});
export const flow = (id: string, name: string, from: string, to: string, data: Json = {}): Json => ({
  id,
  shape: 'flow',
  zIndex: 1,
  source: { cell: from },
  target: { cell: to },
  data: { type: 'tm.Flow', name, isEncrypted: false, hasOpenThreats: false, ...data },
});
export const threat = (title: string, status: string, mitigation: string): Json => ({
  id: title,
  title,
  status,
  severity: 'High',
  type: 'Information disclosure',
  description: 'd',
  mitigation,
  modelType: 'STRIDE',
});

export function model(cells: readonly Json[], more: Json = {}): string {
  return JSON.stringify({
    version: '2.3.0',
    summary: { title: 'Help desk', owner: 'support', description: 'd', id: 0, ...more },
    detail: {
      contributors: [{ name: 'me' }],
      diagrams: [{ id: 0, title: 'Main', diagramType: 'STRIDE', thumbnail: 't', version: '2.3.0', cells }],
      reviewer: '',
      diagramTop: 1,
      threatTop: 3,
    },
  });
}

export const CELLS = [
  node('z1', 'BoundaryBox', 'Internet', at(0, 0, 100, 100)),
  node('z2', 'BoundaryBox', 'Inner', at(200, 0, 400, 400)),
  node('z3', 'BoundaryBox', 'Core', at(300, 100, 100, 100)),
  node('u', 'Actor', 'User', at(30, 30), { providesAuthentication: true }),
  // Its left edge lies outside of its zone.
  node('w', 'Process', 'Web\nserver', at(190, 30, 100, 40), {
    outOfScope: true,
    reasonOutOfScope: 'old',
    privilegeLevel: 'root',
    threats: [
      threat('Leak', 'Mitigated', 'Encrypt'),
      threat('Theft', 'Open', 'Lock'),
      threat('Spy', 'NA', 'Provide mitigation for this threat'),
    ],
  }),
  node('s', 'Store', 'Keys', at(330, 130), { storesCredentials: true, isEncrypted: true }),
  node('n', 'Process', 'Outside', at(700, 700)),
  node('t', 'Text', 'a remark', at(0, 500)),
  flow('f1', 'Ask', 'u', 'w', {
    isBidirectional: true,
    isEncrypted: true,
    protocol: 'HTTPS',
    isPublicNetwork: true,
  }),
  flow('f2', 'Read', 'w', 's', { threats: [threat('Sniff', 'Accepted', 'TLS')] }),
  flow('f3', 'Lost', 'w', 'ghost'),
  {
    id: 'c1',
    shape: 'trust-boundary-curve',
    zIndex: 1,
    source: { x: 150, y: 0 },
    target: { x: 150, y: 300 },
    data: { type: 'tm.Boundary', name: 'edge', hasOpenThreats: false },
  },
  { id: 'odd', shape: 'cloud', zIndex: 1, data: { type: 'tm.Cloud', hasOpenThreats: false } },
];

export const VERSION_1 = JSON.stringify({
  summary: { title: 'Old', owner: 'o', description: '', id: 0 },
  detail: {
    contributors: [],
    diagrams: [
      {
        title: 'Main',
        id: 0,
        diagramJson: {
          cells: [
            { type: 'tm.Actor', id: 'a', z: 1, ...at(0, 0), attrs: { text: { text: 'Browser' } } },
            {
              type: 'tm.Store',
              id: 'b',
              z: 1,
              ...at(300, 0),
              attrs: { text: { text: 'Orders' } },
              isALog: true,
              threats: [threat('Leak', 'Open', 'Encrypt')],
            },
            {
              type: 'tm.Flow',
              id: 'c',
              z: 1,
              source: { id: 'a' },
              target: { id: 'b' },
              labels: [{ attrs: { text: { text: 'Order' } } }],
              isEncrypted: true,
              vertices: [{ x: 100, y: 50 }],
            },
            { type: 'tm.Boundary', id: 'd', z: 1, source: { x: 200, y: -100 }, target: { x: 200, y: 100 } },
          ],
        },
      },
    ],
    reviewer: '',
  },
});

export const read = (text: string): ImportedSystem => threatDragon.read([systemFile('a.json', text)]);
