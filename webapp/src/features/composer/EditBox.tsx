import type { Post } from '@mattermost/types/posts';
import { useLayoutEffect, useRef, useState } from 'react';

import { endEdit, keepEdit, keptEdit } from '../../api/edits';
import { edit } from '../../api/posts';
import { useText } from '../../i18n';
import { Button } from '../../ui/Button';
import css from './Composer.module.css';

/** The text of a message while it is changed. */
export function EditBox({ post }: { post: Post }) {
  const t = useText();
  const [text, setText] = useState(() => keptEdit(post.id, post.message));
  const [failed, setFailed] = useState(false);
  const input = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    const box = input.current;
    if (!box) return;
    box.style.height = 'auto';
    box.style.height = `${box.scrollHeight}px`;
  }, [text]);
  useLayoutEffect(() => {
    const box = input.current;
    box?.focus();
    box?.setSelectionRange(box.value.length, box.value.length);
  }, []);
  const done = () => endEdit(post.id);
  const save = () => {
    const message = text.trim();
    if (message === post.message || message === '') return done();
    edit(post, message).then(done, () => setFailed(true));
  };
  return (
    <div style={{ margin: '4px 0' }}>
      <div className={css.box}>
        <textarea
          ref={input}
          className={css.input}
          rows={1}
          dir="auto"
          value={text}
          aria-label={t('post.editLabel')}
          onChange={(event) => {
            setText(event.target.value);
            keepEdit(post.id, event.target.value);
          }}
          onKeyDown={(event) => {
            if (event.nativeEvent.isComposing) return;
            if (event.key === 'Escape') done();
            else if (event.key === 'Enter' && !event.shiftKey) {
              event.preventDefault();
              save();
            }
          }}
        />
      </div>
      <div className={css.editActions}>
        <Button onClick={save}>{t('ui.save')}</Button>
        <Button look="quiet" onClick={done}>
          {t('ui.cancel')}
        </Button>
        <span className={css.hint} role={failed ? 'alert' : undefined}>
          {failed ? t('app.unreachable') : t('post.editHint')}
        </span>
      </div>
    </div>
  );
}
