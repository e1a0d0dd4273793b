//! The registry of statements against the migrated schema.

use roost_testkit::TestDatabase;

#[tokio::test(flavor = "multi_thread")]
async fn every_statement_prepares_on_the_migrated_schema() {
    let database = TestDatabase::migrated().await;
    let client = database.client().await;
    let all = roost_store::statement::all();
    assert!(all.len() > 100, "only {} statements are registered", all.len());
    for statement in all {
        let prepared = client.prepare(statement.sql).await;
        assert!(prepared.is_ok(), "{}: {:?}", statement.name, prepared.err());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_shape_of_a_built_statement_prepares_too() {
    let database = TestDatabase::migrated().await;
    let client = database.client().await;
    let shapes = roost_store::statement::shapes();
    assert!(shapes.len() > 50, "only {} shapes", shapes.len());
    for sql in shapes {
        let prepared = client.prepare(&sql).await;
        assert!(prepared.is_ok(), "{sql}: {:?}", prepared.err());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_statement_has_a_name_of_its_own() {
    let mut names: Vec<&str> = roost_store::statement::all().iter().map(|statement| statement.name).collect();
    let all = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), all);
}
