import type { MessageAttachment } from '@mattermost/types/message_attachments';
import type { OpenGraphMetadata, Post, PostEmbed, PostPreviewMetadata } from '@mattermost/types/posts';
import { useIntl } from 'react-intl';

import { useText } from '../../i18n';
import { Markdown } from '../../markdown/Markdown';
import { useData, useView } from '../../store';
import { nameOf, nameStyle } from '../../store/names';
import { Avatar } from '../../ui/Avatar';
import { openPermalink } from '../shell/permalink';
import { Attachment } from './Attachment';
import css from './Embeds.module.css';

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
      return embed.data ? <Preview url={embed.url} page={embed.data as OpenGraphMetadata} /> : null;
    case 'permalink':
      return embed.data ? <Quoted preview={embed.data as PostPreviewMetadata} /> : null;
    default:
      return null;
  }
}

/** A picture that the message links to. */
function Linked({ post, url }: { post: Post; url: string }) {
  const { width = 0, height = 0 } = post.metadata.images?.[url] ?? {};
  const scale = width > 0 ? Math.min(1, 480 / width, 320 / height) : 1;
  const size = width > 0 ? { width: Math.round(width * scale), height: Math.round(height * scale) } : {};
  return (
    <a className={css.picture} href={url} target="_blank" rel="noopener noreferrer">
      <img src={url} alt="" loading="lazy" {...size} />
    </a>
  );
}

/** What a linked page says of itself. */
function Preview({ url, page }: { url: string; page: OpenGraphMetadata }) {
  const image = page.images?.[0];
  const host = URL.canParse(url) ? new URL(url).host : url;
  if (!page.title && !page.description) return null;
  return (
    <a className={css.card} href={url} target="_blank" rel="noopener noreferrer">
      <span className={css.words}>
        <span className={css.site}>{page.site_name || host}</span>
        <span className={css.title}>{page.title || host}</span>
        {page.description && <span className={css.description}>{page.description}</span>}
      </span>
      {image && <img className={css.thumb} src={image.secure_url || image.url} alt="" loading="lazy" />}
    </a>
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
        <Markdown text={post.message} />
      </div>
      <button type="button" className={css.jump} onClick={() => void openPermalink(post.id, teamId)}>
        {t('embed.from', { channel: preview.channel_display_name || name })}
      </button>
    </div>
  );
}
