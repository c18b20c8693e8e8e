import type { PersonId } from '../bindings';

/**
 * Hears clicks before they arrive, and reaches somebody on a double-click on their row, wherever the second click lands:
 * the first may have brought a card over the list.
 */
export function doubleClicks(reach: (person: PersonId) => void): (event: MouseEvent) => void {
  let person: PersonId | undefined;
  return (event) => {
    if (event.detail === 1) person = (event.target as Element).closest<HTMLElement>('[data-person]')?.dataset.person;
    if (event.detail < 2 || person === undefined) return;
    event.stopPropagation();
    if (event.detail === 2) reach(person);
  };
}
