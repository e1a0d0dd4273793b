import type { CategorySorting, ChannelCategory } from '@mattermost/types/channel_categories';
import { useState } from 'react';

import { changeCategory, categoryOf, deleteCategory, fitsInto, moveToCategory } from '../../api/categories';
import { type TextId, useText } from '../../i18n';
import { getData, show, useData } from '../../store';
import { IconButton } from '../../ui/Button';
import { Menu, MenuHeading, MenuItem, MenuSeparator, SubMenu } from '../../ui/Menu';
import { part } from '../../ui/part';
import { moveCategory, moveChannel } from './move';
import { sortingOf } from './order';

const CategoryName = part(() => import('../dialogs/CategoryName').then((one) => one.CategoryName));

const TITLES: Partial<Record<string, TextId>> = {
  favorites: 'sidebar.favorites',
  channels: 'sidebar.channelsTitle',
  direct_messages: 'sidebar.direct',
};

/** What a category is called. */
export function useCategoryTitle(): (category: ChannelCategory) => string {
  const t = useText();
  return (category) => {
    const known = TITLES[category.type];
    return known ? t(known) : category.display_name;
  };
}

const SORTINGS: readonly (readonly [string, TextId])[] = [
  ['alpha', 'category.alpha'],
  ['recent', 'category.recent'],
  ['manual', 'category.manual'],
];

/** How a category is sorted, and what else can be done with it. */
export function CategoryMenu({ category, title }: { category: ChannelCategory; title: string }) {
  const t = useText();
  const [renaming, setRenaming] = useState(false);
  const sorting = sortingOf(category);
  const trigger = <IconButton small icon="more" label={t('category.menu', { category: title })} />;
  return (
    <>
      <Menu trigger={trigger}>
        <MenuHeading>{t('category.sort')}</MenuHeading>
        {SORTINGS.map(([value, label]) => (
          <MenuItem
            key={value}
            checked={sorting === value}
            onSelect={() => void changeCategory(category, { sorting: value as CategorySorting })}
          >
            {t(label)}
          </MenuItem>
        ))}
        <MenuSeparator />
        <MenuItem icon="arrowUp" onSelect={() => moveCategory(category, -1)}>
          {t('category.up')}
        </MenuItem>
        <MenuItem icon="arrowDown" onSelect={() => moveCategory(category, 1)}>
          {t('category.down')}
        </MenuItem>
        <MenuSeparator />
        <MenuItem icon="plus" onSelect={() => show({ dialog: 'newCategory' })}>
          {t('category.new')}
        </MenuItem>
        {category.type === 'custom' && (
          <>
            <MenuItem icon="pencil" onSelect={() => setRenaming(true)}>
              {t('category.rename')}
            </MenuItem>
            <MenuItem icon="trash" danger onSelect={() => void deleteCategory(category)}>
              {t('category.delete')}
            </MenuItem>
          </>
        )}
      </Menu>
      {renaming && (
        <CategoryName
          title={t('category.rename')}
          start={category.display_name}
          onName={(display_name) => changeCategory(category, { display_name })}
          onClose={() => setRenaming(false)}
        />
      )}
    </>
  );
}

/** Where in the sidebar a channel stands, in the menu of the channel: what dragging does, for everybody. */
export function MoveMenu({ channelId, teamId }: { channelId: string; teamId: string }) {
  const t = useText();
  const titleOf = useCategoryTitle();
  const sidebar = useData((data) => data.categories[teamId]);
  const current = useData((data) => categoryOf(data, teamId, channelId)?.id);
  const places = sidebar?.order
    .map((id) => sidebar.byId[id])
    .filter((one) => one !== undefined)
    .filter((one) => fitsInto(getData(), channelId, one));
  return (
    <SubMenu icon="star" label={t('category.move')}>
      <MenuItem icon="arrowUp" onSelect={() => moveChannel(channelId, teamId, -1)}>
        {t('category.up')}
      </MenuItem>
      <MenuItem icon="arrowDown" onSelect={() => moveChannel(channelId, teamId, 1)}>
        {t('category.down')}
      </MenuItem>
      <MenuSeparator />
      {places?.map((category) => (
        <MenuItem
          key={category.id}
          checked={category.id === current}
          onSelect={() => void moveToCategory(channelId, category)}
        >
          {titleOf(category)}
        </MenuItem>
      ))}
    </SubMenu>
  );
}
