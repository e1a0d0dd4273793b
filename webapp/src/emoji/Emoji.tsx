import { client } from '../api/client';
import { useData } from '../store';
import { useEmoji } from '.';

/** One emoji by name: its sign, the picture of a custom one, or the name as it is typed. */
export function Emoji({ name, size = 18 }: { name: string; size?: number }) {
  const sign = useEmoji()?.signs[name];
  const custom = useData((data) => data.customEmoji[name]);
  if (sign) return <span style={{ fontSize: size, lineHeight: 1 }}>{sign}</span>;
  if (custom)
    return <img src={client.getCustomEmojiImageUrl(custom.id)} alt={`:${name}:`} width={size} height={size} />;
  return <span>{`:${name}:`}</span>;
}
