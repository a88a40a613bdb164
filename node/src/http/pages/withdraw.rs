//! Taking a story back. The code comes in the body of a POST; what is answered has no code in its address, and none in its text
//! but where it has to be typed again.

use super::contact;
use crate::http::desk::Desk;
use crate::http::removal::{self, NotTaken};
use crate::http::trouble::Trouble;
use crate::http::visit::Visit;
use axum::extract::{Form, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use knutepunkt_protocol::code::CodeError;
use knutepunkt_web_ui::forms::FIELD_CODE;
use knutepunkt_web_ui::pages::withdraw::{self, CodeProblem, WithdrawView};
use knutepunkt_web_ui::paths;
use knutepunkt_web_ui::site::Contact;
use std::sync::Arc;
use zeroize::Zeroizing;

/// The empty form, or why there is none.
pub(in crate::http) async fn form(State(desk): State<Arc<Desk>>, visit: Visit) -> Result<Response, Trouble> {
    let contact = whom_to_call(&desk).await?;
    let view = if visit.secure { WithdrawView::open(contact) } else { WithdrawView::off(contact) };
    Ok(Html(withdraw::render(&visit.site(&desk), &view)).into_response())
}

/// Hands in a code, and leads to what comes of it.
pub(in crate::http) async fn hand_in(
    State(desk): State<Arc<Desk>>,
    visit: Visit,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Trouble> {
    let entered = fields.into_iter().find(|(name, _)| name == FIELD_CODE).map(|(_, value)| value);
    let entered = Zeroizing::new(entered.unwrap_or_default());
    if !visit.secure {
        let page = withdraw::render(&visit.site(&desk), &WithdrawView::off(whom_to_call(&desk).await?));
        return Ok((StatusCode::FORBIDDEN, Html(page)).into_response());
    }
    let (problem, trouble) = match removal::hand_in(&desk, visit.source, entered.clone()).await {
        Ok(taken) => {
            let receipts = visit.lang.path(&paths::receipts(&taken.key.to_string()));
            let location = HeaderValue::try_from(receipts).map_err(|_| Trouble::internal())?;
            return Ok((StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response());
        }
        Err(NotTaken::Code(error)) => (of_code(error), Trouble::unprocessable("code", error.to_string())),
        Err(NotTaken::Trouble(trouble)) if trouble.rule == "too_many" => (CodeProblem::TooMany, trouble),
        Err(NotTaken::Trouble(trouble)) if trouble.rule == "no_room" => (CodeProblem::NoRoom, trouble),
        Err(NotTaken::Trouble(trouble)) => return Err(trouble),
    };
    let view = WithdrawView {
        off: false,
        code: entered.to_string(),
        problem: Some(problem),
        contact: whom_to_call(&desk).await?,
        elsewhere: trouble.elsewhere.clone(),
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

async fn whom_to_call(desk: &Arc<Desk>) -> Result<Option<Contact>, Trouble> {
    desk.work(|core| Ok(contact(core, core.replica().as_ref(), &core.me().hub))).await
}
