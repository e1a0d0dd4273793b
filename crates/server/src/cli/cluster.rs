//! `roost cluster`: the nodes of a database, from any machine that reaches it.

use roost_server::node::StartError;
use roost_store::connect::{PoolOptions, pool};
use roost_store::log::log_head;
use roost_store::member::{ALIVE_MS, Member, member_drain, members};

use super::Places;

#[derive(clap::Subcommand)]
pub enum Command {
    /// Every node: its age, its last proof of life, who hears it, its sockets, how far it is behind in the log.
    Status(Args),
    /// Have a node send its people elsewhere, a few at a time.
    Drain(NodeArgs),
    /// Take that back.
    Undrain(NodeArgs),
}

#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    places: Places,
}

#[derive(clap::Args)]
pub struct NodeArgs {
    #[command(flatten)]
    places: Places,
    /// Name of the node, as `roost cluster status` shows it.
    name: String,
}

pub async fn run(command: Command) -> Result<(), StartError> {
    match command {
        Command::Status(args) => status(&args.places).await,
        Command::Drain(args) => drain(&args, true).await,
        Command::Undrain(args) => drain(&args, false).await,
    }
}

fn database(places: &Places) -> Result<roost_app::Db, StartError> {
    Ok(pool(&PoolOptions::new(&places.dsn()?, 1))?)
}

async fn status(places: &Places) -> Result<(), StartError> {
    let db = database(places)?;
    let (members, head) = (members(&db).await?, log_head(&db).await?);
    let columns =
        ["name", "address", "state", "up", "last seen", "gossip", "sockets", "log behind", "version", "config"];
    let mut rows = vec![columns.map(str::to_owned)];
    rows.extend(members.iter().map(|member| row(member, &members, head)));
    print!("{}", aligned(&rows));
    Ok(())
}

fn row(member: &Member, members: &[Member], head: i64) -> [String; 10] {
    let who = &member.identity;
    [
        who.name.clone(),
        who.api_address.clone(),
        member.state().to_owned(),
        format!("{} s", member.up_ms / 1_000),
        format!("{:.1} s ago", f64::from(i32::try_from(member.unseen_ms).unwrap_or(i32::MAX)) / 1_000.0),
        gossip(member, members),
        member.connections.to_string(),
        member.log_behind(head).to_string(),
        who.version.clone(),
        who.config_hash.chars().take(8).collect(),
    ]
}

/// How many of those that prove their life hear the member by gossip, and how many heard it and do not any more.
fn gossip(member: &Member, members: &[Member]) -> String {
    let lives = |other: &&Member| !other.fenced && other.unseen_ms < ALIVE_MS;
    let others = members.iter().filter(lives).filter(|other| other.identity.id != member.identity.id).count();
    let heard = format!("heard by {} of {others}", member.heard_by);
    if member.suspected_by == 0 { heard } else { format!("{heard}, suspected by {}", member.suspected_by) }
}

/// Columns as wide as their widest entry.
fn aligned(rows: &[[String; 10]]) -> String {
    let width = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(String::len).max().unwrap_or(0);
    let line = |row: &[String; 10]| {
        let cells = row.iter().enumerate().map(|(column, cell)| format!("{cell:<0$}", width(column)));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned() + "\n"
    };
    rows.iter().map(line).collect()
}

async fn drain(args: &NodeArgs, drain: bool) -> Result<(), StartError> {
    let db = database(&args.places)?;
    if member_drain(&db, &args.name, drain).await? == 0 {
        return Err(format!("no node is named \"{}\"; see `roost cluster status`", args.name).into());
    }
    println!("{} hears of it within a second", args.name);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_under_their_names() {
        let cells =
            |text: &str| std::array::from_fn(|column| if column == 0 { text.to_owned() } else { "x".to_owned() });
        assert_eq!(
            aligned(&[cells("name"), cells("a")]),
            "name  x  x  x  x  x  x  x  x  x\na     x  x  x  x  x  x  x  x  x\n"
        );
    }
}
