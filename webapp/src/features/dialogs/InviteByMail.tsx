import { useState } from 'react';

import { addressesIn, inviteByMail, type Invited } from '../../api/people';
import { useText } from '../../i18n';
import { useData } from '../../store';
import { Button } from '../../ui/Button';
import { Check } from '../../ui/Check';
import { Area } from '../../ui/Field';
import { FormError } from '../auth/AuthPage';
import { useSubmit } from '../auth/useSubmit';
import css from './Dialogs.module.css';

interface InviteByMailProps {
  teamId: string;
  /** Whether people can be invited as members, and as guests. */
  members: boolean;
  guests: boolean;
}

/** Sends invitations, and tells for each address what became of it. */
export function InviteByMail({ teamId, members, guests }: InviteByMailProps) {
  const t = useText();
  const [text, setText] = useState('');
  const [asGuest, setAsGuest] = useState(!members);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [results, setResults] = useState<readonly Invited[]>([]);
  const [byLink, setByLink] = useState(false);
  const linksOn = useData((data) => data.config.EnableGuestMagicLink === 'true');
  const emails = addressesIn(text);
  const { busy, error, submit } = useSubmit(async () => {
    const answers = await inviteByMail(
      teamId,
      emails,
      asGuest ? { channels: [...chosen], byLink: byLink && linksOn } : undefined,
    );
    setResults(answers);
    // What was not sent can be put right.
    setText(answers.flatMap((one) => (one.problem ? [one.email] : [])).join('\n'));
  });
  return (
    <form className={css.form} onSubmit={submit}>
      <FormError text={error} />
      <Area
        label={t('invite.addresses')}
        hint={t('invite.addressesHint')}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      {members && guests && (
        <label className={css.choice}>
          <input type="checkbox" checked={asGuest} onChange={(event) => setAsGuest(event.target.checked)} />
          <span>
            <b>{t('invite.guests')}</b>
            <small>{t('invite.guestsHint')}</small>
          </span>
        </label>
      )}
      {asGuest && <GuestChannels teamId={teamId} chosen={chosen} onChange={setChosen} />}
      {asGuest && linksOn && (
        <label className={css.choice}>
          <input type="checkbox" checked={byLink} onChange={(event) => setByLink(event.target.checked)} />
          <span>
            <b>{t('invite.byLink')}</b>
            <small>{t('invite.byLinkHint')}</small>
          </span>
        </label>
      )}
      <Button type="submit" disabled={busy || emails.length === 0 || (asGuest && chosen.length === 0)}>
        {t('invite.send', { count: emails.length })}
      </Button>
      <div role="status">
        {results.length > 0 && (
          <ul className={css.results} aria-label={t('invite.results')}>
            {results.map((one) => (
              <li key={one.email} className={one.problem ? css.problem : undefined}>
                <b>{one.email}</b> {one.problem || t('invite.sent')}
              </li>
            ))}
          </ul>
        )}
      </div>
    </form>
  );
}

interface GuestChannelsProps {
  teamId: string;
  chosen: readonly string[];
  onChange: (ids: readonly string[]) => void;
}

/** The channels that guests get to see. */
function GuestChannels({ teamId, chosen, onChange }: GuestChannelsProps) {
  const t = useText();
  const channels = useData((data) => data.channels);
  const members = useData((data) => data.members);
  const mine = Object.values(channels)
    .filter((one) => one !== undefined)
    .filter((one) => one.team_id === teamId && one.delete_at === 0 && members[one.id])
    .sort((a, b) => a.display_name.localeCompare(b.display_name));
  const toggle = (id: string) => onChange(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id]);
  return (
    <fieldset className={css.choices}>
      <legend>{t('invite.channels')}</legend>
      {mine.map((one) => (
        <Check key={one.id} small checked={chosen.includes(one.id)} onChange={() => toggle(one.id)}>
          {one.display_name}
        </Check>
      ))}
    </fieldset>
  );
}
