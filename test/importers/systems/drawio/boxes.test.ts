import { describe, expect, it } from 'vitest';
import { notRead, outline, said } from '../drafted.ts';
import { arrow, box, escape, graph, outlineOf, read, PAIR } from './drawings.ts';

describe('draw.io: boxes', () => {
  it('are called by their text, their data, a text in them or their shape', () => {
    const { assets, actors } = read(
      graph(
        box('h', { value: '<b>RAG</b><br>module &amp; more' }),
        `<object id="o" label="Bot %team%" placeholders="1" team="x" tags="ai prod" cost="7"><mxCell style="html=1" vertex="1" parent="1"><mxGeometry x="50" width="9" height="9" as="geometry"/></mxCell></object>`,
        `<UserObject id="c4" label="%c4Name%" placeholders="1" c4Name="Billing" c4Type="Container" c4Technology="Java" c4Description="Sends bills"><mxCell vertex="1" parent="1"><mxGeometry x="90" width="9" height="9" as="geometry"/></mxCell></UserObject>`,
        box('g', { value: '', style: 'ellipse', at: [200, 0, 100, 60] }),
        box('gt', { value: 'Partner', style: 'text;html=1', at: [220, 20, 60, 20] }),
        box('s3', {
          value: '',
          style: 'shape=mxgraph.aws4.resourceIcon;resIcon=mxgraph.aws4.s3',
          at: [400, 0, 9, 9],
        }),
        box('svg', {
          value: '',
          style: 'image;image=img/lib/azure2/ai_machine_learning/Cognitive_Services.svg',
          at: [450, 0, 9, 9],
        }),
        box('db', { value: 'Orders', style: 'shape=datastore', at: [500, 0, 9, 9] }),
        box('man', { value: '', style: 'shape=umlActor', at: [600, 0, 9, 9] }),
        box('dot', { value: '', style: 'ellipse', at: [650, 0, 9, 9] }),
        box('note', { value: 'remark', style: 'text', at: [700, 0, 9, 9] }),
      ),
    ).draft;
    expect(
      assets.map(({ name, fallback, hints, extensions }) => [name, fallback, hints ?? {}, extensions]),
    ).toEqual([
      ['RAG module & more', 'process', {}, undefined],
      ['Bot x', 'process', { tags: ['ai', 'prod'] }, { 'x-properties': { team: 'x', cost: '7' } }],
      ['Billing', 'process', { types: ['Container'], technologies: ['Java'] }, undefined],
      ['Orders', 'store', { types: ['datastore'] }, undefined],
      ['Partner', 'process', {}, undefined],
      ['s3', 'process', { types: ['mxgraph.aws4.s3'] }, undefined],
      [
        'Cognitive Services',
        'process',
        { types: ['azure2/ai_machine_learning/Cognitive_Services'] },
        undefined,
      ],
    ]);
    expect(actors.map(({ name }) => name)).toEqual(['person']);
  });

  it('have what stands under their name as a description', () => {
    const { draft } = read(
      graph(
        box('zone', { value: 'Cloud<br>:8080', style: 'swimlane;html=1', at: [0, 0, 200, 100] }),
        box('api', { value: '<b>API</b><br>Port 80<br>- search', at: [20, 30, 50, 50] }),
        box('b', { at: [300, 0, 20, 20] }),
        arrow('e', 'api', 'b', 'html=1'),
      ),
    );
    expect(draft.zones.map(({ name }) => name)).toEqual(['Cloud :8080']);
    expect(draft.assets.map(({ id, name, description }) => [id, name, description])).toEqual([
      ['api', 'API', 'Port 80; search'],
      ['b', 'b', undefined],
    ]);
  });

  it('are named by lines without HTML too, and as the C4 model writes them', () => {
    const { assets, actors } = read(
      graph(
        box('u', { value: 'Ada\n[Person]\nBuys', style: 'rounded=1', at: [0, 0, 50, 50] }),
        box('s', { value: 'A <b> shop\n[Container: Go]\nSells', style: 'rounded=1', at: [100, 0, 50, 50] }),
        arrow('e', 'u', 's'),
      ).replaceAll(/\n(?=\[|Buys|Sells)/g, '&#xa;'),
    ).draft;
    expect(actors.map(({ name }) => name)).toEqual(['Ada']);
    expect(assets.map(({ name, description }) => [name, description])).toEqual([
      ['A <b> shop', '[Container: Go] Sells'],
    ]);
  });

  it('are one where they are drawn as a table or a class', () => {
    expect(
      outlineOf(
        box('Orders', { style: 'swimlane;childLayout=stackLayout', at: [0, 0, 100, 80] }),
        box('row', { value: '+ id', style: 'text', parent: 'Orders', at: [0, 26, 100, 26] }),
        box('a', { at: [300, 0, 20, 20] }),
        arrow('e', 'a', 'row'),
      ),
    ).toEqual({ zones: [], things: ['orders', 'a'], flows: ['a -> orders: e'] });
  });

  it('that are hidden, nameless or beside the drawing are told of', () => {
    const imported = read(
      graph(
        ...PAIR,
        '<mxCell id="layer" value="Old" parent="0" visible="0"/>',
        box('h', { parent: 'layer', value: 'Hidden' }),
        box('dot', { value: '', style: 'ellipse', at: [650, 0, 9, 9] }),
        box('note', { value: 'remark', style: 'text', at: [700, 0, 9, 9] }),
        box('a', { value: 'twin', at: [900, 0, 9, 9] }),
      ),
    );
    expect(notRead(imported)).toEqual([
      '5 not-read: layer "Old": layers only order the drawing',
      '6 not-read: box "Hidden": it is hidden',
      '7 not-read: box dot: it has neither text nor arrow, so it is taken for decoration',
      '8 not-read: text "remark": it stands beside the drawing, not on a box',
      '9 not-read: a second cell "a": another cell has that id',
    ]);
    expect(said(imported)).toEqual(['DRAWIO-005 9 a second cell "a" is not read: another cell has that id']);
  });

  it('have no cells in their texts that somebody pasted into them', () => {
    const pasted =
      '<span style="font-size: 0px">%3CmxGraphModel%3E%3Croot%3E%3CmxCell%20value%3D%22model%22%2F%3E%3C%2Froot%3E%3C%2FmxGraphModel%3E</span>';
    const cell = (kind: string, value: string, more: string): string =>
      `<mxCell id="${kind}" value="${escape(value)}" style="html=1" ${kind}="1" parent="1"${more}><mxGeometry width="9" height="9" relative="1" as="geometry"/></mxCell>`;
    const imported = read(
      graph(
        cell('vertex', `Index${pasted}${pasted} of %3CmxGraphModel%3E`, ''),
        box('b', { at: [200, 0, 50, 20] }),
        cell('edge', pasted, ' source="vertex" target="b"'),
      ),
    );
    expect(imported.draft.assets.map(({ name }) => name)).toEqual(['Index of %3CmxGraphModel%3E', 'b']);
    expect(imported.draft.flows.map(({ name }) => name)).toEqual([undefined]);
    expect(notRead(imported)).toEqual([
      '2 not-read: cells in the text of "Index of %3CmxGraphModel%3E": they were pasted into it by mistake',
      '4 not-read: cells in the text of "edge": they were pasted into it by mistake',
    ]);
  });

  it('that only number steps are told of, unless an arrow goes to them or they are large', () => {
    const imported = read(
      graph(
        ...PAIR,
        box('s1', { value: '1', style: 'ellipse', at: [100, 0, 23, 23] }),
        box('s2', { value: '(2a)', at: [130, 0, 23, 23] }),
        box('s3', { value: '③', at: [160, 0, 23, 23] }),
        box('n4', { value: '4', at: [300, 0, 23, 23] }),
        box('n5', { value: '5', at: [400, 0, 90, 90] }),
        arrow('f', 'b', 'n4'),
      ),
    );
    expect(outline(imported.draft).things).toEqual(['a', 'b', '4', '5']);
    expect(notRead(imported)).toEqual([
      '5 not-read: box "1": it only numbers a step',
      '6 not-read: box "(2a)": it only numbers a step',
      '7 not-read: box "③": it only numbers a step',
    ]);
  });

  it('reads cells without an id, and cells in one that is not there, of which it tells once', () => {
    const imported = read(
      graph(
        box('a', { value: 'API', at: [0, 0, 90, 30] }),
        box('b', { value: 'Queue', at: [200, 0, 90, 30], parent: 'gone' }),
        box('c', { value: 'Worker', at: [400, 0, 90, 30], parent: 'gone' }),
        arrow('e', 'a', 'b').replace('id="e" ', ''),
        arrow('f', 'b', 'c').replace('id="f" ', ''),
      ),
    );
    expect(outline(imported.draft)).toEqual({
      zones: [],
      things: ['api', 'queue', 'worker'],
      flows: ['api -> queue: e', 'queue -> worker: f'],
    });
    expect(said(imported)).toEqual(['DRAWIO-007 3 cell "b" lies in "gone", which the page does not have']);
  });
});

describe('draw.io: what diagrams of data flows and of clouds do without words', () => {
  const picture = 'shape=mxgraph.aws4.resourceIcon;resIcon=mxgraph.aws4.lambda;';

  it('two lines are a store, and a store of users is no person', () => {
    const { draft } = read(
      graph(
        box('Users', {
          style: 'shape=partialRectangle;html=1;left=0;right=0;fillColor=none;',
          at: [0, 0, 60, 30],
        }),
        box('API', { at: [200, 0, 60, 30] }),
        arrow('e', 'API', 'Users'),
      ),
    );
    expect(draft.assets.map(({ id, fallback }) => `${id}: ${fallback}`)).toEqual([
      'users: store',
      'api: process',
    ]);
  });

  it('a note is a remark, unless an arrow touches it', () => {
    const cells = [
      box('note', { value: 'ask them', style: 'shape=note;html=1;', at: [0, 100, 60, 60] }),
      ...PAIR,
    ];
    const imported = read(graph(...cells));
    expect(outline(imported.draft).things).toEqual(['a', 'b']);
    expect(notRead(imported)).toEqual(['2 not-read: note "ask them": it is a remark on the drawing']);
    expect(outlineOf(...cells, arrow('f', 'a', 'note')).things).toEqual(['ask-them', 'a', 'b']);
  });

  it('the text under a picture is its name', () => {
    const below = (y: number) =>
      read(
        graph(
          box('fn', { value: '', style: picture, at: [200, 100, 50, 50] }),
          box('t', { value: 'Answer', style: 'text;html=1;', at: [195, y, 60, 20] }),
          box('a', { at: [0, 100, 50, 50] }),
          arrow('e', 'a', 'fn'),
        ),
      );
    expect(outline(below(155).draft)).toEqual({
      zones: [],
      things: ['answer', 'a'],
      flows: ['a -> answer: e'],
    });
    expect(below(155).draft.assets[0]!.guessed).toEqual({ '': 'it is called after the text under it' });
    expect(outline(below(190).draft).things).toEqual(['lambda', 'a']);
  });

  it('the text above a picture is its name where none is under it; arrows may go to the text', () => {
    const text = 'text;html=1;';
    const { draft } = read(
      graph(
        box('one', { value: '', style: picture, at: [200, 100, 50, 50] }),
        box('t1', { value: 'Ask', style: text, at: [195, 75, 60, 20] }),
        box('two', { value: '', style: picture, at: [200, 180, 50, 50] }),
        box('t2', { value: 'Store', style: text, at: [195, 230, 60, 20] }),
        box('far', { value: 'Remark', style: text, at: [195, 20, 60, 20] }),
        arrow('e', 't1', 't2'),
      ),
    );
    expect(outline(draft)).toEqual({ zones: [], things: ['store', 'ask'], flows: ['ask -> store: e'] });
    expect(draft.assets[1]!.guessed).toEqual({ '': 'it is called after the text above it' });
  });

  it('the text under a picture in a frame is not the name of the frame', () => {
    const text = 'text;html=1;';
    const imported = read(
      graph(
        box('frame', { value: '', style: 'swimlane;startSize=0;', at: [100, 100, 300, 200] }),
        box('one', { value: '', style: picture, at: [150, 120, 50, 50] }),
        box('t1', { value: 'Ask', style: text, at: [145, 170, 60, 20] }),
        box('two', { value: '', style: picture, at: [300, 120, 50, 50] }),
        box('title', { value: 'Agents', style: text, at: [120, 75, 80, 20] }),
      ),
    );
    expect(outline(imported.draft)).toEqual({
      zones: ['agents'],
      things: ['ask in agents', 'lambda in agents'],
      flows: [],
    });
    expect(notRead(imported)).toEqual([
      '2 guessed: box "Agents": it is called after the text above it',
      '3 guessed: box "Ask": it is called after the text under it',
      '5 guessed: box "lambda": it has no text, so it is called after its shape',
    ]);
  });

  it('the text in a group that an arrow goes to is the name of the group', () => {
    expect(
      outlineOf(
        box('g', { value: '', style: 'group', at: [100, 100, 60, 90] }),
        box('p', { value: '', style: picture, parent: 'g', at: [5, 5, 50, 50] }),
        box('t', { value: 'Ask', style: 'text;html=1;', parent: 'g', at: [0, 60, 60, 20] }),
        box('a', { at: [0, 100, 50, 50] }),
        arrow('e', 'a', 'g'),
      ),
    ).toEqual({ zones: [], things: ['ask', 'a'], flows: ['a -> ask: e'] });
  });

  it('cards of clouds are one thing with the picture and the text in them', () => {
    const face = (id: string, parent: string, value: string): string =>
      box(id, {
        value,
        parent,
        style: 'html=1;shape=mxgraph.gcp2.hexIcon;prIcon=cloud_pubsub;part=1',
        at: [5, 7, 44, 39],
      });
    const { draft } = read(
      graph(
        box('card', { value: '', at: [100, 0, 150, 70] }),
        face('face', 'card', '<font>Orders</font><br>Pub/Sub<hr>of a day'),
        box('a', { at: [0, 0, 50, 20] }),
        arrow('e', 'a', 'card'),
        arrow('f', 'face', 'a'),
        box('two', { value: '', at: [300, 0, 150, 70] }),
        face('g', 'two', 'One'),
        face('h', 'two', 'Other'),
      ),
    );
    expect(outline(draft)).toEqual({
      zones: ['two'],
      things: ['orders-pub-sub', 'a', 'one in two', 'other in two'],
      flows: ['a -> orders-pub-sub: e', 'orders-pub-sub -> a: f'],
    });
    expect(draft.assets[0]).toMatchObject({
      description: 'of a day',
      hints: { types: ['mxgraph.gcp2.hexIcon', 'cloud_pubsub'] },
    });
  });
});
