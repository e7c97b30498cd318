/**
 * What names, chat lines and pasted codes may hold. A session applies the same rules to what arrives, so a text box that
 * applies them as well shows what the other player will see.
 * @module
 */

export { isolated, toldApart } from '../text/alike.ts';
export { charactersOf } from '../text/characters.ts';
export { CHAT_LIMITS, plainChat } from '../text/chat-text.ts';
export { pastedText } from '../text/pasted-text.ts';
export { fits, type TextLimits, withoutUnseen } from '../text/plain-text.ts';
export { NAME_LIMITS, NO_NAME, plainName, readName } from '../text/player-name.ts';
