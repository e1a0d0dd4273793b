import { Popover } from 'radix-ui';
import { type ReactNode, useState } from 'react';

import { useCan } from '../features/useCan';
import { type TextId, useText } from '../i18n';
import { show, useData, useView } from '../store';
import { Button } from '../ui/Button';
import { findEmoji, recentEmoji, useEmoji } from '.';
import { Emoji } from './Emoji';
import css from './EmojiPicker.module.css';

const GROUPS: Readonly<Record<string, TextId | undefined>> = {
  people: 'emoji.people',
  nature: 'emoji.nature',
  foods: 'emoji.foods',
  activity: 'emoji.activity',
  places: 'emoji.places',
  objects: 'emoji.objects',
  symbols: 'emoji.symbols',
  flags: 'emoji.flags',
};

interface EmojiPickerProps {
  /** What opens it. */
  children: ReactNode;
  onPick: (name: string) => void;
}

/** Lets somebody choose an emoji. */
export function EmojiPicker({ children, onPick }: EmojiPickerProps) {
  const t = useText();
  const [open, setOpen] = useState(false);
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger asChild>{children}</Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className={css.picker}
          aria-label={t('emoji.find')}
          side="top"
          align="end"
          sideOffset={6}
          collisionPadding={12}
        >
          <Choice
            onPick={(name) => {
              setOpen(false);
              onPick(name);
            }}
          />
          <More onOpen={() => setOpen(false)} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function Choice({ onPick }: { onPick: (name: string) => void }) {
  const t = useText();
  const catalogue = useEmoji();
  const custom = useData((data) => data.customEmoji);
  const [term, setTerm] = useState('');
  const found = term.trim() ? findEmoji(term.trim(), 90) : null;
  const recent = recentEmoji();
  return (
    <>
      <div className={css.search}>
        <input
          autoFocus
          value={term}
          placeholder={t('emoji.find')}
          aria-label={t('emoji.find')}
          onChange={(event) => setTerm(event.target.value)}
          onKeyDown={(event) => {
            const first = found?.[0];
            if (event.key === 'Enter' && first) onPick(first);
          }}
        />
      </div>
      <div className={css.scroll}>
        {found ? (
          <Group names={found} onPick={onPick} empty={t('emoji.none')} />
        ) : (
          <>
            {recent.length > 0 && <Group title={t('emoji.recent')} names={recent} onPick={onPick} />}
            {Object.keys(custom).length > 0 && (
              <Group title={t('emoji.custom')} names={Object.keys(custom)} onPick={onPick} />
            )}
            {catalogue?.groups.map(([group, names]) => {
              const title = GROUPS[group];
              return <Group key={group} title={title ? t(title) : group} names={names} onPick={onPick} />;
            })}
          </>
        )}
      </div>
    </>
  );
}

/** The way to custom emoji, for who may make some. */
function More({ onOpen }: { onOpen: () => void }) {
  const t = useText();
  const teamId = useView((view) => view.teamId);
  const may = useCan('create_emojis', teamId);
  if (!may) return null;
  return (
    <div className={css.more}>
      <Button
        look="quiet"
        onClick={() => {
          onOpen();
          show({ dialog: 'customEmoji' });
        }}
      >
        {t('emoji.manage')}
      </Button>
    </div>
  );
}

interface GroupProps {
  title?: string;
  names: readonly string[];
  empty?: string;
  onPick: (name: string) => void;
}

function Group({ title, names, empty, onPick }: GroupProps) {
  if (names.length === 0) return <p className={css.none}>{empty}</p>;
  return (
    <section aria-label={title}>
      {title && <h3 className={css.heading}>{title}</h3>}
      <div className={css.grid}>
        {names.map((name) => (
          <button key={name} type="button" aria-label={name} title={`:${name}:`} onClick={() => onPick(name)}>
            <Emoji name={name} size={22} />
          </button>
        ))}
      </div>
    </section>
  );
}
