/** The label in the first language that has one, given whole or by its first part; English stands in for all. */
export function inLanguage(labels: Record<string, string>, tags: readonly string[]): string | undefined {
  for (const tag of tags) {
    const label = labels[tag] ?? labels[tag.split('-')[0]!];
    if (label) return label;
  }
  return labels.en;
}
