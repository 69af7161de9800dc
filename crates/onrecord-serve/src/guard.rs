//! Who may ask, and what a browser may do with the answer.

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use subtle::ConstantTimeEq;

use crate::app::App;
use crate::problem::Sort;

/// Nothing but our own style, script and pictures; no page of another site may frame or be sent to.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
    connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Headers of every answer.
const HEADERS: [(&str, &str); 7] = [
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    // a form's `Origin` is withheld where no referrer is sent at all
    ("referrer-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("x-frame-options", "DENY"),
];

/// Adds what every answer has to say to a browser.
pub async fn harden(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    for (name, value) in HEADERS {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    // what somebody read stays out of shared caches and of disks
    response.headers_mut().entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// Lets in who may ask.
pub async fn admit(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    if request.uri().path() == "/healthz" {
        return next.run(request).await;
    }
    match &app.settings.token {
        Some(token) if !knows(headers, token) => {
            let mut refusal = Sort::Token
                .with(
                    "Send the token that the server was started with, as a bearer token or as the password.",
                )
                .into_response();
            let ask = HeaderValue::from_static("Basic realm=\"onrecord\", charset=\"UTF-8\"");
            refusal.headers_mut().insert(header::WWW_AUTHENTICATE, ask);
            return refusal;
        }
        Some(_) => {}
        // without a token, a foreign page whose name is made to resolve to this machine could ask
        None if !is_this_machine(host(headers, request.uri())) => {
            return Sort::Host
                .with("Without a token, this server answers to localhost alone.")
                .into_response();
        }
        None => {}
    }
    if *request.method() != Method::GET && *request.method() != Method::HEAD && from_elsewhere(headers) {
        return Sort::OtherSite
            .with("A page of another site sent this. Open this server's own page and send it from there.")
            .into_response();
    }
    next.run(request).await
}

/// Whether the request brings the token, as a bearer token or as the password of a browser's prompt.
/// The time this takes says nothing about where they differ.
fn knows(headers: &HeaderMap, token: &str) -> bool {
    let Some(Ok(value)) = headers.get(header::AUTHORIZATION).map(HeaderValue::to_str) else { return false };
    let Some((scheme, rest)) = value.split_once(' ') else { return false };
    let given = if scheme.eq_ignore_ascii_case("bearer") {
        rest.trim().as_bytes().to_vec()
    } else if scheme.eq_ignore_ascii_case("basic") {
        let Ok(pair) = BASE64_STANDARD.decode(rest.trim()) else { return false };
        match pair.iter().position(|byte| *byte == b':') {
            Some(colon) => pair[colon + 1..].to_vec(),
            None => return false,
        }
    } else {
        return false;
    };
    given.ct_eq(token.as_bytes()).into()
}

/// The host that the client meant, without the port.
fn host<'r>(headers: &'r HeaderMap, uri: &'r Uri) -> Option<&'r str> {
    let named = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let host = named.or_else(|| uri.authority().map(|authority| authority.as_str()))?;
    match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next(),
        None => host.split(':').next(),
    }
}

fn is_this_machine(host: Option<&str>) -> bool {
    let Some(host) = host else { return false };
    host.eq_ignore_ascii_case("localhost")
        || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// Whether a browser says that a page of another origin made the request.
fn from_elsewhere(headers: &HeaderMap) -> bool {
    let text = |name: header::HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = headers.get("sec-fetch-site") {
        return site != "same-origin" && site != "none";
    }
    let Some(origin) = text(header::ORIGIN) else { return false };
    let own = text(header::HOST).unwrap_or_default();
    origin.split_once("://").is_none_or(|(_, from)| from != own)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(list: &[(&'static str, &'static str)]) -> HeaderMap {
        list.iter().map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn the_token_comes_as_bearer_or_password() {
        // somebody:0123456789abcdef
        let basic = "Basic c29tZWJvZHk6MDEyMzQ1Njc4OWFiY2RlZg==";
        let token = "0123456789abcdef";
        for good in ["Bearer 0123456789abcdef", "bearer 0123456789abcdef", basic] {
            assert!(knows(&headers(&[("authorization", good)]), token), "{good}");
        }
        for bad in
            ["Bearer 0123456789abcdeF", "Bearer ", "Bearer", "Basic !", "Basic YQ==", "0123456789abcdef"]
        {
            assert!(!knows(&headers(&[("authorization", bad)]), token), "{bad}");
        }
        assert!(!knows(&HeaderMap::new(), token));
    }

    #[test]
    fn only_names_of_this_machine_are_its_names() {
        let uri = Uri::from_static("/");
        for good in ["localhost", "localhost:80", "127.0.0.1:8080", "[::1]:8080", "LOCALHOST"] {
            let headers = headers(&[("host", good)]);
            assert!(is_this_machine(host(&headers, &uri)), "{good}");
        }
        for bad in ["example.org", "localhost.example.org", "127.0.0.1.example.org", "", "[::2]", "10.0.0.1"]
        {
            let headers = headers(&[("host", bad)]);
            assert!(!is_this_machine(host(&headers, &uri)), "{bad}");
        }
        assert!(!is_this_machine(host(&HeaderMap::new(), &uri)));
    }

    #[test]
    fn pages_of_other_sites_are_known_by_what_browsers_say() {
        let own = ("host", "localhost:1");
        assert!(!from_elsewhere(&headers(&[own])));
        assert!(!from_elsewhere(&headers(&[own, ("origin", "http://localhost:1")])));
        assert!(!from_elsewhere(&headers(&[own, ("sec-fetch-site", "same-origin")])));
        assert!(from_elsewhere(&headers(&[own, ("origin", "http://localhost:2")])));
        assert!(from_elsewhere(&headers(&[own, ("origin", "null")])));
        assert!(from_elsewhere(&headers(&[own, ("sec-fetch-site", "same-site")])));
        assert!(from_elsewhere(&headers(&[own, ("sec-fetch-site", "cross-site")])));
    }
}
