import type { PostAction } from '@mattermost/types/integration_actions';
import type { MessageAttachment } from '@mattermost/types/message_attachments';
import type { Post } from '@mattermost/types/posts';
import { useState } from 'react';

import { client, errorText } from '../../api/client';
import { useText } from '../../i18n';
import { Markdown } from '../../markdown/Markdown';
import { getData } from '../../store';
import { Button } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import { Menu, MenuItem } from '../../ui/Menu';
import css from './Embeds.module.css';

/** Colours that programs may name; other values are colours themselves. */
const NAMED: Readonly<Record<string, string | undefined>> = {
  good: 'var(--online)',
  warning: 'var(--away)',
  danger: 'var(--error)',
};

/** Only these say something to a stylesheet; anything else of a program's is left out. */
const colourOf = (colour = '') => NAMED[colour] ?? (/^#[0-9a-f]{3,8}$/i.test(colour) ? colour : undefined);

/** Links of programs lead to pages, not to scripts. */
const pageOf = (url: string | undefined) => (url && /^https?:\/\//i.test(url) ? url : undefined);

/** What a program attached to a message: a card with text, fields, pictures, buttons and menus. */
export function Attachment({ post, attachment: one }: { post: Post; attachment: MessageAttachment }) {
  const title = pageOf(one.title_link);
  const author = pageOf(one.author_link);
  return (
    <>
      {one.pretext && <Markdown text={one.pretext} />}
      <div className={css.attachment} style={{ borderInlineStartColor: colourOf(one.color) }}>
        <div className={css.words}>
          {one.author_name && (
            <div className={css.author}>
              {one.author_icon && <img src={one.author_icon} alt="" width={16} height={16} />}
              {author ? <Out href={author}>{one.author_name}</Out> : one.author_name}
            </div>
          )}
          {one.title && <div className={css.title}>{title ? <Out href={title}>{one.title}</Out> : one.title}</div>}
          {one.text && <Markdown text={one.text} />}
          {one.fields && one.fields.length > 0 && (
            <dl className={css.fields}>
              {one.fields.map((field, at) => (
                <div key={at} className={field.short ? undefined : css.long}>
                  <dt>{field.title}</dt>
                  <dd>
                    <Markdown text={fieldText(field.value)} />
                  </dd>
                </div>
              ))}
            </dl>
          )}
          {one.image_url && <img className={css.image} src={one.image_url} alt="" loading="lazy" />}
          {one.actions && one.actions.length > 0 && <Actions post={post} actions={one.actions} />}
          {one.footer && (
            <div className={css.footer}>
              {one.footer_icon && <img src={one.footer_icon} alt="" width={14} height={14} />}
              {one.footer}
            </div>
          )}
        </div>
        {one.thumb_url && <img className={css.thumb} src={one.thumb_url} alt="" loading="lazy" />}
      </div>
    </>
  );
}

const fieldText = (value: unknown): string =>
  typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value);

function Out({ href, children }: { href: string; children: string }) {
  return (
    <a href={href} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  );
}

interface Choice {
  text: string;
  value: string;
}

/** What a menu offers: a list of its own, or the people or channels that I know. */
function choicesOf(action: PostAction): Choice[] {
  const { users, channels } = getData();
  if (action.data_source === 'users') {
    return Object.values(users).flatMap((user) => (user ? [{ text: `@${user.username}`, value: user.id }] : []));
  }
  if (action.data_source === 'channels') {
    return Object.values(channels).flatMap((one) =>
      one?.type === 'O' ? [{ text: one.display_name, value: one.id }] : [],
    );
  }
  return action.options ?? [];
}

/** Buttons and menus of a program, which is asked when one is used. */
function Actions({ post, actions }: { post: Post; actions: PostAction[] }) {
  const t = useText();
  const [busy, setBusy] = useState('');
  const [error, setError] = useState('');
  const [chosen, setChosen] = useState<Readonly<Record<string, string>>>({});
  const use = async (action: PostAction, value = '') => {
    setBusy(action.id ?? '');
    setError('');
    try {
      await client.doPostActionWithCookie(post.id, action.id ?? '', action.cookie ?? '', value);
    } catch (failure) {
      setError(errorText(failure, t('app.unreachable')));
    }
    setBusy('');
  };
  return (
    <div className={css.actions}>
      {actions.map((action) => {
        const key = action.id ?? action.name;
        const disabled = action.disabled === true || busy !== '';
        if (action.type !== 'select') {
          const colour = colourOf(action.style);
          return (
            <Button
              key={key}
              look={action.style === 'danger' ? 'danger' : action.style === 'primary' ? 'primary' : 'quiet'}
              style={action.style !== 'danger' && colour ? { borderColor: colour } : undefined}
              disabled={disabled}
              title={action.tooltip}
              onClick={() => void use(action)}
            >
              {action.name}
            </Button>
          );
        }
        const choices = choicesOf(action);
        const value = chosen[key] ?? action.default_option;
        return (
          <Menu
            key={key}
            trigger={
              <Button look="quiet" disabled={disabled}>
                {choices.find((one) => one.value === value)?.text ?? action.name}
                <Icon name="chevronDown" size={15} />
              </Button>
            }
          >
            {choices.map((one) => (
              <MenuItem
                key={one.value}
                checked={one.value === value}
                onSelect={() => {
                  setChosen({ ...chosen, [key]: one.value });
                  void use(action, one.value);
                }}
              >
                {one.text}
              </MenuItem>
            ))}
          </Menu>
        );
      })}
      {error && (
        <p className={css.error} role="alert">
          {error}
        </p>
      )}
    </div>
  );
}
