/** Names as a sentence has them: `Ada`, `Ada and Grace`, `Ada, Grace and Linus`. */
export function nameList(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}
