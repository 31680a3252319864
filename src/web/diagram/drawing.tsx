import type { JSX, RefObject } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { isolated } from '../export/svg-text.ts';
import { wrap } from '../export/fit-text.ts';
import { useSpeech } from '../page/messages.tsx';
import type { Speech } from '../page/messages.tsx';
import type { Diagram, DiagramEdge, DiagramNode, DiagramZone } from './diagram.ts';
import type { Layout } from './elk-graph.ts';
import { NODE } from './elk-graph.ts';
import { arrowHead, bow, neighbour, roundedLine } from './geometry.ts';
import type { Direction } from './geometry.ts';
import { LEVELS } from '../data/answers.ts';
import { around, useViewport } from './viewport.ts';

/** A step of a path, drawn on the diagram. */
export interface DrawnStep {
  readonly number: number;
  readonly at: string;
  /** Elements of the steps that make it possible. */
  readonly from: readonly string[];
  readonly when: 'done' | 'now' | 'to-come';
}

interface DrawingProps {
  readonly diagram: Diagram;
  readonly layout: Layout;
  readonly label: string;
  readonly selected?: string | undefined;
  readonly onSelect: (id: string) => void;
  /** What stays bright while all else steps back. */
  readonly lit?: ReadonlySet<string> | undefined;
  readonly steps?: readonly DrawnStep[];
  readonly drawing: RefObject<SVGGElement>;
}

const DIRECTIONS: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

export function Drawing(props: DrawingProps): JSX.Element {
  const { diagram, layout, label, selected, onSelect, lit, steps = [], drawing } = props;
  const speech = useSpeech();
  const { t } = speech;
  // Of a path all of it is shown, and nothing else needs to be.
  const stops = steps.flatMap(({ at }) => layout.nodes.get(at) ?? []);
  const part = around(stops);
  const { frame, viewport, fit, zoom, reveal } = useViewport(layout, part);
  const first = diagram.nodes[0]?.id;
  // One element of the diagram can be reached by Tab; arrow keys lead on from there.
  const [reachable, setReachable] = useState(selected ?? first);
  const elements = useRef(new Map<string, SVGRectElement>());
  const now = steps.find(({ when }) => when === 'now')?.at ?? selected;
  useEffect(() => {
    const box = now === undefined ? undefined : layout.nodes.get(now);
    if (box !== undefined) reveal(box);
    if (selected !== undefined) setReachable(selected);
  }, [now, selected, layout, reveal]);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === '+' || event.key === '=') zoom(1.25);
    else if (event.key === '-') zoom(0.8);
    else if (event.key === '0') fit();
    else {
      const direction = DIRECTIONS[event.key];
      if (direction === undefined || reachable === undefined) return;
      const next = neighbour(layout.nodes, reachable, direction);
      if (next !== undefined) {
        setReachable(next);
        elements.current.get(next)?.focus();
        reveal(layout.nodes.get(next)!);
      }
    }
    event.preventDefault();
  };

  return (
    <div class="drawing" ref={frame}>
      <svg class="sheet" role="group" aria-label={label} onKeyDown={onKeyDown}>
        <g transform={`translate(${viewport.x} ${viewport.y}) scale(${viewport.scale})`} ref={drawing}>
          {diagram.zones.map((zone) => (
            <Zone key={zone.id} zone={zone} layout={layout} speech={speech} />
          ))}
          {diagram.edges.map((edge) => (
            <Edge key={edge.id} edge={edge} layout={layout} selected={selected} lit={lit} />
          ))}
          {diagram.nodes.map((node) => (
            <Box
              key={node.id}
              node={node}
              layout={layout}
              speech={speech}
              selected={node.id === selected}
              dim={lit !== undefined && !lit.has(node.id)}
              reachable={node.id === reachable}
              onSelect={onSelect}
              onFocus={() => {
                setReachable(node.id);
              }}
              keep={(element) => {
                if (element === null) elements.current.delete(node.id);
                else elements.current.set(node.id, element);
              }}
            />
          ))}
          <Steps steps={steps} layout={layout} />
        </g>
      </svg>
      <div class="zoom" role="group" aria-label={t('diagram.zoom')}>
        <button
          type="button"
          aria-label={t('diagram.larger')}
          onClick={() => {
            zoom(1.25);
          }}
        >
          +
        </button>
        <button
          type="button"
          aria-label={t('diagram.smaller')}
          onClick={() => {
            zoom(0.8);
          }}
        >
          −
        </button>
        <button type="button" aria-label={t('diagram.whole')} onClick={fit}>
          <svg viewBox="0 0 16 16" aria-hidden="true">
            <path d="M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4" />
          </svg>
        </button>
      </div>
    </div>
  );
}

let canvas: CanvasRenderingContext2D | null | undefined;

/** Width of a text as the drawing sets it. */
function measured(font: string): (text: string) => number {
  canvas ??= document.createElement('canvas').getContext('2d');
  return (text) => {
    if (canvas == null) return text.length * 7;
    canvas.font = font;
    return canvas.measureText(text).width;
  };
}

const FAMILY = 'system-ui, sans-serif';

interface ZoneProps {
  readonly zone: DiagramZone;
  readonly layout: Layout;
  readonly speech: Speech;
}

function Zone({ zone, layout, speech: { t } }: ZoneProps): JSX.Element | null {
  const box = layout.zones.get(zone.id);
  const [name = ''] = useMemo(
    () => (box === undefined ? [] : wrap(zone.name, box.width - 110, 1, measured(`600 14px ${FAMILY}`))),
    [zone.name, box],
  );
  if (box === undefined) return null;
  return (
    <g class={`zone trust-${zone.trust}`} data-zone={zone.id} aria-hidden="true">
      <rect class="boundary" {...box} rx={10} />
      <text class="zone-name" x={box.x + 14} y={box.y + 21}>
        {isolated(name)}
      </text>
      <text class="zone-trust" x={box.x + box.width - 14} y={box.y + 21} text-anchor="end">
        {t('diagram.trust', { trust: zone.trust })}
      </text>
    </g>
  );
}

interface EdgeProps {
  readonly edge: DiagramEdge;
  readonly layout: Layout;
  readonly selected: string | undefined;
  readonly lit: ReadonlySet<string> | undefined;
}

function Edge({ edge, layout, selected, lit }: EdgeProps): JSX.Element | null {
  const points = layout.edges.get(edge.id);
  const [start, second] = points ?? [];
  const [beforeLast, end] = points?.slice(-2) ?? [];
  if (points === undefined || !start || !second || !beforeLast || !end) return null;
  const { forth, back } = edge;
  const flows = forth.flows.length + back.flows.length > 0;
  const touches = edge.from === selected || edge.to === selected;
  const dim = lit !== undefined && !(lit.has(edge.from) && lit.has(edge.to));
  const names = [
    'edge',
    flows ? 'flow' : 'relation',
    ...(touches ? ['touched'] : []),
    ...(dim ? ['dim'] : []),
  ];
  const any = ({ flows: list, relations }: DiagramEdge['forth']): boolean =>
    list.length + relations.length > 0;
  return (
    <g class={names.join(' ')} aria-hidden="true">
      <path class="line" d={roundedLine(points)} />
      {any(forth) ? <path class="head" d={arrowHead(beforeLast, end, 8)} /> : undefined}
      {any(back) ? <path class="head" d={arrowHead(second, start, 8)} /> : undefined}
    </g>
  );
}

interface BoxProps {
  readonly node: DiagramNode;
  readonly layout: Layout;
  readonly speech: Speech;
  readonly selected: boolean;
  readonly dim: boolean;
  readonly reachable: boolean;
  readonly onSelect: (id: string) => void;
  readonly onFocus: () => void;
  readonly keep: (element: SVGRectElement | null) => void;
}

function Box({
  node,
  layout,
  speech,
  selected,
  dim,
  reachable,
  onSelect,
  onFocus,
  keep,
}: BoxProps): JSX.Element | null {
  const { t } = speech;
  const box = layout.nodes.get(node.id);
  const kind = node.type === 'asset' ? node.kind : t(`attacker.${node.attacker}`);
  const inset = node.type === 'actor' ? 18 : 10;
  const lines = useMemo(
    () => wrap(node.name, NODE.width - 2 * inset, 2, measured(`600 14px ${FAMILY}`)),
    [node.name],
  );
  const [below = ''] = useMemo(
    () => wrap(kind, NODE.width - 2 * inset - 28, 1, measured(`12px ${FAMILY}`)),
    [kind],
  );
  if (box === undefined) return null;
  const { x, y, width, height } = box;
  const full = node.risk === undefined ? 0 : LEVELS.indexOf(node.risk) + 1;
  const names = [
    'node',
    node.type,
    node.type === 'actor' && node.attacker !== 'none' ? 'attacker' : '',
    selected ? 'selected' : '',
    dim ? 'dim' : '',
    node.risk === undefined ? '' : `level-${node.risk}`,
  ];
  const top = lines.length > 1 ? 18 : 25;
  return (
    <g class={names.filter((name) => name !== '').join(' ')}>
      <rect
        class="box"
        x={x}
        y={y}
        width={width}
        height={height}
        rx={node.type === 'actor' ? height / 2 : 7}
      />
      {lines.map((line, index) => (
        <text key={index} class="node-name" x={x + inset} y={y + top + index * 16}>
          {isolated(line)}
        </text>
      ))}
      <text class="node-kind" x={x + inset} y={y + height - 8}>
        {isolated(below)}
      </text>
      {full === 0 ? undefined : (
        <g class="node-risk">
          {LEVELS.map((level, index) => (
            <rect
              key={level}
              class={index < full ? 'full' : 'empty'}
              x={x + width - inset - 22 + index * 6}
              y={y + height - 17}
              width={4}
              height={9}
              rx={1}
            />
          ))}
        </g>
      )}
      {node.goals.length === 0 ? undefined : (
        <path class="goal" d={`M${x + width - 22} ${y - 5}h14v13l-7 -4l-7 4z`} />
      )}
      {/* What is pressed and focused, on top. The words below are for the eyes: they may be cut. */}
      <rect
        ref={keep}
        class="hit"
        data-node={node.id}
        x={x}
        y={y}
        width={width}
        height={height}
        rx={7}
        role="button"
        // In SVG the names of attributes keep their case, and `tabIndex` is none.
        {...{ tabindex: reachable ? 0 : -1 }}
        aria-pressed={selected}
        aria-label={nodeLabel(node, speech)}
        onFocus={onFocus}
        onClick={() => {
          onSelect(node.id);
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' && event.key !== ' ') return;
          event.preventDefault();
          onSelect(node.id);
        }}
      />
    </g>
  );
}

/** What a screen reader says of a box. */
export function nodeLabel(node: DiagramNode, { t }: Speech): string {
  const kind = node.type === 'asset' ? node.kind : t(`attacker.${node.attacker}`);
  const parts = [
    node.name.slice(0, 200),
    kind,
    ...(node.zone === undefined ? [] : [t('diagram.in-zone', { zone: node.zone })]),
    node.risk === undefined
      ? t('diagram.no-threats')
      : t('diagram.threats', { count: node.threats, level: t(`level.${node.risk}`) }),
    ...(node.goals.length === 0 ? [] : [t('diagram.goals', { count: node.goals.length })]),
  ];
  return parts.join(', ');
}

/** A path on top of the diagram: bows from what makes a step possible to where it is, and its number there. */
function Steps({
  steps,
  layout,
}: {
  readonly steps: readonly DrawnStep[];
  readonly layout: Layout;
}): JSX.Element {
  const before = new Map<string, number>();
  const badges = steps.flatMap((step) => {
    const box = layout.nodes.get(step.at);
    if (box === undefined) return [];
    const place = before.get(step.at) ?? 0;
    before.set(step.at, place + 1);
    return [{ step, x: box.x + 6 + place * 32, y: box.y - 9 }];
  });
  return (
    <g class="steps" aria-hidden="true">
      {steps.flatMap((step) =>
        [...new Set(step.from)].map((from) => {
          const [start, end] = [layout.nodes.get(from), layout.nodes.get(step.at)];
          if (from === step.at || start === undefined || end === undefined) return null;
          const { path, head } = bow(start, end);
          return (
            <g key={`${from} ${step.number}`} class={`move ${step.when}`}>
              <path class="line" d={path} />
              <path class="head" d={head} />
            </g>
          );
        }),
      )}
      {badges.map(({ step, x, y }) => (
        <g key={step.number} class={`step ${step.when}`}>
          <circle cx={x} cy={y} r={15} />
          <text x={x} y={y + 6} text-anchor="middle">
            {step.number}
          </text>
        </g>
      ))}
    </g>
  );
}
