//! Answers of the archive, kept for as long as it does not change, and ETags for them.
//!
//! Whatever passes here depends on the address and the archive alone.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::app::App;
use crate::problem::Problem;

/// The most bytes of bodies kept.
const MOST_BYTES: usize = 32 << 20;
/// What an answer takes besides its body.
const OVERHEAD: usize = 512;
/// Longer addresses are not remembered.
const LONGEST_KEY: usize = 2048;

/// Answers kept.
#[derive(Default)]
pub struct Cache {
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    /// The archive's number when these were answered.
    generation: u64,
    answers: HashMap<String, Answer>,
    bytes: usize,
}

#[derive(Clone)]
struct Answer {
    content_type: Option<HeaderValue>,
    disposition: Option<HeaderValue>,
    etag: HeaderValue,
    body: Bytes,
}

impl Cache {
    fn get(&self, generation: u64, key: &str) -> Option<Answer> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.generation == generation { kept.answers.get(key).cloned() } else { None }
    }

    fn put(&self, generation: u64, key: String, answer: Answer) {
        let size = key.len() + answer.body.len() + OVERHEAD;
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.generation != generation || kept.bytes + size > MOST_BYTES {
            *kept = Kept { generation, ..Kept::default() };
        }
        if size <= MOST_BYTES && kept.answers.insert(key, answer).is_none() {
            kept.bytes += size;
        }
    }
}

/// Answers from memory what was asked before, and with 304 what the client has.
pub async fn answer(State(app): State<Arc<App>>, request: Request, next: Next) -> Result<Response, Problem> {
    // the answer to HEAD has no body to keep
    if request.method() != Method::GET {
        return Ok(next.run(request).await);
    }
    let key = request.uri().path_and_query().map_or_else(String::new, ToString::to_string);
    let seen = request.headers().get(header::IF_NONE_MATCH).cloned();
    let generation = app.store.generation().await?;
    if let Some(answer) = app.cache.get(generation, &key) {
        app.metrics.answered_from_memory();
        return Ok(answer.into_response(seen.as_ref()));
    }
    let response = next.run(request).await;
    if response.status() != StatusCode::OK {
        return Ok(response);
    }
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await.map_err(Problem::internal)?;
    let answer = Answer {
        content_type: parts.headers.get(header::CONTENT_TYPE).cloned(),
        disposition: parts.headers.get(header::CONTENT_DISPOSITION).cloned(),
        etag: etag(&body),
        body,
    };
    if key.len() <= LONGEST_KEY {
        app.cache.put(generation, key, answer.clone());
    }
    Ok(answer.into_response(seen.as_ref()))
}

impl Answer {
    fn into_response(self, seen: Option<&HeaderValue>) -> Response {
        let mut headers = HeaderMap::new();
        headers.insert(header::ETAG, self.etag.clone());
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
        if matches(seen, &self.etag) {
            return (StatusCode::NOT_MODIFIED, headers).into_response();
        }
        for (name, value) in
            [(header::CONTENT_TYPE, self.content_type), (header::CONTENT_DISPOSITION, self.disposition)]
        {
            if let Some(value) = value {
                headers.insert(name, value);
            }
        }
        (headers, Body::from(self.body)).into_response()
    }
}

/// A weak ETag, since the body may be sent packed or plain.
pub fn etag(body: &[u8]) -> HeaderValue {
    let mut hasher = DefaultHasher::new();
    body.hash(&mut hasher);
    let tag = format!("W/\"{:016x}{:x}\"", hasher.finish(), body.len());
    HeaderValue::try_from(tag).unwrap_or_else(|_| HeaderValue::from_static("W/\"0\""))
}

/// Whether `If-None-Match` names the tag.
pub fn matches(seen: Option<&HeaderValue>, etag: &HeaderValue) -> bool {
    let strip = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let (Some(Ok(seen)), Ok(etag)) = (seen.map(HeaderValue::to_str), etag.to_str()) else { return false };
    seen.split(',').any(|tag| tag.trim() == "*" || strip(tag) == strip(etag))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(bytes: usize) -> Answer {
        let body = Bytes::from(vec![b'a'; bytes]);
        Answer { content_type: None, disposition: None, etag: etag(&body), body }
    }

    #[test]
    fn a_change_of_the_archive_forgets_everything() {
        let cache = Cache::default();
        cache.put(1, "/a".to_owned(), answer(1));
        assert!(cache.get(1, "/a").is_some());
        assert!(cache.get(2, "/a").is_none());
        cache.put(2, "/b".to_owned(), answer(1));
        assert!(cache.get(2, "/a").is_none());
    }

    #[test]
    fn memory_is_bounded() {
        let cache = Cache::default();
        for n in 0..100 {
            cache.put(1, format!("/{n}"), answer(MOST_BYTES / 10));
        }
        let kept = cache.kept.lock().unwrap();
        let bytes: usize = kept.answers.iter().map(|(key, a)| key.len() + a.body.len() + OVERHEAD).sum();
        assert_eq!(bytes, kept.bytes);
        assert!(bytes <= MOST_BYTES);
    }

    #[test]
    fn tags_are_compared_weakly() {
        let tag = HeaderValue::from_static("W/\"ab\"");
        let has = |seen: &'static str| matches(Some(&HeaderValue::from_static(seen)), &tag);
        assert!(has("\"ab\"") && has("\"x\", W/\"ab\"") && has("*"));
        assert!(!has("\"abc\""));
    }
}
