import { useEffect, useState } from 'react';

import { boot } from '../api/session';
import { connect } from '../api/socket';
import { AuthPage } from '../features/auth/AuthPage';
import { MfaPage } from '../features/auth/MfaPage';
import { Forgotten, Reset, SignIn } from '../features/auth/SignIn';
import { SignUp } from '../features/auth/SignUp';
import { ChooseTeam, CreateTeam, homePath } from '../features/teams/TeamPages';
import { TextProvider, useText } from '../i18n';
import { useData, useView } from '../store';
import { clockOf, themeOf } from '../store/data';
import { Button } from '../ui/Button';
import { part } from '../ui/part';
import css from './App.module.css';
import { applyTheme, parseTheme } from './theme';
import { currentPath, navigate, placeOf, usePath } from './router';
import { script } from './script';

const WAITING = <div className={css.loading} role="status" />;

/** Loaded while the account is; whoever signs in does not wait for it. */
const shell = script(() => import('../features/shell/Shell'));
const Shell = part(() => shell.then((one) => one.Shell), WAITING);

// Where links in mails lead.
const Join = part(() => import('../features/auth/Join').then((one) => one.Join), WAITING);
const Unverified = part(() => import('../features/auth/Verify').then((one) => one.Unverified), WAITING);
const Verify = part(() => import('../features/auth/Verify').then((one) => one.Verify), WAITING);

/** Administrators alone load it. */
const Console = part(() => import('../console/Console').then((one) => one.default), WAITING);

/** Pause until a server that is away is asked again. */
const RETRY_MS = 5_000;

/** The whole client. */
export function App() {
  const locale = useData((data) => data.me?.locale ?? '');
  const hours = useData(clockOf);
  return (
    <TextProvider locale={locale} hours={hours}>
      <Booted />
    </TextProvider>
  );
}

function Booted() {
  const t = useText();
  const ready = useView((view) => view.ready);
  const [attempt, setAttempt] = useState(0);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    boot().catch(() => setFailed(true));
  }, [attempt]);
  useEffect(() => {
    if (!failed) return undefined;
    const again = () => void boot().catch(() => undefined);
    const timer = window.setInterval(again, RETRY_MS);
    window.addEventListener('online', again);
    return () => {
      window.clearInterval(timer);
      window.removeEventListener('online', again);
    };
  }, [failed]);
  if (ready) return <Pages />;
  if (!failed) return <div className={css.loading} role="status" aria-label={t('app.loading')} />;
  const again = () => {
    setFailed(false);
    setAttempt(attempt + 1);
  };
  return (
    <AuthPage title="Roost" lead={t('app.unreachable')}>
      <p className={css.again}>
        <Button wide onClick={again}>
          {t('app.retry')}
        </Button>
      </p>
    </AuthPage>
  );
}

/** Goes elsewhere at once. */
function Redirect({ to }: { to: string }) {
  useEffect(() => navigate(to, { replace: true }), [to]);
  return null;
}

function Pages() {
  const place = placeOf(usePath());
  const signedIn = useData((data) => data.me !== null);
  const first = useData((data) => data.config.NoAccounts === 'true');
  const teamId = useView((view) => view.teamId);
  const theme = useData((data) => themeOf(data, teamId));
  const mfaWanted = useView((view) => view.mfaWanted);
  useEffect(() => {
    if (signedIn && !mfaWanted) connect();
  }, [signedIn, mfaWanted]);
  useEffect(() => applyTheme(parseTheme(theme)), [theme]);
  if (signedIn && mfaWanted) return <MfaPage />;
  switch (place.page) {
    case 'forgotten':
      return <Forgotten />;
    case 'reset':
      return <Reset />;
    case 'login':
      return signedIn ? <Redirect to={homePath()} /> : <SignIn />;
    case 'signup':
      return signedIn ? <Join /> : <SignUp />;
    case 'unverified':
      return signedIn ? <Redirect to={homePath()} /> : <Unverified />;
    case 'verify':
      return <Verify />;
    default:
  }
  if (!signedIn) {
    const back = currentPath() === '/' ? '' : `?redirect_to=${encodeURIComponent(currentPath())}`;
    return <Redirect to={first ? '/signup_user_complete' : `/login${back}`} />;
  }
  switch (place.page) {
    case 'home':
      return <Redirect to={homePath()} />;
    case 'teams':
      return <ChooseTeam />;
    case 'newTeam':
      return <CreateTeam />;
    case 'anyTeam':
      return <Redirect to={homePath() + place.rest} />;
    case 'console':
      return <Console path={place.path} />;
    default:
      return <Shell place={place} />;
  }
}
