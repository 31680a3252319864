import { describe, expect, it } from 'vitest';
import { boxOf, smallestAround, type Box } from '../../../importers/formats/boxes.ts';
import { htmlText } from '../../../importers/formats/html-text.ts';
import { labelText } from '../../../importers/formats/label-text.ts';
import { quoted } from '../../../importers/formats/quoted.ts';

describe('htmlText', () => {
  it.each([
    ['plain', 'plain'],
    ['<b>RAG</b> <i>mod</i>ule<br/>&amp; index', 'RAG module & index'],
    ['<div style="a>b">x</div><div>y</div>', 'b">x y'],
    ['latency < 5 ms &lt;p99&gt;', 'latency < 5 ms <p99>'],
    ['&#228;&#xE4;&nbsp;&unknown;&#xD800;', 'ää &unknown;'],
    ['cut <b', 'cut'],
    ['  a\n\tb  ', 'a b'],
  ])('reads %j as %j', (html, text) => {
    expect(htmlText(html)).toBe(text);
  });
});

describe('labelText', () => {
  it.each([
    ['RAG<br>engine', { name: 'RAG engine' }],
    ['RAG<br/>Port 8000<BR>engine', { name: 'RAG engine', remark: 'Port 8000' }],
    ['Proxy<br>(ports: 80/443)<div>:8443</div>', { name: 'Proxy', remark: 'ports: 80/443; :8443' }],
    ['Auth<br>- JWT<br>- <b>keys</b><br>of users', { name: 'Auth', remark: 'JWT; keys; of users' }],
    ['Auth\n• JWT\n✓keys', { name: 'Auth', remark: 'JWT; keys' }],
    ['Auth<ul><li>JWT</li><li>keys</li></ul>', { name: 'Auth', remark: 'JWT; keys' }],
    ['Queue<br>Pub/Sub<hr><font>takes orders</font>', { name: 'Queue Pub/Sub', remark: 'takes orders' }],
    ['API<br>http://me:pw@api:8000/v1?k=s', { name: 'API', remark: 'http://api:8000/v1' }],
    ['API<br>localhost:8000', { name: 'API', remark: 'localhost:8000' }],
    ['- first<br>Port', { name: '- first Port' }],
    ['Large<br>Language<br>Model<br>for Answers', { name: 'Large Language Model for Answers' }],
    [
      'RAG Module of the Bank /<br>Search Orchestrator',
      { name: 'RAG Module of the Bank / Search Orchestrator' },
    ],
    [
      'Turbidity Filter<br>(CLAHE Dehazing)',
      { name: 'Turbidity Filter', remark: 'CLAHE Dehazing', below: '(CLAHE Dehazing)' },
    ],
    [
      'find_open_orders<br>of one customer',
      { name: 'find_open_orders', remark: 'of one customer', below: 'of one customer' },
    ],
    ['Document Ingestion<br>Service', { name: 'Document Ingestion Service' }],
    [
      'Query Lambda<br>answers with<br>Port 80<br>a model',
      { name: 'Query Lambda', remark: 'answers with; Port 80; a model', below: 'answers with a model' },
    ],
    ['Postgres<br>+ pgvector<br>-5 °C', { name: 'Postgres + pgvector -5 °C' }],
    [
      'Night Work<br>done by machines,<br>and more of what it does',
      {
        name: 'Night Work',
        remark: 'done by machines, and more of what it does',
        below: 'done by machines, and more of what it does',
      },
    ],
    [
      'Order<br>API<br>[Container: Go, gRPC]<br>Takes orders,<br>and bills',
      {
        name: 'Order API',
        remark: '[Container: Go, gRPC] Takes orders, and bills',
        below: '[Container: Go, gRPC] Takes orders, and bills',
      },
    ],
    [
      '<b>Ada</b><br>[External Person]',
      { name: 'Ada', remark: '[External Person]', below: '[External Person]', person: true },
    ],
    ['Kasse [Komponente: C#]', { name: 'Kasse', remark: '[Komponente: C#]', below: '[Komponente: C#]' }],
    [
      'Mails<br>[External System - planned]',
      { name: 'Mails', remark: '[External System - planned]', below: '[External System - planned]' },
    ],
    ['Sync<br>[Admin Mode]', { name: 'Sync [Admin Mode]' }],
    ['[Person]', { name: '[Person]' }],
    ['', { name: '' }],
  ])('reads %j as %j', (label, text) => {
    expect(labelText(label)).toEqual(text);
  });

  it('reads what is long and has no gap', () => {
    const long = 'a'.repeat(1_000_000);
    expect(labelText(`${long}<br>b`)).toEqual({ name: long, remark: 'b', below: 'b' });
  });
});

describe('smallestAround', () => {
  const named = (name: string, x: number, y: number, width: number, height: number) => ({
    name,
    box: { x, y, width, height },
  });
  const zones = [
    named('outer', 0, 0, 100, 100),
    named('inner', 10, 10, 50, 50),
    named('twin', 10, 10, 50, 50),
  ];
  const around = (box: Box): string | undefined => smallestAround(zones, box)?.name;

  it('gives the smallest, by the centre, the first of two alike', () => {
    expect(around({ x: 20, y: 20, width: 10, height: 10 })).toBe('inner');
    expect(around({ x: 55, y: 20, width: 30, height: 10 })).toBe('outer');
    expect(around({ x: 95, y: 20, width: 30, height: 10 })).toBeUndefined();
  });

  it('never gives a box of the same size, so nothing lies in itself', () => {
    expect(around({ x: 10, y: 10, width: 50, height: 50 })).toBe('outer');
    expect(around({ x: 0, y: 0, width: 100, height: 100 })).toBeUndefined();
  });

  it('takes no box that is none', () => {
    expect(boxOf({ x: undefined, y: '5', width: '10', height: 2 })).toEqual({
      x: 0,
      y: 5,
      width: 10,
      height: 2,
    });
    expect(boxOf({ x: 'a', y: 0, width: 1, height: 1 })).toBeUndefined();
    expect(boxOf({ x: 0, y: 0, width: -1, height: 1 })).toBeUndefined();
    expect(boxOf({ x: 0, y: 0, width: undefined, height: 1 })).toBeUndefined();
    expect(boxOf({ x: 1e300, y: 0, width: 1, height: 1 })).toBeUndefined();
  });
});

describe('quoted', () => {
  it('stays short and on one line', () => {
    expect(quoted(' a\nb ')).toBe('"a b"');
    expect(quoted('x'.repeat(100))).toBe(`"${'x'.repeat(79)}…"`);
  });
});
