import type { UserProfile } from '@mattermost/types/users';
import { useState } from 'react';

import { client } from '../../api/client';
import { PasswordField } from '../../features/auth/PasswordField';
import { useData } from '../../store';
import { Avatar } from '../../ui/Avatar';
import { Button } from '../../ui/Button';
import { Check } from '../../ui/Check';
import { Dialog, DialogFoot } from '../../ui/Dialog';
import { Card, Facts, Page, Problem } from '../parts/Page';
import { type Column, Named, Table } from '../parts/Table';
import { Confirm, useDeed } from '../parts/Tools';
import { useCan } from '../permissions';
import { useFormats, useText } from '../text';
import { useLoad } from '../useLoad';
import { ADMIN_ROLES, roleName, withRole } from './roles';
import css from './People.module.css';
import { AccountState, RolePills } from './Users';

type Asked = '' | 'deactivate' | 'password' | 'sessions' | 'mfa';

/** One account: what it is, and what can be done with it. */
export function UserPage({ id }: { id: string }) {
  const t = useText();
  const user = useLoad(id, () => client.getUser(id));
  const [asked, setAsked] = useState<Asked>('');
  const [sessionsAt, setSessionsAt] = useState(0);
  const { busy, error, run } = useDeed();
  const me = useData((data) => data.me?.id);
  const may = useCan('sysconsole_write_user_management_users');
  const close = () => setAsked('');
  const account = user.value;
  const setActive = async (active: boolean) => {
    await client.updateUserActive(id, active);
    await user.reload();
  };
  const name = account?.username ?? '';
  const actions = account && may && account.id !== me && (
    <>
      {account.mfa_active && (
        <Button look="quiet" onClick={() => setAsked('mfa')}>
          {t('console.resetMfa')}
        </Button>
      )}
      {!account.auth_service && (
        <Button look="quiet" onClick={() => setAsked('password')}>
          {t('console.resetPassword')}
        </Button>
      )}
      {account.delete_at > 0 ? (
        <Button disabled={busy} onClick={() => void run(() => setActive(true))}>
          {t('console.activate')}
        </Button>
      ) : (
        <Button look="warning" onClick={() => setAsked('deactivate')}>
          {t('console.deactivate')}
        </Button>
      )}
    </>
  );
  return (
    <Page
      title={name || t('console.users')}
      back={{ to: '/admin_console/users', label: t('console.users') }}
      actions={actions}
    >
      <Problem text={user.error || error} />
      {account && (
        <>
          <About account={account} />
          <Roles account={account} onChange={user.reload} />
          <Sessions key={sessionsAt} userId={id} onEndAll={may ? () => setAsked('sessions') : undefined} />
          <Teams userId={id} />
        </>
      )}
      {asked === 'deactivate' && (
        <Confirm
          title={t('console.deactivateTitle', { name })}
          text={t('console.deactivateText')}
          deed={t('console.deactivate')}
          onDo={() => setActive(false)}
          onClose={close}
        />
      )}
      {asked === 'sessions' && (
        <Confirm
          title={t('console.endSessionsTitle', { name })}
          text={t('console.endSessionsText')}
          deed={t('console.endSessions')}
          onDo={async () => {
            await client.revokeAllSessionsForUser(id);
            setSessionsAt(sessionsAt + 1);
          }}
          onClose={close}
        />
      )}
      {asked === 'mfa' && (
        <Confirm
          title={t('console.resetMfaTitle', { name })}
          text={t('console.resetMfaText')}
          deed={t('console.resetMfa')}
          onDo={async () => {
            await client.updateUserMfa(id, false, '');
            await user.reload();
          }}
          onClose={close}
        />
      )}
      {asked === 'password' && <NewPassword userId={id} name={name} onClose={close} />}
    </Page>
  );
}

function About({ account }: { account: UserProfile }) {
  const t = useText();
  const { time } = useFormats();
  const fullName = `${account.first_name} ${account.last_name}`.trim();
  return (
    <Card>
      <div className={css.person}>
        <Avatar userId={account.id} size={64} />
        <Facts
          rows={[
            [t('console.fullName'), fullName || '–'],
            [t('auth.email'), account.email],
            [t('console.state'), <AccountState key="state" user={account} />],
            [t('console.role'), <RolePills key="role" roles={account.roles} />],
            [t('console.signsIn'), account.auth_service || t('console.byPassword')],
            [t('console.secondFactor'), account.mfa_active ? t('console.on') : t('console.off')],
            [t('console.created'), time(account.create_at)],
            [t('console.id'), <code key="id">{account.id}</code>],
          ]}
        />
      </div>
    </Card>
  );
}

function Roles({ account, onChange }: { account: UserProfile; onChange: () => Promise<void> }) {
  const t = useText();
  const may = useCan('manage_roles');
  const { busy, error, run } = useDeed();
  const mine = account.roles.split(' ');
  // What was clicked shows at once, until the server has answered.
  const [wished, setWished] = useState<{ role: string; has: boolean }>();
  const change = async (role: string, has: boolean) => {
    setWished({ role, has });
    await run(async () => {
      await client.updateUserRoles(account.id, withRole(account.roles, role, has));
      await onChange();
    });
    setWished(undefined);
  };
  if (account.is_bot || mine.includes('system_guest')) return null;
  return (
    <Card title={t('console.systemRoles')}>
      <Problem text={error} />
      <div className={css.roles}>
        {ADMIN_ROLES.map((role) => (
          <Check
            key={role}
            small
            checked={wished?.role === role ? wished.has : mine.includes(role)}
            disabled={!may || busy}
            onChange={(event) => void change(role, event.target.checked)}
          >
            {t(roleName(role))}
          </Check>
        ))}
      </div>
    </Card>
  );
}

type Session = Awaited<ReturnType<typeof client.getSessions>>[number];

function Sessions({ userId, onEndAll }: { userId: string; onEndAll: (() => void) | undefined }) {
  const t = useText();
  const { time } = useFormats();
  const sessions = useLoad(userId, () => client.getSessions(userId));
  const { error, run } = useDeed();
  // Who may manage people need not be allowed to look at what devices they use.
  if (sessions.error) return null;
  const end = (session: Session) =>
    run(async () => {
      await client.revokeSession(userId, session.id);
      await sessions.reload();
    });
  const device = (session: Session) => {
    const { browser, os } = session.props as unknown as Record<string, string | undefined>;
    return [browser, os].filter(Boolean).join(' · ') || t('security.unknown');
  };
  const columns: Column<Session>[] = [
    { name: 'device', label: t('console.device'), cell: device },
    { name: 'used', label: t('console.lastUsed'), cell: (session) => time(session.last_activity_at) },
    {
      name: 'ends',
      label: t('console.ends'),
      minor: true,
      cell: (session) => (session.expires_at > 0 ? time(session.expires_at) : '–'),
    },
    {
      name: t('security.end'),
      label: '',
      end: true,
      cell: (session) => (
        <Button look="quiet" onClick={() => void end(session)}>
          {t('security.end')}
        </Button>
      ),
    },
  ];
  const any = (sessions.value?.length ?? 0) > 0;
  return (
    <Card
      title={t('console.sessions')}
      actions={
        onEndAll && any ? (
          <Button look="quiet" onClick={onEndAll}>
            {t('console.endSessions')}
          </Button>
        ) : null
      }
    >
      <Problem text={error} />
      <Table
        label={t('console.sessions')}
        columns={columns}
        rows={sessions.value}
        keyOf={(session) => session.id}
        empty={t('console.noSession')}
      />
    </Card>
  );
}

function Teams({ userId }: { userId: string }) {
  const t = useText();
  const teams = useLoad(userId, () => client.getTeamsForUser(userId));
  return (
    <Card title={t('console.teams')}>
      <Table
        label={t('console.teams')}
        columns={[
          {
            name: 'name',
            label: t('console.name'),
            cell: (team) => (
              <Named to={`/admin_console/teams/${team.id}`} name={team.display_name} below={`/${team.name}`} />
            ),
          },
        ]}
        rows={teams.value}
        keyOf={(team) => team.id}
        empty={t('console.noTeamOf')}
      />
    </Card>
  );
}

function NewPassword({ userId, name, onClose }: { userId: string; name: string; onClose: () => void }) {
  const t = useText();
  const [password, setPassword] = useState('');
  const { busy, error, run } = useDeed();
  const save = async () => {
    if (await run(() => client.updateUserPassword(userId, '', password))) onClose();
  };
  return (
    <Dialog title={t('console.passwordTitle', { name })} lead={t('console.passwordLead')} onClose={onClose}>
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Problem text={error} />
        <PasswordField
          label={t('auth.newPassword')}
          autoComplete="new-password"
          autoFocus
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        <DialogFoot>
          <Button look="quiet" onClick={onClose}>
            {t('ui.cancel')}
          </Button>
          <Button type="submit" disabled={busy || password === ''}>
            {t('auth.setPassword')}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}
