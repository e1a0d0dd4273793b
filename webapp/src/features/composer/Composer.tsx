import { type DragEvent, type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';

import { errorText } from '../../api/client';
import { isCommand, runCommand } from '../../api/commands';
import { addToDraft, clearDraft, currentDraft, isSame, keepDraft } from '../../api/drafts';
import { beginEdit } from '../../api/edits';
import { send } from '../../api/posts';
import { sendLater } from '../../api/scheduled';
import { tellTyping } from '../../api/socket';
import { EmojiPicker } from '../../emoji/EmojiPicker';
import { useText } from '../../i18n';
import { getData, useData } from '../../store';
import { IconButton } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import { Attached } from './Attached';
import css from './Composer.module.css';
import { FormatBar, formattedBy } from './FormatBar';
import { LaterMenu, PriorityLine, PriorityMenu, STANDARD } from './SendOptions';
import { SuggestionList } from './SuggestionList';
import { complete } from './suggest';
import { useSuggestions } from './useSuggestions';
import { useUploads } from './useUploads';

const NOTHING = { message: '', files: [] };

interface ComposerProps {
  channelId: string;
  rootId: string;
  placeholder: string;
}

/** Where a message is written. */
export function Composer({ channelId, rootId, placeholder }: ComposerProps) {
  const t = useText();
  const [start] = useState(() => currentDraft(channelId, rootId));
  const [text, setText] = useState(start.message);
  const [files, setFiles] = useState(start.files);
  const [caret, setCaret] = useState(start.message.length);
  const [priority, setPriority] = useState(STANDARD);
  const [error, setError] = useState('');
  const [dropping, setDropping] = useState(false);
  const input = useRef<HTMLTextAreaElement>(null);
  // What is selected once a changed text is there.
  const wanted = useRef<[number, number] | null>(null);
  const picker = useRef<HTMLInputElement>(null);
  const here = useRef(false);
  useEffect(() => {
    here.current = true;
    return () => {
      here.current = false;
    };
  }, []);
  const { uploads, add, again, drop } = useUploads(channelId, (file) => {
    if (here.current) setFiles((list) => [...list, file]);
    else addToDraft(channelId, rootId, file);
  });
  const kept = useData((data) => data.drafts[rootId || channelId]);
  const [seen, setSeen] = useState(kept);
  if (kept !== seen) {
    // Written on another device: it shows here, unless I write here myself.
    if (isSame({ message: text, files }, seen ?? NOTHING)) {
      setText(kept?.message ?? '');
      setFiles(kept?.files ?? []);
    }
    setSeen(kept);
  }
  useEffect(() => {
    keepDraft(channelId, rootId, { message: text, files });
  }, [channelId, rootId, text, files]);
  useLayoutEffect(() => {
    const box = input.current;
    if (!box) return;
    box.style.height = 'auto';
    box.style.height = `${box.scrollHeight}px`;
    if (!wanted.current) return;
    box.focus();
    box.setSelectionRange(...wanted.current);
    wanted.current = null;
  }, [text]);
  useEffect(() => {
    // Whoever has opened a menu meanwhile wants to be there.
    if (document.activeElement?.closest('[role="menu"], [role="dialog"]')) return;
    // On a phone the keyboard would cover what was opened.
    if (window.matchMedia('(min-width: 769px)').matches) input.current?.focus();
  }, []);

  const set = (next: string, from: number, to = from) => {
    setText(next);
    setCaret(to);
    wanted.current = [from, to];
  };
  const suggestions = useSuggestions(text, caret, channelId, rootId, (trigger, value) => {
    const done = complete(text, caret, trigger, value);
    set(done.text, done.caret);
  });
  const insert = (what: string) => set(text.slice(0, caret) + what + text.slice(caret), caret + what.length);
  const ready = (text.trim() !== '' || files.length > 0) && uploads.length === 0;
  const pressing = priority.priority || priority.requested_ack ? priority : undefined;
  const clear = () => {
    setText('');
    setFiles([]);
    setCaret(0);
    setPriority(STANDARD);
    clearDraft(channelId, rootId);
  };
  const later = (at: number) =>
    sendLater({ channelId, rootId, message: text.trim(), files, priority: pressing }, at).then(clear);
  const run = (command: string) => {
    runCommand(channelId, rootId, command).catch((failure: unknown) => {
      // It stands there again, unless something else does by now.
      setText((now) => now || command);
      setError(errorText(failure, t('app.unreachable')));
    });
  };
  const submit = () => {
    if (!ready) return;
    setError('');
    if (isCommand(text) && files.length === 0) run(text.trim());
    else send(channelId, rootId, text.trim(), files, pressing);
    clear();
  };
  const press = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing || suggestions.press(event)) return;
    const formatted = formattedBy(event, event.currentTarget);
    if (formatted) {
      event.preventDefault();
      set(formatted.text, formatted.start, formatted.end);
      return;
    }
    if (event.key === 'Enter' && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      submit();
    } else if (event.key === 'ArrowUp' && text === '') {
      event.preventDefault();
      editLast(channelId, rootId);
    }
  };
  const dropped = (event: DragEvent) => {
    event.preventDefault();
    setDropping(false);
    add(event.dataTransfer.files);
  };
  return (
    <form
      className={css.composer}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes('Files')) return;
        event.preventDefault();
        setDropping(true);
      }}
      onDragLeave={() => setDropping(false)}
      onDrop={dropped}
    >
      {error && (
        <p className={css.error} role="alert">
          {error}
        </p>
      )}
      <SuggestionList id={`suggest-${rootId || channelId}`} label={t('composer.suggestions')} {...suggestions} />
      <div className={`${css.box} ${dropping ? css.dropping : ''}`}>
        <PriorityLine value={priority} onChange={setPriority} />
        <Attached
          files={files}
          uploads={uploads}
          onRemove={(id) => setFiles((list) => list.filter((file) => file.id !== id))}
          onDrop={drop}
          onAgain={again}
        />
        <textarea
          ref={input}
          className={css.input}
          rows={1}
          dir="auto"
          value={text}
          placeholder={placeholder}
          aria-label={placeholder}
          aria-autocomplete="list"
          aria-controls={suggestions.items.length > 0 ? `suggest-${rootId || channelId}` : undefined}
          onChange={(event) => {
            setText(event.target.value);
            setCaret(event.target.selectionEnd);
            tellTyping(channelId, rootId);
          }}
          onSelect={(event) => setCaret(event.currentTarget.selectionEnd)}
          onKeyDown={press}
          onPaste={(event) => {
            if (event.clipboardData.files.length === 0) return;
            event.preventDefault();
            add(event.clipboardData.files);
          }}
        />
        <div className={css.bar}>
          <FormatBar input={input} text={text} onChange={set} />
          <IconButton icon="clip" label={t('composer.attach')} onClick={() => picker.current?.click()} />
          <EmojiPicker onPick={(name) => insert(`:${name}: `)}>
            <IconButton icon="smile" label={t('composer.emoji')} />
          </EmojiPicker>
          {!rootId && <PriorityMenu value={priority} onChange={setPriority} />}
          <span className={css.gap} />
          <button
            type="submit"
            className={css.send}
            disabled={!ready}
            aria-label={t('composer.send')}
            title={t('composer.send')}
          >
            <Icon name="send" size={17} />
          </button>
          <LaterMenu disabled={!ready} onLater={later} />
        </div>
        <input
          ref={picker}
          type="file"
          multiple
          hidden
          aria-label={t('composer.attach')}
          onChange={(event) => {
            add(event.target.files ?? []);
            event.target.value = '';
          }}
        />
      </div>
    </form>
  );
}

/** Opens my last message there for a change. */
function editLast(channelId: string, rootId: string): void {
  const { channelPosts, replies, posts, me, sending } = getData();
  const order = rootId ? replies[rootId]?.order : channelPosts[channelId]?.order;
  const last = order?.findLast((id) => posts[id]?.user_id === me?.id && !posts[id]?.type && !sending[id]);
  if (last) beginEdit(rootId ? 'thread' : 'channel', last);
}
