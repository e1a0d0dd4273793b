import type { MessageAttachment } from '@mattermost/types/message_attachments';
import type { OpenGraphMetadata, Post, PostEmbed, PostPreviewMetadata } from '@mattermost/types/posts';
import { useState } from 'react';
import { useIntl } from 'react-intl';

import { removePreview } from '../../api/posts';
import { useText } from '../../i18n';
import { Markdown } from '../../markdown/Markdown';
import { useData, useView } from '../../store';
import { preferenceKey } from '../../store/data';
import { nameOf, nameStyle } from '../../store/names';
import { Avatar } from '../../ui/Avatar';
import { IconButton } from '../../ui/Button';
import { openPermalink } from '../shell/permalink';
import { Attachment } from './Attachment';
import css from './Embeds.module.css';
import { usePicture } from './usePicture';

/** What stands below a message: what programs attached, and previews of what it links to. */
export function Embeds({ post }: { post: Post }) {
  const attachments = post.props?.attachments as MessageAttachment[] | undefined;
  return (
    <>
      {Array.isArray(attachments) && attachments.map((one, at) => <Attachment key={at} post={post} attachment={one} />)}
      {post.metadata?.embeds?.map((embed, at) => (
        <Embed key={at} post={post} embed={embed} />
      ))}
    </>
  );
}

function Embed({ post, embed }: { post: Post; embed: PostEmbed }) {
  switch (embed.type) {
    case 'image':
      return <Linked post={post} url={embed.url} />;
    case 'opengraph':
      return embed.data ? <Preview post={post} url={embed.url} page={embed.data as OpenGraphMetadata} /> : null;
    case 'permalink':
      return embed.data ? <Quoted preview={embed.data as PostPreviewMetadata} /> : null;
    default:
      return null;
  }
}

/** Whether pictures of previews are shown, and the button by which that changes. */
function useFold() {
  const t = useText();
  const closed = useData((data) => data.preferences[preferenceKey('display_settings', 'collapse_previews')] === 'true');
  const [turned, setTurned] = useState(false);
  const open = closed === turned;
  const button = (
    <IconButton
      small
      icon={open ? 'chevronDown' : 'chevronRight'}
      label={t(open ? 'embed.hide' : 'embed.show')}
      aria-expanded={open}
      onClick={() => setTurned(!turned)}
    />
  );
  return { open, button };
}

/** A picture that the message links to. */
function Linked({ post, url }: { post: Post; url: string }) {
  const { open, button } = useFold();
  const source = usePicture(url);
  const { width = 0, height = 0 } = post.metadata.images?.[url] ?? {};
  const scale = width > 0 ? Math.min(1, 480 / width, 320 / height) : 1;
  const size = width > 0 ? { width: Math.round(width * scale), height: Math.round(height * scale) } : {};
  return (
    <div className={css.folding}>
      {button}
      {open && (
        <a className={css.picture} href={url} target="_blank" rel="noopener noreferrer">
          <img src={source} alt="" loading="lazy" {...size} />
        </a>
      )}
    </div>
  );
}

/** What a linked page says of itself. Its author can take it away for everybody. */
function Preview({ post, url, page }: { post: Post; url: string; page: OpenGraphMetadata }) {
  const t = useText();
  const mine = useData((data) => data.me?.id === post.user_id);
  const allowed = useData(
    (data) =>
      data.config.EnableLinkPreviews !== 'false' &&
      data.preferences[preferenceKey('display_settings', 'link_previews')] !== 'false',
  );
  const image = page.images?.[0];
  const { open, button } = useFold();
  const source = usePicture(image?.secure_url || image?.url || '');
  const host = URL.canParse(url) ? new URL(url).host : url;
  if (!allowed || post.props.remove_link_preview === 'true' || (!page.title && !page.description)) return null;
  return (
    <div className={css.card}>
      <a className={css.words} href={url} target="_blank" rel="noopener noreferrer">
        <span className={css.site}>{page.site_name || host}</span>
        <span className={css.title}>{page.title || host}</span>
        {page.description && <span className={css.description}>{page.description}</span>}
      </a>
      {source && open && <img className={css.thumb} src={source} alt="" loading="lazy" />}
      <span>
        {source && button}
        {mine && <IconButton small icon="close" label={t('embed.remove')} onClick={() => void removePreview(post)} />}
      </span>
    </div>
  );
}

/** A message that the text links to. */
function Quoted({ preview }: { preview: PostPreviewMetadata }) {
  const t = useText();
  const intl = useIntl();
  const post = preview.post;
  const name = useData((data) => nameOf(post && data.users[post.user_id], nameStyle(data)));
  const teamId = useView((view) => view.teamId);
  if (!post) return null;
  return (
    <div className={css.quoted}>
      <div className={css.by}>
        <Avatar userId={post.user_id} size={20} />
        <b>{name}</b>
        <time>{intl.formatDate(post.create_at, { dateStyle: 'medium', timeStyle: 'short' })}</time>
      </div>
      <div className={css.excerpt}>
        <Markdown text={post.message} groups={!post.props?.disable_group_highlight} />
      </div>
      <button type="button" className={css.jump} onClick={() => void openPermalink(post.id, teamId)}>
        {t('embed.from', { channel: preview.channel_display_name || name })}
      </button>
    </div>
  );
}
