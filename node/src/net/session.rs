//! Pulling from one peer, question by question. Each step is committed durably before the next question leaves.

use super::hearing;
use crate::core::{Core, CoreError};
use knutepunkt_protocol::ids::{ItemId, NodeId};
use knutepunkt_protocol::message::{Hello, Request, Response, Why};
use knutepunkt_protocol::reconcile::{Broken, Outcome, Session, Step};
use knutepunkt_protocol::replica::{Effects, Hand, Refusal, Replica, Set};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::{mpsc, oneshot};
use tokio::task::spawn_blocking;

/// Documents or items of one answer that are taken in at once, so that readers do not wait for a whole answer.
const AT_ONCE: usize = 64;

/// Questions of one session. Taking over a million documents takes some 10 000.
const QUESTIONS: usize = 20_000;

/// Time for one session. Half a million documents over a slow line begin again where this one ended.
const DURATION: Duration = Duration::from_secs(20 * 60);

/// A question of a session, for the driver to put to the peer.
#[derive(Debug)]
pub(super) struct Question {
    pub node: NodeId,
    pub request: Request,
    pub answer: oneshot::Sender<Response>,
}

/// How a session ended.
#[derive(Debug)]
pub(super) enum Ended {
    /// There was nothing to ask.
    InStep,
    /// It came to its end.
    Done(Outcome),
    /// The peer's answers end it; `Refused` with why, where it said so.
    Broken(Broken, Option<Why>),
    /// It came to no end in the time and the questions that it may take.
    Endless,
    /// The peer did not answer, or is gone.
    Lost,
    /// The disk refused, or the machine belongs to no network.
    Unsaved,
}

/// What is left after a session.
#[derive(Debug)]
pub(super) struct After {
    pub node: NodeId,
    /// The hello that began it.
    pub hello: Hello,
    /// Our digests now.
    pub mine: Vec<ItemId>,
    pub ended: Ended,
}

/// Pulls from a peer what its hello says that it holds and this node does not.
pub(super) async fn pull(core: Arc<Core>, questions: mpsc::Sender<Question>, node: NodeId, hello: Hello) -> After {
    let begun = Instant::now();
    let ended = run(&core, &questions, node, &hello, begun).await;
    let mine = spawn_blocking(move || core.read(|replica| replica.digests().to_vec()).unwrap_or_default());
    After { node, hello, mine: mine.await.unwrap_or_default(), ended }
}

async fn run(core: &Arc<Core>, questions: &mpsc::Sender<Question>, node: NodeId, hello: &Hello, begun: Instant) -> Ended {
    let (reader, first) = (core.clone(), hello.clone());
    let session = spawn_blocking(move || {
        let session = reader.read(|replica| Session::new(replica, node, &first));
        if matches!(session, Ok(None)) && first.welcome.covers(Set::Withdrawals) {
            hearing::withdrawals_are_here(&reader, &node);
        }
        session
    });
    let mut session = match session.await {
        Ok(Ok(Some(session))) => session,
        Ok(Ok(None)) => return Ended::InStep,
        Ok(Err(_)) | Err(_) => return Ended::Unsaved,
    };
    let mut answers = Vec::new();
    for _ in 0..QUESTIONS {
        let writer = core.clone();
        let stepped = spawn_blocking(move || {
            let step = take(&writer, &mut session, answers);
            (session, step)
        });
        let request = match stepped.await {
            Ok((back, Ok(Step::Ask(request)))) => {
                session = back;
                *request
            }
            Ok((_, Ok(Step::Done(outcome)))) => {
                return match outcome.broken {
                    Some(broken) => Ended::Broken(broken, None),
                    None => Ended::Done(outcome),
                };
            }
            Ok((_, Err(error))) => {
                tracing::error!(%error, "what a peer sent was not saved");
                return Ended::Unsaved;
            }
            Err(_) => return Ended::Unsaved,
        };
        if begun.elapsed() > DURATION {
            break;
        }
        let (answer, answered) = oneshot::channel();
        if questions.send(Question { node, request, answer }).await.is_err() {
            return Ended::Lost;
        }
        match answered.await {
            Ok(Response::Refused(why)) => return Ended::Broken(Broken::Refused, Some(why)),
            Ok(response) => answers = parts(response),
            Err(_) => return Ended::Lost,
        }
    }
    Ended::Endless
}

/// Takes in an answer part by part. The question that follows a part is the one that the next part answers.
fn take(core: &Core, session: &mut Session, answers: Vec<Response>) -> Result<Step, CoreError> {
    let node = session.peer();
    let mut answers: Vec<Option<Response>> = answers.into_iter().map(Some).collect();
    if answers.is_empty() {
        answers.push(None);
    }
    let mut last = None;
    for answer in answers {
        let brings_documents = matches!(answer, Some(Response::Documents(_)));
        let work = |replica: &mut Replica, hand: Hand<'_>, effects: &mut Effects| {
            Ok::<_, Refusal>(session.step(replica, hand, effects, answer))
        };
        // On a disk that is all but full only documents are refused.
        let step = if brings_documents { core.write(work)? } else { core.record(work)? };
        match &step {
            Step::Ask(request) if is_past_withdrawals(request) => hearing::withdrawals_are_here(core, &node),
            Step::Done(outcome) if outcome.broken.is_none() => hearing::withdrawals_are_here(core, &node),
            _ => {}
        }
        let over = matches!(step, Step::Done(_));
        last = Some(step);
        if over {
            break;
        }
    }
    Ok(last.unwrap_or(Step::Done(Outcome { broken: Some(Broken::Answer), ..Outcome::default() })))
}

/// Whether a question belongs to a set that is reconciled after withdrawals.
fn is_past_withdrawals(request: &Request) -> bool {
    matches!(request, Request::Reconcile(Set::Documents | Set::Receipts | Set::Aside, _))
}

/// A long answer as several short ones.
fn parts(response: Response) -> Vec<Response> {
    fn cut<T>(mut all: Vec<T>, whole: impl Fn(Vec<T>) -> Response) -> Vec<Response> {
        let mut parts = Vec::new();
        while all.len() > AT_ONCE {
            let rest = all.split_off(AT_ONCE);
            parts.push(whole(core::mem::replace(&mut all, rest)));
        }
        parts.push(whole(all));
        parts
    }
    match response {
        Response::Documents(bundles) => cut(bundles, Response::Documents),
        Response::Items(items) => cut(items, Response::Items),
        response => vec![response],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_answer_is_cut_and_a_short_one_is_not() {
        let sizes = |count: usize| -> Vec<usize> {
            let answer = Response::Items((0..count).map(|_| None).collect());
            let sizes = parts(answer).into_iter().map(|part| match part {
                Response::Items(items) => items.len(),
                _ => panic!("not items"),
            });
            sizes.collect()
        };
        assert_eq!(sizes(0), [0]);
        assert_eq!(sizes(64), [64]);
        assert_eq!(sizes(130), [64, 64, 2]);
        assert_eq!(parts(Response::Done), [Response::Done]);
    }
}
