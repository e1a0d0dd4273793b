import { useEffect, useMemo, useRef, useState } from 'react';

import { client } from '../../api/client';
import { navigate } from '../../app/router';
import { useData } from '../../store';
import { Button } from '../../ui/Button';
import { Link } from '../../ui/Link';
import { roost, type Setting } from '../api';
import { Page, Problem } from '../parts/Page';
import { Search, useDeed } from '../parts/Tools';
import { useText } from '../text';
import { useLoad } from '../useLoad';
import {
  checked,
  type Drafts,
  patchOf,
  searched,
  sectionGroups,
  sectionOf,
  sectionTitle,
  settingTitle,
  valueAt,
} from './model';
import { SettingField } from './SettingField';
import css from './Settings.module.css';

const NONE: Setting[] = [];

/** All settings, section by section, as the server describes them. */
export default function Settings({ section }: { section: string }) {
  const t = useText();
  const described = useLoad('settings', roost.getSettings);
  const config = useLoad<unknown>('config', client.getConfig);
  const settings = described.value ?? NONE;
  const groups = useMemo(() => sectionGroups(settings), [settings]);
  const [term, setTerm] = useState('');
  const [drafts, setDrafts] = useState<Drafts>({});
  const [restarts, setRestarts] = useState<string[]>();
  const { busy, error, run } = useDeed();
  const { changes, problems } = useMemo(
    () => checked(settings, config.value, drafts),
    [settings, config.value, drafts],
  );
  useReloadOnChange(config.reload);
  const first = groups[0]?.sections[0] ?? '';
  const known = groups.some((group) => group.sections.includes(section));
  useEffect(() => {
    if (first && !known) navigate(`/admin_console/settings/${first}`, { replace: true });
  }, [first, known]);
  const count = Object.keys(changes).length;
  const wrong = Object.keys(problems).length;
  const shown = term.trim() ? searched(settings, term) : settings.filter((one) => sectionOf(one.path) === section);
  const edit = (path: string, draft: string | boolean | undefined) => {
    setRestarts(undefined);
    setDrafts((before) => {
      const { [path]: gone, ...others } = before;
      return draft === undefined ? others : { ...others, [path]: draft };
    });
  };
  const save = () =>
    run(async () => {
      config.set(await client.patchConfig(patchOf(changes)));
      setRestarts(settings.filter((one) => one.restart && one.path in changes).map((one) => settingTitle(one.path)));
      setDrafts({});
    });
  return (
    <Page title={t('console.settings')} lead={t('console.settingsLead')}>
      <Problem text={described.error || config.error} />
      <div className={css.settings}>
        <div className={css.side}>
          <Search label={t('console.findSetting')} value={term} onChange={setTerm} />
          <nav aria-label={t('console.sections')} className={css.sections}>
            {groups.map((group) => (
              <section key={group.label}>
                <h2>{t(group.label)}</h2>
                {group.sections.map((name) => (
                  <Link
                    key={name}
                    to={`/admin_console/settings/${name}`}
                    aria-current={!term && name === section ? 'page' : undefined}
                    onClick={() => setTerm('')}
                  >
                    {sectionTitle(name)}
                    <Edited settings={settings} section={name} drafts={drafts} />
                  </Link>
                ))}
              </section>
            ))}
          </nav>
          <select
            className={css.pick}
            aria-label={t('console.sections')}
            value={section}
            onChange={(event) => {
              setTerm('');
              navigate(`/admin_console/settings/${event.target.value}`);
            }}
          >
            {groups.map((group) => (
              <optgroup key={group.label} label={t(group.label)}>
                {group.sections.map((name) => (
                  <option key={name} value={name}>
                    {sectionTitle(name)}
                  </option>
                ))}
              </optgroup>
            ))}
          </select>
        </div>
        <section className={css.list} aria-label={term ? t('console.found') : sectionTitle(section)}>
          {config.value !== undefined &&
            shown.map((setting) => (
              <SettingField
                key={setting.path}
                setting={setting}
                value={valueAt(config.value, setting.path)}
                draft={drafts[setting.path]}
                problem={problems[setting.path]}
                showSection={term.trim() !== ''}
                onEdit={(draft) => edit(setting.path, draft)}
              />
            ))}
          {config.value !== undefined && described.value && shown.length === 0 && (
            <p className={css.none}>{t('console.noSetting')}</p>
          )}
        </section>
      </div>
      {(count > 0 || wrong > 0 || restarts) && (
        <div className={css.foot} role="region" aria-label={t('console.changes')}>
          <Problem text={error} />
          {restarts ? (
            <p role="status" className={css.saved}>
              {t('ui.saved')}
              {restarts.length > 0 && `. ${t('console.atNextStart', { names: restarts.join(', ') })}`}
            </p>
          ) : (
            <>
              <p role="status">
                {wrong > 0 ? t('console.problems', { count: wrong }) : t('console.unsaved', { count })}
              </p>
              <Button look="quiet" onClick={() => setDrafts({})}>
                {t('console.discard')}
              </Button>
              <Button disabled={busy || wrong > 0 || count === 0} onClick={() => void save()}>
                {t('ui.save')}
              </Button>
            </>
          )}
        </div>
      )}
    </Page>
  );
}

/** Says that something in a section is typed and not saved. */
function Edited({ settings, section, drafts }: { settings: readonly Setting[]; section: string; drafts: Drafts }) {
  const t = useText();
  const some = settings.some((one) => one.path in drafts && sectionOf(one.path) === section);
  return some ? <span className={css.dot} role="img" aria-label={t('console.edited')} /> : null;
}

/** Another administrator has changed something: everybody connected is told, and what is shown is read anew. */
function useReloadOnChange(reload: () => Promise<void>) {
  const told = useData((data) => data.config);
  const seen = useRef(told);
  useEffect(() => {
    if (seen.current === told) return;
    seen.current = told;
    void reload();
  }, [told, reload]);
}
