//! Questions over HTTP, as a browser or another program asks them.

use serde_json::Value;
use std::time::Duration;
use ureq::Agent;
use ureq::http::Response;

/// A site that somebody serves.
#[derive(Debug, Clone)]
pub struct Site {
    /// Its beginning, `http://127.0.0.1:8101`.
    pub url: String,
    agent: Agent,
}

/// What was answered.
#[derive(Debug, Clone)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// Headers, names in small letters.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

impl Site {
    /// The site at an address.
    pub fn at(url: &str) -> Site {
        let agent = Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(30)))
            .max_redirects(0)
            .max_idle_connections(0)
            .build()
            .new_agent();
        Site { url: url.trim_end_matches('/').to_owned(), agent }
    }

    /// Asks for a path. A site that cannot be reached answers `None`.
    pub fn ask(&self, path: &str) -> Option<Reply> {
        self.agent.get(format!("{}{path}", self.url)).call().ok().map(Reply::of)
    }

    /// Asks for a path of a site that is there.
    #[track_caller]
    pub fn get(&self, path: &str) -> Reply {
        match self.agent.get(format!("{}{path}", self.url)).call() {
            Ok(response) => Reply::of(response),
            Err(error) => panic!("{}{path}: {error}", self.url),
        }
    }

    /// Asks for a path of which one has what this tag names.
    #[track_caller]
    pub fn get_unless(&self, path: &str, tag: &str) -> Reply {
        match self.agent.get(format!("{}{path}", self.url)).header("if-none-match", tag).call() {
            Ok(response) => Reply::of(response),
            Err(error) => panic!("{}{path}: {error}", self.url),
        }
    }

    /// The status of a path.
    #[track_caller]
    pub fn status_of(&self, path: &str) -> u16 {
        self.get(path).status
    }

    /// What is at a path, which must be there, as JSON.
    #[track_caller]
    pub fn json(&self, path: &str) -> Value {
        let reply = self.get(path);
        assert_eq!(reply.status, 200, "{path}: {}", reply.body);
        reply.json()
    }

    /// Sends JSON.
    #[track_caller]
    pub fn post(&self, path: &str, body: &Value) -> Reply {
        match self.agent.post(format!("{}{path}", self.url)).send_json(body) {
            Ok(response) => Reply::of(response),
            Err(error) => panic!("{}{path}: {error}", self.url),
        }
    }

    /// Sends anything, of any type.
    #[track_caller]
    pub fn post_text(&self, path: &str, content_type: &str, body: &str) -> Reply {
        let request = self.agent.post(format!("{}{path}", self.url)).header("content-type", content_type);
        match request.send(body) {
            Ok(response) => Reply::of(response),
            Err(error) => panic!("{}{path}: {error}", self.url),
        }
    }

    /// Hands in a withdrawal code.
    #[track_caller]
    pub fn withdraw(&self, code: &str) -> Reply {
        self.post("/api/v1/withdrawals", &serde_json::json!({ "code": code }))
    }

    /// The node's status.
    #[track_caller]
    pub fn status(&self) -> Value {
        self.json("/api/v1/status")
    }

    /// The summary of what is shared.
    pub fn fingerprint(&self) -> Option<String> {
        let status = self.ask("/api/v1/status")?;
        status.json()["fingerprint"].as_str().map(str::to_owned)
    }
}

impl Reply {
    fn of(mut response: Response<ureq::Body>) -> Reply {
        let headers = response.headers().iter();
        let headers =
            headers.map(|(name, value)| (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned()));
        Reply {
            status: response.status().as_u16(),
            headers: headers.collect(),
            body: response.body_mut().read_to_string().unwrap_or_default(),
        }
    }

    /// A header's value.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(header, _)| header == name).map(|(_, value)| value.as_str())
    }

    /// The body as JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    /// Must be a problem of this status and rule; answers it.
    #[track_caller]
    pub fn problem(&self, status: u16, rule: Option<&str>) -> Value {
        assert_eq!(self.status, status, "{}", self.body);
        assert_eq!(self.header("content-type"), Some("application/problem+json"), "{}", self.body);
        let problem = self.json();
        let named = problem["type"].as_str().and_then(|it| it.strip_prefix("/problems/")).unwrap_or_default();
        assert!(!named.is_empty() && rule.is_none_or(|rule| rule == named), "{problem}");
        assert_eq!(problem["status"], status, "{problem}");
        assert!(["title", "detail"].iter().all(|text| problem[text].as_str().is_some_and(|it| !it.is_empty())), "{problem}");
        problem
    }
}
