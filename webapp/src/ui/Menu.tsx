import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';

import { Icon, type IconName } from './Icon';
import css from './Menu.module.css';

interface MenuProps {
  /** What opens the menu. */
  trigger: ReactNode;
  children: ReactNode;
  align?: 'start' | 'end';
  side?: 'top' | 'bottom' | 'right';
  /** Whether it is open, where something else than its button decides. */
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
}

/** A menu that opens from a button. */
export function Menu({ trigger, children, align = 'start', side = 'bottom', ...rest }: MenuProps) {
  return (
    <DropdownMenu.Root modal={false} {...rest}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className={css.menu} align={align} side={side} sideOffset={6} collisionPadding={12}>
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

interface MenuItemProps {
  icon?: IconName;
  children: ReactNode;
  danger?: boolean;
  checked?: boolean;
  disabled?: boolean;
  onSelect: () => void;
}

export function MenuItem({ icon, children, danger, checked, disabled, onSelect }: MenuItemProps) {
  return (
    <DropdownMenu.Item className={`${css.item} ${danger ? css.danger : ''}`} disabled={disabled} onSelect={onSelect}>
      {icon && (
        <span className={css.icon}>
          <Icon name={icon} size={17} />
        </span>
      )}
      <span className={css.text}>{children}</span>
      {checked && (
        <span className={css.check}>
          <Icon name="check" size={16} />
        </span>
      )}
    </DropdownMenu.Item>
  );
}

export function MenuSeparator() {
  return <DropdownMenu.Separator className={css.separator} />;
}

export function MenuHeading({ children }: { children: ReactNode }) {
  return <DropdownMenu.Label className={css.heading}>{children}</DropdownMenu.Label>;
}

interface SubMenuProps {
  icon: IconName;
  label: string;
  children: ReactNode;
}

/** A line of a menu that opens another one. */
export function SubMenu({ icon, label, children }: SubMenuProps) {
  return (
    <DropdownMenu.Sub>
      <DropdownMenu.SubTrigger className={css.item}>
        <span className={css.icon}>
          <Icon name={icon} size={17} />
        </span>
        <span className={css.text}>{label}</span>
        <Icon name="chevronRight" size={15} />
      </DropdownMenu.SubTrigger>
      <DropdownMenu.Portal>
        <DropdownMenu.SubContent className={css.menu} sideOffset={4} collisionPadding={12}>
          {children}
        </DropdownMenu.SubContent>
      </DropdownMenu.Portal>
    </DropdownMenu.Sub>
  );
}
