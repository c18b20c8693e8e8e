import { describe, expect, it } from 'vitest';
import { arcStep, dashArray, fractionLeft } from './arc';

describe('the arc of the time left', () => {
  it('runs from full to empty, and never beyond', () => {
    const left = [-10, 0, 25, 50, 100, 110].map((now) => fractionLeft(0, 100, now));
    expect(left).toEqual([1, 1, 0.75, 0.5, 0, 0]);
  });

  it('is empty for an end that does not lie behind the start', () => {
    expect(fractionLeft(100, 100, 50)).toBe(0);
    expect(fractionLeft(100, 40, 50)).toBe(0);
  });

  it('is redrawn once for each pixel it loses, and at most every second', () => {
    expect(arcStep(0, 3_600_000, 100)).toBe(36_000);
    expect(arcStep(0, 10_000, 340)).toBe(1_000);
  });
});

describe('dashes', () => {
  const lit = (array: string, length = 100) => {
    const parts = array.split(' ').map(Number);
    let [at, sum] = [0, 0];
    for (let i = 0; at < length; i++) {
      const part = Math.min(parts[i % parts.length]!, length - at);
      if (i % 2 === 0) sum += part;
      at += part;
    }
    return sum;
  };

  it('leaves a whole solid ring alone', () => {
    expect(dashArray(1, false)).toBe('');
  });

  it('draws a solid arc as long as its fraction', () => {
    expect(lit(dashArray(0.42, false))).toBeCloseTo(42);
    expect(lit(dashArray(0, false))).toBe(0);
  });

  it('draws a dashed arc with the same dashes up to its end, and nothing after it', () => {
    const [whole, half] = [dashArray(1, true), dashArray(0.5, true)];
    expect(lit(half)).toBeCloseTo(lit(whole) / 2, 0);
    expect(half.startsWith(whole)).toBe(true);
    expect(half.split(' ').length % 2).toBe(0);
  });
});
