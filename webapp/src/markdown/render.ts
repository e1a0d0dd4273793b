import DOMPurify from 'dompurify';
import MarkdownIt from 'markdown-it';

import { signOf } from '../emoji';

/** What a text may name: people, channels, custom emoji. */
export interface Names {
  /** The name to show for a mention, if there is such a person or group. */
  person: (name: string) => string | undefined;
  /** Whether messages may name a group like that, and whether I am in it. */
  group?: (name: string) => 'mine' | 'others' | undefined;
  /** The title of a channel, if I can see one of that address. */
  channel: (name: string) => string | undefined;
  /** The picture of a custom emoji. */
  picture: (name: string) => string | undefined;
  /** My own name, which stands out. */
  me: string;
}

/** Where formulas are looked for. */
export interface Maths {
  readonly blocks: boolean;
  readonly inline: boolean;
}

const NO_MATHS: Maths = { blocks: false, inline: false };

const EVERYBODY = ['all', 'channel', 'here'];

const parser = new MarkdownIt({ html: false, linkify: true, breaks: true, typographer: false });
parser.linkify.set({ fuzzyEmail: false });

type Rule = Parameters<typeof parser.inline.ruler.push>[1];
type Inline = Parameters<Rule>[0];

const AT = 0x40;
const COLON = 0x3a;
const HASH = 0x23;
const DOLLAR = 0x24;
const TILDE = 0x7e;
/** Shortest hashtag, with its sign. */
const HASHTAG_MIN = 4;
const WORD = /[\p{L}\p{N}_]/u;

const namesOf = (state: Inline): Names => (state.env as { names: Names }).names;
const mathsOf = (env: unknown): Maths => (env as { maths: Maths }).maths;
const escape = (text: string) => parser.utils.escapeHtml(text);

/** What is followed by the client itself has no address; the keyboard comes to it all the same. */
const LINK = ' role="link" tabindex="0"';

/** Whether something may begin here: not inside a word. */
const atStart = (state: Inline): boolean => state.pos === 0 || !WORD.test(state.src[state.pos - 1] ?? '');

function push(state: Inline, html: string, length: number): true {
  const token = state.push('html_inline', '', 0);
  token.content = html;
  state.pos += length;
  return true;
}

const mention: Rule = (state, silent) => {
  if (state.src.charCodeAt(state.pos) !== AT || !atStart(state)) return false;
  const typed = /^@([a-z0-9][a-z0-9._-]*)/i.exec(state.src.slice(state.pos))?.[1];
  if (!typed) return false;
  const names = namesOf(state);
  // A sentence may end with a name.
  for (let name = typed.toLowerCase(); name; name = name.replace(/[._-]?[^._-]*$|[._-]$/, '')) {
    const everybody = EVERYBODY.includes(name);
    const person = everybody ? `@${name}` : names.person(name);
    const group = person === undefined ? names.group?.(name) : undefined;
    const shown = group ? `@${name}` : person;
    if (shown === undefined) {
      if (!/[._-]/.test(name)) return false;
      continue;
    }
    if (silent) return true;
    const mine = everybody || group === 'mine' || name === names.me ? ' data-me' : '';
    const kind = group ? 'group' : 'user';
    // There is nowhere to go for a mention of everybody.
    const link = everybody ? '' : LINK;
    return push(
      state,
      `<a class="mention" data-${kind}="${escape(name)}"${mine}${link}>${escape(shown)}</a>`,
      name.length + 1,
    );
  }
  return false;
};

const channelLink: Rule = (state, silent) => {
  if (state.src.charCodeAt(state.pos) !== TILDE || !atStart(state)) return false;
  const name = /^~([a-z0-9][a-z0-9_-]*)/.exec(state.src.slice(state.pos))?.[1];
  const title = name && namesOf(state).channel(name);
  if (!name || title === undefined) return false;
  if (silent) return true;
  return push(state, `<a class="channel" data-channel="${escape(name)}"${LINK}>~${escape(title)}</a>`, name.length + 1);
};

const hashtag: Rule = (state, silent) => {
  if (state.src.charCodeAt(state.pos) !== HASH || !atStart(state)) return false;
  // As the server finds them: a letter first, three letters or more.
  const tag = /^#\p{L}[\p{L}\p{N}_.-]*[\p{L}\p{N}]/u.exec(state.src.slice(state.pos))?.[0];
  if (!tag || [...tag].length < HASHTAG_MIN) return false;
  if (silent) return true;
  return push(state, `<a class="hashtag" data-tag="${escape(tag)}"${LINK}>${escape(tag)}</a>`, tag.length);
};

const emoji: Rule = (state, silent) => {
  if (state.src.charCodeAt(state.pos) !== COLON || !(state.env as { emoji: boolean }).emoji) return false;
  const name = /^:([a-z0-9_+-]+):/i.exec(state.src.slice(state.pos))?.[1]?.toLowerCase();
  if (!name) return false;
  const sign = signOf(name);
  const picture = sign ? undefined : namesOf(state).picture(name);
  if (!sign && !picture) return false;
  if (silent) return true;
  const label = `:${escape(name)}:`;
  const html = picture
    ? `<img class="emoji" src="${escape(picture)}" alt="${label}" title="${label}">`
    : `<span class="emoji" title="${label}">${sign}</span>`;
  return push(state, html, name.length + 2);
};

const formula: Rule = (state, silent) => {
  if (state.src.charCodeAt(state.pos) !== DOLLAR || !mathsOf(state.env).inline) return false;
  // Prices are none: a formula has no space at its ends, and no digit behind it.
  const tex = /^\$([^\s$](?:[^$\n]*[^\s$])?)\$(?!\d)/.exec(state.src.slice(state.pos))?.[1];
  if (!tex) return false;
  if (silent) return true;
  return push(state, `<span data-tex="${escape(tex)}">${escape(tex)}</span>`, tex.length + 2);
};

const defaultFence = parser.renderer.rules.fence;
parser.renderer.rules.fence = (tokens, index, options, env, self) => {
  const { info = '', content = '' } = tokens[index] ?? {};
  if (mathsOf(env).blocks && /^(latex|tex|katex)$/.test(info.trim())) {
    return `<div class="maths" data-tex="${escape(content)}">${escape(content)}</div>`;
  }
  return defaultFence?.(tokens, index, options, env, self) ?? '';
};

// Text ends where one of ours may begin.
parser.inline.ruler.before('text', 'formula', formula);
parser.inline.ruler.before('text', 'mention', mention);
parser.inline.ruler.before('text', 'channel_link', channelLink);
parser.inline.ruler.before('text', 'hashtag', hashtag);
parser.inline.ruler.before('text', 'emoji', emoji);
parser.inline.ruler.before('text', 'plain', (state, silent) => {
  const rest = state.src.slice(state.pos);
  const plain = /^[^\n!#$%&*+\-:<=>@[\\\]^_`{}~]+?(?=[\n!#$%&*+\-:<=>@[\\\]^_`{}~]|https?:|www\.|$)/.exec(rest)?.[0];
  if (!plain || !/[@~:$#]/.test(rest)) return false;
  if (!silent) state.pending += plain;
  state.pos += plain.length;
  return true;
});

const defaultLink = parser.renderer.rules.link_open;
parser.renderer.rules.link_open = (tokens, index, options, env, self) => {
  tokens[index]?.attrSet('target', '_blank');
  tokens[index]?.attrSet('rel', 'noopener noreferrer');
  return defaultLink?.(tokens, index, options, env, self) ?? self.renderToken(tokens, index, options);
};

// Once: given with each text, it would be read again each time.
DOMPurify.setConfig({
  ADD_ATTR: ['target', 'data-user', 'data-group', 'data-channel', 'data-tag', 'data-me'],
  FORBID_TAGS: ['style', 'form', 'input', 'button'],
});

/** A tag that has attributes or is not one of these; without any, there is nothing that could do harm. */
const NOT_PLAIN = /<(?!\/?(?:p|br|em|strong|s|code|pre|ul|ol|li|blockquote|h[1-6]|hr|table|thead|tbody|tr|th|td)>)/;

/** Items of a list that are to do, and that are done. */
const TASKS = ['<li class="task">☐ ', '<li class="task">☑ '] as const;

/** HTML that is safe to show. `emoji`: whether names of emoji are looked up. */
export function render(text: string, names: Names, emoji = true, maths = NO_MATHS): string {
  const html = parser
    .render(text, { names, emoji, maths })
    .replace(/<li>\[([ x])\] /g, (_, done) => TASKS[done === 'x' ? 1 : 0]);
  // Most messages are plain, and a long channel has many.
  return NOT_PLAIN.test(html) ? DOMPurify.sanitize(html) : html;
}

/** Whether a text is nothing but a few emoji, which are shown big. */
export function isOnlyEmoji(text: string): boolean {
  return /^\s*(?:(?::[a-z0-9_+-]+:|\p{Extended_Pictographic}(?:[\u{1F3FB}-\u{1F3FF}]|\uFE0F|\u200D\p{Extended_Pictographic})*)\s*){1,6}$/iu.test(
    text,
  );
}
