import { useEffect, useState } from 'react';

import { basePath, client } from '../../api/client';
import { useText } from '../../i18n';
import { useData } from '../../store';
import { Button } from '../../ui/Button';
import { useCan } from '../useCan';
import { Dialog } from '../../ui/Dialog';
import css from './Dialogs.module.css';
import { InviteByMail } from './InviteByMail';

/** The link by which others come into the team. */
export function Invite({ teamId, onClose }: { teamId: string; onClose: () => void }) {
  const t = useText();
  const name = useData((data) => data.teams[teamId]?.display_name ?? '');
  const [inviteId, setInviteId] = useState('');
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    client.getTeam(teamId).then(
      (team) => setInviteId(team.invite_id),
      () => undefined,
    );
  }, [teamId]);
  const byMail = useData((data) => data.config.EnableEmailInvitations === 'true');
  const guestsOn = useData((data) => data.config.EnableGuestAccounts === 'true');
  const members = useCan('invite_user', teamId) && byMail;
  const guests = useCan('invite_guest', teamId) && byMail && guestsOn;
  const link = `${window.location.origin}${basePath}/signup_user_complete/?id=${inviteId}`;
  const copy = async () => {
    await navigator.clipboard.writeText(link);
    setCopied(true);
  };
  return (
    <Dialog title={t('invite.title', { team: name })} lead={t('invite.lead')} onClose={onClose}>
      {inviteId ? (
        <div className={css.link}>
          <input readOnly value={link} aria-label={t('invite.link')} onFocus={(event) => event.target.select()} />
          <Button onClick={() => void copy()}>{t(copied ? 'invite.copied' : 'invite.copy')}</Button>
        </div>
      ) : (
        !members && !guests && <p className={css.empty}>{t('invite.none')}</p>
      )}
      {(members || guests) && (
        <div className={css.mail}>
          <InviteByMail key={String(members)} teamId={teamId} members={members} guests={guests} />
        </div>
      )}
    </Dialog>
  );
}
