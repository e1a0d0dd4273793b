import { createCategory } from '../../api/categories';
import { archive } from '../../api/channels';
import { leaveTeam } from '../../api/people';
import { navigate } from '../../app/router';
import { useText } from '../../i18n';
import { show, useView } from '../../store';
import { Confirm } from '../../ui/Confirm';
import { part } from '../../ui/part';
import { Switcher } from '../switcher/Switcher';

// Those that are not wanted all the time come when they are.
const Settings = part(() => import('../settings/Settings').then((one) => one.Settings));
const BrowseChannels = part(() => import('./BrowseChannels').then((one) => one.BrowseChannels));
const ChannelSettings = part(() => import('./ChannelSettings').then((one) => one.ChannelSettings));
const DirectMessage = part(() => import('./DirectMessage').then((one) => one.DirectMessage));
const CategoryName = part(() => import('./CategoryName').then((one) => one.CategoryName));
const NewChannel = part(() => import('./NewChannel').then((one) => one.NewChannel));
const ToDate = part(() => import('./ToDate').then((one) => one.ToDate));
const BookmarkDialog = part(() => import('../bookmarks/BookmarkDialog').then((one) => one.BookmarkDialog));
const ChannelNotify = part(() => import('./ChannelNotify').then((one) => one.ChannelNotify));
const CustomEmojiDialog = part(() => import('./CustomEmoji').then((one) => one.CustomEmojiDialog));
const GroupPeople = part(() => import('./GroupPeople').then((one) => one.GroupPeople));
const Interactive = part(() => import('./Interactive').then((one) => one.Interactive));
const Keys = part(() => import('./Keys').then((one) => one.Keys));
const Status = part(() => import('./Status').then((one) => one.Status));
const Invite = part(() => import('./Invite').then((one) => one.Invite));

/** The dialog that is open, if one is. */
export function Dialogs({ teamId }: { teamId: string }) {
  const t = useText();
  const dialog = useView((view) => view.dialog);
  const asked = useView((view) => view.asked);
  const group = useView((view) => view.group);
  const channelId = useView((view) => view.channelId);
  const close = () => show({ dialog: null });
  if (asked) {
    return <Interactive key={asked.trigger_id} request={asked} onClose={() => show({ asked: null })} />;
  }
  if (group) return <GroupPeople key={group} name={group} teamId={teamId} onClose={() => show({ group: '' })} />;
  switch (dialog) {
    case 'switcher':
      return <Switcher teamId={teamId} onClose={close} />;
    case 'newChannel':
      return <NewChannel teamId={teamId} onClose={close} />;
    case 'browseChannels':
      return <BrowseChannels teamId={teamId} onClose={close} />;
    case 'directMessage':
      return <DirectMessage teamId={teamId} onClose={close} />;
    case 'invite':
      return <Invite teamId={teamId} onClose={close} />;
    case 'channelSettings':
      return <ChannelSettings channelId={channelId} onClose={close} />;
    case 'channelNotify':
      return <ChannelNotify channelId={channelId} onClose={close} />;
    case 'bookmark':
      return <BookmarkDialog channelId={channelId} type="link" onClose={close} />;
    case 'customEmoji':
      return <CustomEmojiDialog teamId={teamId} onClose={close} />;
    case 'newCategory':
      return <CategoryName title={t('category.new')} onName={(name) => createCategory(teamId, name)} onClose={close} />;
    case 'toDate':
      return <ToDate channelId={channelId} teamId={teamId} onClose={close} />;
    case 'archive':
      return (
        <Confirm
          title={t('channel.archiveTitle')}
          lead={t('channel.archiveLead')}
          action={t('channel.archive')}
          onConfirm={() => archive(channelId)}
          onClose={close}
        />
      );
    case 'leaveTeam':
      return (
        <Confirm
          title={t('team.leaveTitle')}
          lead={t('team.leaveLead')}
          action={t('team.leave')}
          onConfirm={() => leaveTeam(teamId).then(() => navigate('/'))}
          onClose={close}
        />
      );
    case 'keys':
      return <Keys onClose={close} />;
    case 'status':
      return <Status onClose={close} />;
    case 'settings':
      return <Settings onClose={close} />;
    case null:
      return null;
  }
}
