/** The share of a status that is left at `now`, 0 to 1. */
export function fractionLeft(since: number, until: number, now: number): number {
  if (until <= since) return 0;
  return Math.min(1, Math.max(0, (until - now) / (until - since)));
}

/** How long an arc of `pixels` around stands before it is one pixel shorter, in milliseconds. */
export function arcStep(since: number, until: number, pixels: number): number {
  return Math.max(1000, (until - since) / pixels);
}

/** Dashes of a ring whose length counts 100, the first one starting at the top. */
const DASH = 5.5;
const GAP = 100 / 12 - DASH;

/**
 * An SVG `stroke-dasharray` for the first `fraction` of a ring whose `pathLength` is 100; empty for a whole solid ring.
 */
export function dashArray(fraction: number, dashed: boolean): string {
  const length = fraction * 100;
  if (!dashed) return fraction >= 1 ? '' : `${round(length)} 100`;
  if (fraction >= 1) return `${DASH} ${round(GAP)}`;
  const parts: number[] = [];
  for (let at = 0; at < length; at += DASH + GAP) {
    parts.push(Math.min(DASH, length - at), GAP);
  }
  parts[parts.length - 1] = 100;
  return parts.map(round).join(' ');
}

const round = (value: number) => Math.round(value * 100) / 100;
