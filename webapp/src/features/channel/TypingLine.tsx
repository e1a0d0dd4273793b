import { useEffect, useState } from 'react';

import { useText } from '../../i18n';
import { useData } from '../../store';
import { nameOf, nameStyle } from '../../store/names';

/** Who is writing in a channel or thread. Its place is there all the time, so nothing jumps. */
export function TypingLine({ where }: { where: string }) {
  const t = useText();
  const typing = useData((data) => data.typing[where]);
  const users = useData((data) => data.users);
  const style = useData(nameStyle);
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!typing?.length) return;
    const timer = window.setInterval(() => setNow(Date.now()), 1_000);
    return () => window.clearInterval(timer);
  }, [typing]);
  const names = (typing ?? []).filter((one) => one.until > now).map((one) => nameOf(users[one.userId], style));
  const text =
    names.length === 0
      ? ''
      : names.length === 1
        ? t('typing.one', { name: names[0] ?? '' })
        : t('typing.several', { count: names.length });
  return (
    <div
      aria-live="polite"
      style={{ height: 20, padding: '0 22px', fontSize: 'var(--size-1)', color: 'var(--text-2)', flex: 'none' }}
    >
      {text}
    </div>
  );
}
