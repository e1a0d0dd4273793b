import { useText } from '../../i18n';
import { useData, useView } from '../../store';
import css from './Banner.module.css';

/** Says when the event stream is gone: what is shown may be old. It goes away when the stream is back. */
export function Banner() {
  const t = useText();
  const lost = useView((view) => view.connection === 'lost');
  const waiting = useData((data) => Object.values(data.sending).filter((one) => one === 'waiting').length);
  if (!lost) return null;
  return (
    <div className={css.banner} role="status">
      <span className={css.pulse} />
      {waiting > 0 ? t('banner.lostWaiting', { count: waiting }) : t('banner.lost')}
    </div>
  );
}
