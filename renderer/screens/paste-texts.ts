import type { PasteProblem } from '../rendezvous/pasted-connection.ts';

/** What is wrong with a pasted text, and what to do. */
export function explainPaste(problem: PasteProblem): string {
  switch (problem) {
    case 'no-text':
      return 'This contains no Paddlewire text. It starts with “PADDLEWIRE:” and ends with a full stop.';
    case 'cut-short':
      return 'The text is incomplete. Copy all of it, up to the full stop at the end.';
    case 'damaged':
      return 'The text was changed on the way. Ask for it to be sent again unchanged, perhaps in another chat.';
    case 'not-this-text':
      return 'This is a different one of the three texts. Check which one is needed here.';
    case 'another-attempt':
      return 'This text belongs to an earlier attempt. Use the newest one, or both start over.';
    case 'other-version':
      return 'The other player has a different version of Paddlewire. Both need the same one.';
    case 'wrong-password':
      return 'The passwords differ. Compare them. The other player can make the text again with the right one.';
    case 'too-many-guesses':
      return 'The passwords differed five times. Start over, so that no one can keep guessing.';
  }
}
