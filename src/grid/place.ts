/** Where a cell stands in the sheet's frame, in CSS pixels: its left edge, its top and its bottom. */
export interface Spot {
  readonly x: number;
  readonly top: number;
  readonly bottom: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Between what lies over the sheet and the frame's edge. */
const EDGE = 4;

/**
 * The corner of a box that belongs to a cell: under it; above it where there is no room below; in any case as far
 * inside the frame as it goes.
 */
export function cornerBy(spot: Spot, size: Size, frame: Size, gap: number): { x: number; y: number } {
  const below = spot.bottom + gap;
  const above = spot.top - gap - size.height;
  const fits = below + size.height <= frame.height - EDGE;
  const isBelow = fits || (above < EDGE && frame.height - spot.bottom >= spot.top);
  const clamp = (at: number, room: number): number => Math.max(EDGE, Math.min(at, room - EDGE));
  return {
    x: clamp(spot.x, frame.width - size.width),
    y: isBelow ? (fits ? below : clamp(below, frame.height - size.height)) : Math.max(EDGE, above),
  };
}

/** An attachment that keeps a positioned element by a cell of its frame, also when what it says grows. */
export function standBy(spot: Spot, gap = 3): (element: HTMLElement) => () => void {
  return (element) => {
    const place = (): void => {
      const frame = element.offsetParent;
      if (frame === null) return;
      const size = { width: element.offsetWidth, height: element.offsetHeight };
      const room = { width: frame.clientWidth, height: frame.clientHeight };
      const { x, y } = cornerBy(spot, size, room, gap);
      element.style.left = `${x}px`;
      element.style.top = `${y}px`;
    };
    place();
    const watcher = new ResizeObserver(place);
    watcher.observe(element);
    return () => watcher.disconnect();
  };
}
