//! What the owner of a task is told: it stands in the bell, and wakes the browsers that the owner lets be woken.

use crate::app::messages::Param;
use crate::app::push::put_notice;
use crate::app::{Actor, Error};
use crate::domain::message::RecipientKind;
use crate::domain::task::TaskNews;
use crate::domain::time::Instant;
use crate::store::push::{PushSubscription, list_push_subscriptions, list_push_subscriptions_of_role};
use crate::store::tasks::Task;
use crate::store::{At, Col, StoreError, Tx};

/// Notes the news in the task, which the caller then saves, and tells the owner's browsers; never those of whoever did it.
pub(super) fn tell(
    tx: &mut Tx<'_>,
    (actor, now): (&Actor, Instant),
    task: &mut Task,
    news: TaskNews,
) -> Result<(), Error> {
    task.news = Some(Col(news));
    task.news_at = Some(At(now));
    task.news_by = actor.user().map(Col);
    let once = format!("{}:{news}:{}", task.id.0, now.timestamp_micros());
    let params = [
        ("news", Param::Text(news.to_string())),
        ("task", Param::Task(task.kind.0.to_string())),
        ("due", Param::Moment(task.due_at.0)),
    ];
    for browser in browsers(tx, task)? {
        let is_own_doing = actor.user().is_some_and(|user| user.as_str() == browser.recipient_id);
        if !is_own_doing {
            put_notice(tx, now, &browser, (&once, &params))?;
        }
    }
    Ok(())
}

/// Those of the person whose task it is, else of all whose role it is and who see its province.
fn browsers(tx: &mut Tx<'_>, task: &Task) -> Result<Vec<PushSubscription>, StoreError> {
    if let Some(owner) = task.owner_id {
        return list_push_subscriptions(tx.conn(), (RecipientKind::Staff, owner.0.as_str()));
    }
    let of_role = list_push_subscriptions_of_role(tx.conn(), task.owner_role.0)?;
    let sees = |provinces: &[String]| provinces.is_empty() || provinces.contains(&task.province);
    Ok(of_role.into_iter().filter(|(_, provinces)| sees(provinces)).map(|(browser, _)| browser).collect())
}
