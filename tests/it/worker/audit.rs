//! The audit trail: whatever is changed behind the product's back shows.

use diesel::RunQueryDsl as _;
use ostakar::app::audit::{Broken, Fault, Verification, seal, verify};
use ostakar::app::journal::audit;
use ostakar::app::{Actor, App, Error};
use ostakar::store::StoreError;

use crate::support::app::TestApp;
use crate::support::{TestDb, both};

async fn act(app: &App, count: usize) {
    let now = app.clock.now();
    let written = app.db.write(move |tx| -> Result<(), Error> {
        for number in 0..count {
            audit(tx, &Actor::system(), now, ("sign_in", "user"), number)?;
        }
        Ok(())
    });
    written.await.unwrap();
}

async fn sql(app: &App, statement: &'static str) {
    let done =
        app.db.write(move |tx| -> Result<usize, StoreError> { Ok(diesel::sql_query(statement).execute(tx.conn())?) });
    assert!(done.await.unwrap() > 0, "{statement}");
}

/// Three seals over 3, 4 and 5 rows, and 2 rows without.
async fn sealed(db: TestDb) -> TestApp {
    let test = TestApp::bare(db).await;
    while seal(&test.app).await.unwrap() > 0 {}
    assert_eq!(verify(&test.app.db).await.unwrap().seals, 0, "the reference data leaves no trail");
    for count in 3..=5 {
        act(&test.app, count).await;
        assert_eq!(seal(&test.app).await.unwrap(), count);
    }
    act(&test.app, 2).await;
    test
}

async fn found(test: &TestApp) -> Verification {
    verify(&test.app.db).await.unwrap()
}

both!(a_whole_chain_is_whole, async |db: TestDb| {
    let test = sealed(db).await;
    let whole = found(&test).await;
    assert_eq!((whole.seals, whole.rows, whole.unsealed, whole.first_broken), (3, 12, 2, None));
    assert_eq!(whole.head.len(), 64);
    assert_eq!(seal(&test.app).await.unwrap(), 2);
    assert_eq!(seal(&test.app).await.unwrap(), 0);
    let longer = found(&test).await;
    assert_eq!((longer.seals, longer.unsealed), (4, 0));
    assert_ne!(longer.head, whole.head);
});

/// One way of tampering, and what is found.
macro_rules! tampered {
    ($($name:ident: $sql:expr => $seal:expr, $fault:ident;)+) => {$(
        both!($name, async |db: TestDb| {
            let test = sealed(db).await;
            sql(&test.app, $sql).await;
            assert_eq!(found(&test).await.first_broken, Some(Broken { seal: $seal, fault: Fault::$fault }));
        });
    )+};
}

tampered! {
    a_changed_row: "UPDATE audit_rows SET detail = 'nothing' WHERE seal = 2 AND subject_id = '1'" => 2, HashDiffers;
    a_row_given_to_another: "UPDATE audit_rows SET actor_id = '' WHERE seal = 3 AND subject_id = '4'" => 3, HashDiffers;
    a_row_made_unreadable: "UPDATE audit_rows SET actor_kind = 'nobody' WHERE seal = 2 AND subject_id = '1'"
        => 2, HashDiffers;
    a_removed_row: "DELETE FROM audit_rows WHERE seal = 2 AND subject_id = '3'" => 2, CountDiffers;
    an_inserted_row: "INSERT INTO audit_rows SELECT 'z', at, actor_kind, actor_id, action, subject, subject_id, \
        detail, seal FROM audit_rows WHERE seal = 1 AND subject_id = '0'" => 1, CountDiffers;
    a_row_moved_out: "UPDATE audit_rows SET seal = NULL WHERE seal = 3 AND subject_id = '0'" => 3, CountDiffers;
    a_removed_seal: "DELETE FROM audit_seals WHERE number = 2" => 2, SealMissing;
    the_first_seal_removed: "DELETE FROM audit_seals WHERE number = 1" => 1, SealMissing;
    the_last_seal_removed: "DELETE FROM audit_seals WHERE number = 3" => 3, SealMissing;
    a_changed_count: "UPDATE audit_seals SET row_count = 9 WHERE number = 1" => 1, CountDiffers;
    a_changed_hash: "UPDATE audit_seals SET hash = 'beef' WHERE number = 1" => 1, HashDiffers;
    a_changed_time: "UPDATE audit_seals SET sealed_at = sealed_at + 1 WHERE number = 2" => 2, HashDiffers;
}
