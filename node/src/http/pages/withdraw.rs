//! Taking a story back, in two steps: a code that is right is answered with a last question, and the answer to that withdraws.
//! The code comes in the body of a POST both times; what is answered has no code in its address, and none in its text but where
//! it has to be typed again or sent again.

use super::{contact, hub_ref};
use crate::http::desk::Desk;
use crate::http::removal::{self, Looked, NotTaken};
use crate::http::trouble::Trouble;
use crate::http::visit::Visit;
use axum::extract::{Form, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use knutepunkt_protocol::code::{Code, CodeError, GROUP, GROUPS};
use knutepunkt_protocol::ids::HubId;
use knutepunkt_protocol::law::Standing;
use knutepunkt_web_ui::forms::{FIELD_CODE, FIELD_CONFIRMED};
use knutepunkt_web_ui::pages::withdraw::{self, CodeProblem, ConfirmView, WithdrawView};
use knutepunkt_web_ui::paths;
use knutepunkt_web_ui::site::{Contact, HubRef};
use std::sync::Arc;
use zeroize::Zeroizing;

/// Other centres that are named on the form, at most.
const CENTRES: usize = 100;

/// The empty form, or why there is none.
pub(in crate::http) async fn form(State(desk): State<Arc<Desk>>, visit: Visit) -> Result<Response, Trouble> {
    let view = WithdrawView { off: !visit.secure, ..empty(&desk).await? };
    Ok(Html(withdraw::render(&visit.site(&desk), &view)).into_response())
}

/// Takes a code: asks once more, or hands it in and leads to what comes of it.
pub(in crate::http) async fn hand_in(
    State(desk): State<Arc<Desk>>,
    visit: Visit,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Trouble> {
    let confirmed = fields.iter().any(|(name, _)| name == FIELD_CONFIRMED);
    let entered = fields.into_iter().find(|(name, _)| name == FIELD_CODE).map(|(_, value)| value);
    let entered = Zeroizing::new(entered.unwrap_or_default());
    if !visit.secure {
        let page = withdraw::render(&visit.site(&desk), &WithdrawView { off: true, ..empty(&desk).await? });
        return Ok((StatusCode::FORBIDDEN, Html(page)).into_response());
    }
    let looked = match confirmed {
        true => removal::hand_in(&desk, visit.source, entered.clone()).await.map(|taken| Looked::Withdrawn(taken.key)),
        false => removal::look(&desk, visit.source, &entered).await,
    };
    let mut group = None;
    let (problem, trouble) = match looked {
        Ok(Looked::Withdrawn(key)) => {
            let receipts = visit.lang.path(&paths::receipts(&key.to_string()));
            let location = HeaderValue::try_from(receipts).map_err(|_| Trouble::internal())?;
            return Ok((StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response());
        }
        Ok(Looked::Owner(owner)) => {
            let view = ConfirmView { code: entered.to_string(), owner: owner_of(&desk, owner).await? };
            return Ok(Html(withdraw::render_confirm(&visit.site(&desk), &view)).into_response());
        }
        Err(NotTaken::Code(error)) => {
            group = wrong_group(&entered, error);
            (of_code(error), Trouble::unprocessable("code", error.to_string()))
        }
        Err(NotTaken::Trouble(trouble)) if trouble.rule == "too_many" => (CodeProblem::TooMany, trouble),
        Err(NotTaken::Trouble(trouble)) if trouble.rule == "no_room" => (CodeProblem::NoRoom, trouble),
        Err(NotTaken::Trouble(trouble)) => return Err(trouble),
    };
    let view = WithdrawView {
        code: entered.to_string(),
        problem: Some(problem),
        group,
        elsewhere: trouble.elsewhere.clone(),
        ..empty(&desk).await?
    };
    Ok(trouble.headed(Html(withdraw::render(&visit.site(&desk), &view)).into_response()))
}

fn of_code(error: CodeError) -> CodeProblem {
    match error {
        CodeError::Length(0) => CodeProblem::Empty,
        CodeError::Length(_) => CodeProblem::Length,
        CodeError::Character(_) => CodeProblem::Character,
        CodeError::Check => CodeProblem::Check,
    }
}

/// In which of the seven groups something is wrong, as far as one can know.
fn wrong_group(entered: &str, error: CodeError) -> Option<u64> {
    let group = match error {
        CodeError::Character(position) => position.checked_sub(1).map(|before| before / GROUP + 1),
        CodeError::Check => Code::suspect_group(entered),
        CodeError::Length(_) => {
            let groups: Vec<&str> = entered.split([' ', '-']).filter(|group| !group.is_empty()).collect();
            // Only somebody who wrote seven groups can be told which of them is another length.
            let wrong = groups.iter().position(|group| group.chars().count() != GROUP);
            wrong.filter(|_| groups.len() == GROUPS).map(|position| position + 1)
        }
    };
    group.and_then(|group| u64::try_from(group).ok()).filter(|group| *group <= GROUPS as u64)
}

/// The empty form, with whom one can talk to instead.
async fn empty(desk: &Arc<Desk>) -> Result<WithdrawView, Trouble> {
    desk.work(|core| {
        let guard = core.replica();
        let replica = guard.as_ref();
        let me = core.me().hub;
        let hubs = replica.into_iter().flat_map(|replica| {
            let members = replica.law().membership().ranks.keys().filter(|hub| **hub != me);
            members
                .filter(|hub| matches!(replica.law().standing(hub), Standing::Member(_)))
                .take(CENTRES)
                .map(move |hub| (replica, hub))
        });
        let centres = hubs.map(|(replica, hub)| (hub_ref(core, replica, hub), contact(core, Some(replica), hub))).collect();
        Ok(WithdrawView::open(contact(core, replica, &me), centres))
    })
    .await
}

/// The hub that received a story, and whom to talk with there.
async fn owner_of(desk: &Arc<Desk>, owner: Option<HubId>) -> Result<Option<(HubRef, Option<Contact>)>, Trouble> {
    let Some(owner) = owner else { return Ok(None) };
    desk.work(move |core| {
        Ok(core.replica().as_ref().map(|replica| (hub_ref(core, replica, &owner), contact(core, Some(replica), &owner))))
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wrong_group_is_named_where_one_can_know() {
        let right = Code::from_random([9; 16]).to_string();
        let group = |text: &str| text.parse::<Code>().err().and_then(|error| wrong_group(text, error));
        assert_eq!(group(&right), None);
        let other = |at: usize| {
            let mut letters: Vec<char> = right.chars().collect();
            letters[at] = if letters[at] == '2' { '3' } else { '2' };
            letters.into_iter().collect::<String>()
        };
        assert_eq!((group(&other(1)), group(&other(12)), group(&other(33))), (Some(1), Some(3), Some(7)));
        assert_eq!(group(&right.replacen(&right[5..6], "Æ", 1)).map(|group| group <= 2), Some(true));
        assert_eq!(group(&format!("{}X{}", &right[..8], &right[8..])), Some(2));
        assert_eq!(group(&right[..20]), None, "what is missing at the end is in no group");
        assert_eq!(group(&"Æ".repeat(100)), Some(1));
        assert_eq!(group(&format!("{}Æ", "0".repeat(500))), None);
    }
}
