/**
 * Which part of the drawing is seen, and how large. A point p of the drawing is shown at p × scale + (x, y).
 */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { RefObject } from 'preact';
import type { Rectangle } from '../export/svg-text.ts';

export interface Viewport {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

const LARGEST = 2.5;
const SMALLEST = 0.15;
/** A small system is not blown up to fill a wide screen. */
const LARGEST_FIT = 1.15;

export function fitted(drawing: Size, frame: Size): Viewport {
  const scale = Math.min(LARGEST_FIT, frame.width / drawing.width, frame.height / drawing.height);
  return {
    scale,
    x: (frame.width - drawing.width * scale) / 2,
    y: (frame.height - drawing.height * scale) / 2,
  };
}

/** Larger or smaller, with what is at the point (in the frame) staying there. */
export function zoomed(viewport: Viewport, by: number, at: { x: number; y: number }): Viewport {
  const scale = Math.min(LARGEST, Math.max(SMALLEST, viewport.scale * by));
  const real = scale / viewport.scale;
  return { scale, x: at.x - (at.x - viewport.x) * real, y: at.y - (at.y - viewport.y) * real };
}

/** Moved by no more than it takes to see the box. */
export function revealing(viewport: Viewport, box: Rectangle, frame: Size): Viewport {
  const margin = 24;
  const [left, top] = [box.x * viewport.scale + viewport.x, box.y * viewport.scale + viewport.y];
  const [right, bottom] = [left + box.width * viewport.scale, top + box.height * viewport.scale];
  const shift = (low: number, high: number, end: number): number =>
    low < margin ? margin - low : high > end - margin ? end - margin - high : 0;
  const [dx, dy] = [shift(left, right, frame.width), shift(top, bottom, frame.height)];
  return dx === 0 && dy === 0 ? viewport : { ...viewport, x: viewport.x + dx, y: viewport.y + dy };
}

/** A part of the drawing as large as there is room for, and no larger than it is easily read. */
export function showing(part: Rectangle, frame: Size): Viewport {
  const margin = 40;
  const { scale } = fitted({ width: part.width + 2 * margin, height: part.height + 2 * margin }, frame);
  return {
    scale,
    x: frame.width / 2 - (part.x + part.width / 2) * scale,
    y: frame.height / 2 - (part.y + part.height / 2) * scale,
  };
}

/** The smallest box around others; undefined for none. */
export function around(boxes: readonly Rectangle[]): Rectangle | undefined {
  if (boxes.length === 0) return undefined;
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  return {
    x,
    y,
    width: Math.max(...boxes.map((box) => box.x + box.width)) - x,
    height: Math.max(...boxes.map((box) => box.y + box.height)) - y,
  };
}

interface UsedViewport {
  readonly frame: RefObject<HTMLDivElement>;
  readonly viewport: Viewport;
  readonly fit: () => void;
  readonly zoom: (by: number) => void;
  readonly reveal: (box: Rectangle) => void;
}

/**
 * Follows the frame's size until the reader moves the drawing; then keeps what the reader chose.
 *
 * @param part what to show at first, and again when it is another; else the whole drawing
 */
export function useViewport(drawing: Size, part?: Rectangle): UsedViewport {
  const frame = useRef<HTMLDivElement>(null);
  const [viewport, setViewport] = useState<Viewport>({ x: 0, y: 0, scale: 1 });
  const moved = useRef(false);
  const size = (): Size => ({
    width: frame.current?.clientWidth ?? 1,
    height: frame.current?.clientHeight ?? 1,
  });
  const fit = useCallback(() => {
    moved.current = false;
    setViewport(fitted(drawing, size()));
  }, [drawing.width, drawing.height]);
  const first = useRef(fit);
  first.current =
    part === undefined
      ? fit
      : () => {
          moved.current = false;
          setViewport(showing(part, size()));
        };
  const wanted = part === undefined ? '' : `${part.x} ${part.y} ${part.width} ${part.height}`;
  const zoom = useCallback((by: number) => {
    moved.current = true;
    const { width, height } = size();
    setViewport((now) => zoomed(now, by, { x: width / 2, y: height / 2 }));
  }, []);
  const reveal = useCallback((box: Rectangle) => {
    setViewport((now) => revealing(now, box, size()));
  }, []);

  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    first.current();
    const observer = new ResizeObserver(() => {
      if (!moved.current) first.current();
    });
    observer.observe(element);
    const wheel = (event: WheelEvent): void => {
      event.preventDefault();
      moved.current = true;
      const { left, top } = element.getBoundingClientRect();
      if (event.ctrlKey || event.metaKey) {
        const at = { x: event.clientX - left, y: event.clientY - top };
        setViewport((now) => zoomed(now, Math.exp(-event.deltaY / 300), at));
      } else {
        setViewport((now) => ({ ...now, x: now.x - event.deltaX, y: now.y - event.deltaY }));
      }
    };
    const drag = (event: PointerEvent): void => {
      if (event.buttons !== 1) return;
      moved.current = true;
      setViewport((now) => ({ ...now, x: now.x + event.movementX, y: now.y + event.movementY }));
    };
    element.addEventListener('wheel', wheel, { passive: false });
    element.addEventListener('pointermove', drag);
    return () => {
      observer.disconnect();
      element.removeEventListener('wheel', wheel);
      element.removeEventListener('pointermove', drag);
    };
  }, [fit, wanted]);

  return { frame, viewport, fit, zoom, reveal };
}
