import type { ChatLine } from './match-view.ts';

/**
 * Puts a line where its stamp belongs, so that both sides show the same order whichever line came first.
 * @param most lines to keep; the oldest make way
 * @returns a new list
 */
export function withLine(lines: readonly ChatLine[], line: ChatLine, most: number): ChatLine[] {
  const belongsBefore = ({ lamport, from }: ChatLine): boolean => lamport < line.lamport || (lamport === line.lamport && from <= line.from);
  const at = lines.filter(belongsBefore).length;
  return [...lines.slice(0, at), line, ...lines.slice(at)].slice(-most);
}
