import { lazy, Suspense, useEffect, useMemo, useState } from 'react';

import { client } from '../api/client';
import { navigate } from '../app/router';
import { Banner } from '../features/shell/Banner';
import { show, useData } from '../store';
import { IconButton } from '../ui/Button';
import { Icon } from '../ui/Icon';
import { Link } from '../ui/Link';
import { Logo } from '../ui/Logo';
import { consolePlace, openGroups, type PageGroup } from './access';
import drawer from '../styles/drawer.module.css';
import css from './Console.module.css';
import { Access } from './permissions';
import { Channels } from './people/Channels';
import { Teams } from './people/Teams';
import { Users } from './people/Users';
import { ConsoleTexts, useText } from './text';

const Cluster = lazy(() => import('./cluster/Cluster'));
const Statistics = lazy(() => import('./reports/Statistics'));
const Logs = lazy(() => import('./reports/Logs'));
const Jobs = lazy(() => import('./reports/Jobs'));
const Audits = lazy(() => import('./reports/Audits'));
const Roles = lazy(() => import('./roles/Roles'));
const Settings = lazy(() => import('./settings/Settings'));

/** The console of administrators. `path` begins with `/admin_console`. */
export default function Console({ path }: { path: string }) {
  return (
    <ConsoleTexts>
      <Permitted path={path} />
    </ConsoleTexts>
  );
}

/** Finds out what is open to me: the server says what my roles may do, and refuses everything else by itself. */
function Permitted({ path }: { path: string }) {
  const t = useText();
  const roles = useData((data) => data.me?.roles ?? '');
  const [found, setFound] = useState<{ roles: string; permissions: ReadonlySet<string> }>();
  useEffect(() => {
    // Nobody looks at a team or channel here: people are searched for on the whole server.
    show({ teamId: '', channelId: '' });
  }, []);
  useEffect(() => {
    let wanted = true;
    const ready = (permissions: string[]) => {
      if (wanted) setFound({ roles, permissions: new Set(permissions) });
    };
    client.getRolesByNames(roles.split(' ').filter(Boolean)).then(
      (list) => ready(list.flatMap((role) => role.permissions)),
      () => ready([]),
    );
    return () => {
      wanted = false;
    };
  }, [roles]);
  const groups = useMemo(() => openGroups(found?.permissions ?? new Set()), [found]);
  if (found?.roles !== roles) return <div className={css.waiting} role="status" aria-label={t('app.loading')} />;
  if (groups.length === 0) return <Closed />;
  return (
    <Access value={found.permissions}>
      <Frame groups={groups} path={path} />
    </Access>
  );
}

function Closed() {
  const t = useText();
  return (
    <main className={css.closed}>
      <Icon name="lock" size={28} />
      <h1>{t('console.closed')}</h1>
      <p>{t('console.closedHint')}</p>
      <Link to="/">{t('console.back')}</Link>
    </main>
  );
}

function Frame({ groups, path }: { groups: readonly PageGroup[]; path: string }) {
  const t = useText();
  const { page, id } = consolePlace(path);
  const [open, setOpen] = useState(false);
  const pages = groups.flatMap((group) => group.pages);
  const known = pages.find((one) => one.name === page);
  const first = pages[0]?.name ?? '';
  useEffect(() => {
    if (!known) navigate(`/admin_console/${first}`, { replace: true });
  }, [known, first]);
  return (
    <div className={`${css.console} ${open ? drawer.open : ''}`}>
      <div className={css.banner}>
        <Banner />
      </div>
      <nav className={`${css.nav} ${drawer.nav}`} aria-label={t('console.title')}>
        <div className={css.brand}>
          <Logo size={26} />
          <span>{t('console.title')}</span>
        </div>
        <div className={css.groups}>
          {groups.map((group) => (
            <section key={group.label}>
              <h2>{t(group.label)}</h2>
              {group.pages.map((one) => (
                <Link
                  key={one.name}
                  to={`/admin_console/${one.name}`}
                  aria-current={one.name === page ? 'page' : undefined}
                  onClick={() => setOpen(false)}
                >
                  <Icon name={one.icon} size={17} />
                  {t(one.label)}
                </Link>
              ))}
            </section>
          ))}
        </div>
        <Link to="/" className={css.leave}>
          <Icon name="chevronLeft" size={16} />
          {t('console.back')}
        </Link>
      </nav>
      <div className={drawer.veil} onClick={() => setOpen(false)} />
      <div className={css.body}>
        <div className={css.bar}>
          <IconButton icon="menu" label={t('console.openNav')} onClick={() => setOpen(true)} />
          <span>{t('console.title')}</span>
        </div>
        <main className={css.main} key={page}>
          <Suspense fallback={<div className={css.waiting} role="status" aria-label={t('app.loading')} />}>
            {known && <Page name={known.name} id={id} />}
          </Suspense>
        </main>
      </div>
    </div>
  );
}

function Page({ name, id }: { name: string; id: string }) {
  switch (name) {
    case 'users':
      return <Users id={id} />;
    case 'teams':
      return <Teams id={id} />;
    case 'channels':
      return <Channels id={id} />;
    case 'roles':
      return <Roles id={id} />;
    case 'settings':
      return <Settings section={id} />;
    case 'cluster':
      return <Cluster />;
    case 'jobs':
      return <Jobs />;
    case 'statistics':
      return <Statistics />;
    case 'logs':
      return <Logs />;
    case 'audits':
      return <Audits />;
    default:
      return null;
  }
}
