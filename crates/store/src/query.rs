//! The one builder of statements at run time, for lists with many optional filters: `($1 is null or …)` would ruin their
//! plans.
//!
//! Text is `&'static str` only, so that no value ever becomes part of a statement, and the number of shapes is bounded by
//! the code that adds the parts.

use tokio_postgres::Row;
use tokio_postgres::types::ToSql;

use crate::db::{Call, Params, Planning};
use crate::tx::Param;
use crate::{Db, Statement, StoreError};

/// A statement in the making.
#[derive(Default)]
pub struct Query {
    sql: String,
    params: Vec<Param>,
    planning: Planning,
}

impl Query {
    pub fn new(text: &'static str) -> Self {
        Self { sql: text.to_owned(), ..Self::default() }
    }

    /// Appends text as it is.
    pub fn text(&mut self, text: &'static str) -> &mut Self {
        if !self.sql.is_empty() {
            self.sql.push(' ');
        }
        self.sql.push_str(text);
        self
    }

    /// Appends text in which every `?` stands for `value`.
    pub fn with(&mut self, text: &'static str, value: impl ToSql + Sync + Send + 'static) -> &mut Self {
        self.params.push(Box::new(value));
        let place = format!("${}", self.params.len());
        self.sql.push(' ');
        self.sql.push_str(&text.replace('?', &place));
        self
    }

    /// Has it planned for its values, each time: see [`Planning::ForValues`].
    pub fn planned_for_values(&mut self) -> &mut Self {
        self.planning = Planning::ForValues;
        self
    }

    /// The statement as it will be prepared.
    pub fn sql(&self) -> &str {
        &self.sql
    }

    /// Runs it outside any transaction.
    pub async fn run(&self, db: &Db) -> Result<Vec<Row>, StoreError> {
        let params = self.params();
        Ok(db.read(&[self.call(&params)]).await?.pop().unwrap_or_default())
    }

    /// Runs both in one round trip. Gives the rows of each.
    pub async fn run_with(&self, db: &Db, other: &Self) -> Result<(Vec<Row>, Vec<Row>), StoreError> {
        let (own, others) = (self.params(), other.params());
        let mut answers = db.read(&[self.call(&own), other.call(&others)]).await?.into_iter();
        Ok((answers.next().unwrap_or_default(), answers.next().unwrap_or_default()))
    }

    /// Runs it right behind another statement, in one round trip. Gives the rows of that one and its own.
    pub async fn run_behind(
        &self,
        db: &Db,
        first: &Statement,
        params: Params<'_>,
    ) -> Result<(Vec<Row>, Vec<Row>), StoreError> {
        let own = self.params();
        let mut answers = db.read(&[Call::of(first, params), self.call(&own)]).await?.into_iter();
        Ok((answers.next().unwrap_or_default(), answers.next().unwrap_or_default()))
    }

    fn params(&self) -> Vec<&(dyn ToSql + Sync)> {
        self.params.iter().map(|param| param.as_ref() as &(dyn ToSql + Sync)).collect()
    }

    fn call<'a>(&'a self, params: Params<'a>) -> Call<'a> {
        Call { name: "", sql: &self.sql, params, planning: self.planning }
    }
}

/// A prefix for `like`: the client's text with its wildcards made plain, and one wildcard at the end.
pub fn prefix_pattern(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len() + 1);
    for c in text.chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_become_numbered_places() {
        let mut query = Query::new("select 1 from t where true");
        query.with("and (a = ? or b = ?)", "x").text("and c").with("limit ?", 5_i64);
        assert_eq!(query.sql(), "select 1 from t where true and (a = $1 or b = $1) and c limit $2");
    }

    #[test]
    fn wildcards_of_a_client_are_plain_text() {
        assert_eq!(prefix_pattern(r"50%_\x"), r"50\%\_\\x%");
    }
}
