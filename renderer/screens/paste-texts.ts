import type { PasteProblem } from '../rendezvous/pasted-connection.ts';

/** What is wrong with a pasted text, and what to do. */
export function explainPaste(problem: PasteProblem): string {
  switch (problem) {
    case 'no-text':
      return 'There is no text of Paddlewire in this. It begins with “PADDLEWIRE:” and ends with a full stop.';
    case 'cut-short':
      return 'The text is cut short. Copy all of it, up to the full stop at its end.';
    case 'damaged':
      return 'The text has been changed on its way. Have it sent again, as it is, perhaps in another chat.';
    case 'not-this-text':
      return 'This is another of the three texts. Look which one is asked for here.';
    case 'another-attempt':
      return 'This text belongs to another attempt. Use the newest one, or both start over.';
    case 'other-version':
      return 'The other player has another version of Paddlewire. Both need the same one.';
    case 'wrong-password':
      return 'The passwords differ. Compare them; the other player may make that text anew with the right one.';
    case 'too-many-guesses':
      return 'The passwords differed five times. Start over, so that nobody goes on guessing.';
  }
}
