/** The list with one moved by some places; the same list where it cannot go there. */
export function moved<T>(list: T[], one: T, by: number): T[] {
  const at = list.indexOf(one);
  const to = at + by;
  return at < 0 || by === 0 || to < 0 || to >= list.length ? list : movedTo(list, one, to);
}

/** The list with one taken out and put in again before what stands at `to` without it. */
export function movedTo<T>(list: T[], one: T, to: number): T[] {
  const others = list.filter((other) => other !== one);
  return [...others.slice(0, to), one, ...others.slice(to)];
}
