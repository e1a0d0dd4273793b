import type { ComponentProps } from 'react';

import css from './Button.module.css';
import { Icon, type IconName } from './Icon';

/** `warning` leads to a question; what answers it is `danger`. */
interface ButtonProps extends ComponentProps<'button'> {
  look?: 'primary' | 'quiet' | 'warning' | 'danger';
  wide?: boolean;
}

/** A button with words. */
export function Button({ look = 'primary', wide, className, type = 'button', ...rest }: ButtonProps) {
  const classes = [css.button, css[look], wide && css.wide, className].filter(Boolean).join(' ');
  return <button {...rest} type={type} className={classes} />;
}

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  icon: IconName;
  /** What it does, for the tooltip and for screen readers. */
  label: string;
  small?: boolean;
}

/** A button with a picture. */
export function IconButton({ icon, label, small, className, type = 'button', ...rest }: IconButtonProps) {
  const classes = [css.icon, small && css.small, className].filter(Boolean).join(' ');
  return (
    <button {...rest} type={type} className={classes} aria-label={label} title={label}>
      <Icon name={icon} size={small ? 16 : 18} />
    </button>
  );
}
