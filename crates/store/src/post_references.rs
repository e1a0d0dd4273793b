//! What messages refer to.

use roost_model::Id;

use crate::db::Reads;
use crate::row::RowExt;
use crate::{Db, StoreError};

crate::statements! {
    GROUPS_OF_MEMBER = "posts/groups_of_member";
    GROUP_MEMBERS = "posts/group_members";
    OPEN_CHANNELS = "posts/open_channels";
}

/// Names and display names of the open channels of a team among these names.
pub async fn open_channels_by_name(db: &Db, team: Id, names: &[String]) -> Result<Vec<(String, String)>, StoreError> {
    let rows = db.query(OPEN_CHANNELS, &[&team.as_str(), &names]).await?;
    Ok(rows.iter().map(|row| (row.text(0), row.text(1))).collect())
}

/// Members of the groups with these names that messages may name.
pub async fn group_members_by_name(from_where: &mut impl Reads, names: &[String]) -> Result<Vec<Id>, StoreError> {
    Ok(from_where.rows(GROUP_MEMBERS, &[&names]).await?.iter().map(|row| row.id(0)).collect())
}

/// Those of the groups with these names that messages may name and the user is in.
pub async fn groups_of_member(
    from_where: &mut impl Reads,
    names: &[String],
    user: Id,
) -> Result<Vec<String>, StoreError> {
    let rows = from_where.rows(GROUPS_OF_MEMBER, &[&names, &user.as_str()]).await?;
    Ok(rows.iter().map(|row| row.text(0)).collect())
}
