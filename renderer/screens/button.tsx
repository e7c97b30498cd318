import type { ComponentProps } from 'preact';

interface ButtonProps extends Omit<ComponentProps<'button'>, 'label' | 'type' | 'class'> {
  readonly label: string;
  /** Classes beside `button`, such as `primary`, `quiet` or `small`. */
  readonly look?: string;
}

/** A button that says what it does. */
export function Button({ label, look = '', ...attributes }: ButtonProps) {
  return (
    <button type="button" class={`button ${look}`.trim()} {...attributes}>
      {label}
    </button>
  );
}
