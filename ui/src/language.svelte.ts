/** The languages in which the team's own words are read, best first; the window's words are English. */
class Language {
  /** What the person chose; empty = as the system says. */
  chosen = $state('');
  readonly tags = $derived(this.chosen ? [this.chosen] : [...navigator.languages]);
}

export const language = new Language();
