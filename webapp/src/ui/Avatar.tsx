import { client } from '../api/client';
import { useData } from '../store';
import css from './Avatar.module.css';

interface AvatarProps {
  userId: string;
  size?: number;
  /** Shows whether the person is there. */
  status?: boolean;
}

/** The picture of a person. The name stands beside it, so it says nothing itself. */
export function Avatar({ userId, size = 36, status }: AvatarProps) {
  const version = useData((data) => data.users[userId]?.last_picture_update ?? 0);
  const is = useData((data) => (status ? data.statuses[userId] : undefined));
  return (
    <span className={css.avatar} style={{ width: size, height: size }}>
      <img src={client.getProfilePictureUrl(userId, version)} alt="" width={size} height={size} loading="lazy" />
      {status && (
        <span className={`${css.dot} ${css[is === 'online' || is === 'away' || is === 'dnd' ? is : 'offline']}`} />
      )}
    </span>
  );
}
