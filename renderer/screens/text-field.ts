import type { TextLimits } from 'paddlewire-netcode/text';
import type { TargetedCompositionEvent, TargetedInputEvent, TargetedKeyboardEvent } from 'preact';
import { fitTyped } from './fit-typed.ts';

/** Code of every key that an input method takes, also where the event does not say so otherwise. */
const COMPOSING = 229;

/**
 * What makes an `input` a field for text in any language: its length is what a person counts, and it runs the way its text does.
 * @param onText called with what the field holds after each change
 */
export function textField(limits: TextLimits, onText?: (text: string) => void) {
  const take = (input: HTMLInputElement): void => {
    const fitted = fitTyped(input.value, input.selectionStart ?? input.value.length, limits);
    if (fitted.text !== input.value) {
      input.value = fitted.text;
      input.setSelectionRange(fitted.caret, fitted.caret);
    }
    onText?.(fitted.text);
  };
  return {
    dir: 'auto',
    spellcheck: false,
    autocomplete: 'off',
    onInput: (event: TargetedInputEvent<HTMLInputElement>): void => {
      // Who changes a text that is still being composed takes the input method's work away.
      if (event.isComposing) onText?.(event.currentTarget.value);
      else take(event.currentTarget);
    },
    onKeyDown: (event: TargetedKeyboardEvent<HTMLInputElement>): void => {
      // Enter that ends a composition: sent now, its last syllable would stay behind, and go once more with the next line.
      if (event.key === 'Enter' && (event.isComposing || event.keyCode === COMPOSING)) event.preventDefault();
    },
    onCompositionEnd: ({ currentTarget }: TargetedCompositionEvent<HTMLInputElement>): void => take(currentTarget),
  } as const;
}
