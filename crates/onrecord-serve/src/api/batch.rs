//! Reading many articles: JSON Lines in, JSON Lines out, each answer as soon as it is there.
//!
//! Memory holds one line and one record, however long the batch is.

use std::convert::Infallible;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

use super::read::{ReadRequest, record};
use crate::app::App;
use crate::problem::{Problem, Sort};

/// Answers that wait for a slow client.
const AHEAD: usize = 4;

/// Read many articles
///
/// Takes one article a line and gives one line for each, in their order: its record, or
/// `{"problem": {...}}` where it could not be read.
#[utoipa::path(post, path = "/api/v1/batch", tag = "read",
    request_body(description = "One `ReadRequest` a line", content = String, content_type = "application/x-ndjson"),
    responses(
        (status = 200, description = "One `BatchLine` a line", content_type = "application/x-ndjson", body = String),
    ))]
pub async fn batch(State(app): State<Arc<App>>, request: Request) -> Response {
    let (give, take) = mpsc::channel::<Result<Bytes, Infallible>>(AHEAD);
    let most = app.settings.limits.batch_bytes;
    tokio::spawn(async move {
        let mut lines = Lines::new(request.into_body(), app.settings.limits.article_bytes, most);
        while let Some(line) = lines.next().await {
            let answer = match line {
                Ok(line) => answer(&app, &line).await,
                Err(problem) => Err(problem),
            };
            // the client has gone
            if give.send(Ok(written(answer))).await.is_err() {
                return;
            }
        }
    });
    let body = Body::from_stream(ReceiverStream::new(take));
    ([(header::CONTENT_TYPE, "application/x-ndjson")], body).into_response()
}

async fn answer(app: &Arc<App>, line: &[u8]) -> Result<String, Problem> {
    let request: ReadRequest = serde_json::from_slice(line)
        .map_err(|error| Sort::Question.with(format!("The line is no request: {error}")))?;
    let (given, about, wanted) = request.parts()?;
    let record = record(app, given, about, wanted).await?;
    serde_json::to_string(&record).map_err(Problem::internal)
}

fn written(answer: Result<String, Problem>) -> Bytes {
    let mut line = match answer {
        Ok(record) => record,
        Err(problem) => serde_json::json!({ "problem": problem }).to_string(),
    };
    line.push('\n');
    Bytes::from(line)
}

/// The lines of a body, none longer than allowed.
struct Lines {
    body: axum::body::BodyDataStream,
    held: Vec<u8>,
    most: usize,
    left: usize,
    ended: bool,
}

impl Lines {
    fn new(body: Body, most: usize, whole: usize) -> Self {
        Lines { body: body.into_data_stream(), held: Vec::new(), most, left: whole, ended: false }
    }

    /// The next line that is not blank. After an error there is none.
    async fn next(&mut self) -> Option<Result<Vec<u8>, Problem>> {
        let mut searched = 0;
        loop {
            if let Some(end) = self.held[searched..].iter().position(|byte| *byte == b'\n') {
                let rest = self.held.split_off(searched + end + 1);
                let line = std::mem::replace(&mut self.held, rest);
                searched = 0;
                if !line.trim_ascii().is_empty() {
                    return Some(Ok(line));
                }
                continue;
            }
            searched = self.held.len();
            if self.ended {
                let line = std::mem::take(&mut self.held);
                return (!line.trim_ascii().is_empty()).then_some(Ok(line));
            }
            if self.held.len() > self.most {
                return self.end(Sort::TooLarge.with(format!("A line has more than {} bytes.", self.most)));
            }
            match self.body.next().await {
                Some(Ok(piece)) if piece.len() > self.left => {
                    return self.end(Sort::TooLarge.with("The batch is too long; send it in parts."));
                }
                Some(Ok(piece)) => {
                    self.left -= piece.len();
                    self.held.extend_from_slice(&piece);
                }
                Some(Err(error)) => {
                    return self.end(Sort::SlowRequest.with(format!("The batch broke off: {error}")));
                }
                None => self.ended = true,
            }
        }
    }

    fn end(&mut self, problem: Problem) -> Option<Result<Vec<u8>, Problem>> {
        self.ended = true;
        self.held = Vec::new();
        Some(Err(problem))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn lines(body: &'static str, most: usize) -> Vec<String> {
        let pieces: Vec<Result<&[u8], Infallible>> = body.as_bytes().chunks(3).map(Ok).collect();
        let body = Body::from_stream(tokio_stream::iter(pieces));
        let mut lines = Lines::new(body, most, 100);
        let mut out = Vec::new();
        while let Some(line) = lines.next().await {
            out.push(match line {
                Ok(line) => String::from_utf8(line).unwrap().trim_end().to_owned(),
                Err(problem) => problem.status.to_string(),
            });
        }
        out
    }

    #[tokio::test]
    async fn lines_come_one_by_one() {
        assert_eq!(lines("one\n\n  \ntwo two\r\nthree", 100).await, ["one", "two two", "three"]);
        assert!(lines("", 100).await.is_empty());
    }

    #[tokio::test]
    async fn a_line_without_end_is_refused() {
        assert_eq!(lines("one\ntwo two two two two", 10).await, ["one", "413"]);
    }
}
