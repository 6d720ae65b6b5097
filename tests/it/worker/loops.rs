//! The running worker: it delivers as soon as something is written, also beside a gateway that hangs, and ends.

use std::time::Duration;

use ostakar::gateway::memory::Mood;
use ostakar::worker;

use super::{until, write_messages};
use crate::support::app::TestApp;
use crate::support::{TestDb, both};

both!(a_written_message_leaves_at_once_and_the_worker_ends, async |db: TestDb| {
    let test = TestApp::bare(db).await;
    let worker = worker::start(test.app.clone());
    write_messages(&test.app, "first", 10).await;
    until("delivery", async || test.sms.all().len() == 10).await;
    test.sms.set(Mood::Hang);
    write_messages(&test.app, "hanging", 1).await;
    until("asking", async || test.sms.asked() == 11).await;
    test.sms.set(Mood::Accept);
    write_messages(&test.app, "beside", 10).await;
    until("delivery beside", async || test.sms.all().len() == 20).await;
    let ended = tokio::time::timeout(Duration::from_secs(12), worker.stop()).await;
    assert!(ended.is_ok(), "cut off after ten seconds");
});
