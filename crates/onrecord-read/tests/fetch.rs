//! Fetching, against a small server of our own on the loopback.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use onrecord_read::fetch::{Fetcher, Policy, Validators};
use onrecord_read::{Cause, Input, Options, open};

/// What the server answers to a path, given the headers of the request.
type Answer = Box<dyn Fn(&HashMap<String, String>) -> Vec<u8> + Send + Sync>;

/// A server that answers until the test ends, and writes down what it was asked for.
struct Server {
    port: u16,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn start(answers: Vec<(&'static str, Answer)>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&asked);
        let answers = Arc::new(answers);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (answers, log) = (Arc::clone(&answers), Arc::clone(&log));
                thread::spawn(move || answer(stream, &answers, &log));
            }
        });
        Server { port, asked }
    }

    fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

fn answer(mut stream: TcpStream, answers: &[(&'static str, Answer)], log: &Mutex<Vec<String>>) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut line = String::new();
    reader.read_line(&mut line).unwrap();
    let path = line.split(' ').nth(1).unwrap_or_default().to_owned();
    let mut headers = HashMap::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        match line.trim().split_once(':') {
            Some((name, value)) => headers.insert(name.to_ascii_lowercase(), value.trim().to_owned()),
            None => break,
        };
    }
    log.lock().unwrap().push(path.clone());
    let found = answers.iter().find(|(known, _)| *known == path);
    let bytes = found.map_or_else(|| reply("404 Not Found", "", b""), |(_, answer)| answer(&headers));
    // the client may have hung up
    let _ = stream.write_all(&bytes);
}

fn reply(status: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let mut bytes =
        format!("HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {}\r\n{headers}\r\n", body.len())
            .into_bytes();
    bytes.extend_from_slice(body);
    bytes
}

fn page(body: &'static str) -> Answer {
    Box::new(move |_| reply("200 OK", "Content-Type: text/html; charset=utf-8\r\n", body.as_bytes()))
}

fn redirect(to: &'static str) -> Answer {
    Box::new(move |_| reply("302 Found", &format!("Location: {to}\r\n"), b""))
}

fn local() -> Policy {
    Policy { allow_local: true, timeout: Duration::from_secs(10), ..Policy::default() }
}

fn cause(fetcher: &Fetcher, url: &str) -> Cause {
    fetcher.get(url).unwrap_err().cause
}

const STORY: &str = "<html><head><title>Bridge opens</title></head><body><article><h1>Bridge opens</h1><p>The bridge \
    at Vale opened on Monday after two years of works, officials said, at more than twice the cost.</p><p>“We waited \
    long enough,” said the mayor, Ann Oake, who cut the ribbon before a crowd of hundreds.</p></article></body></html>";

#[test]
fn a_page_is_fetched_and_read() {
    let server = Server::start(vec![("/bridge", page(STORY)), ("/moved", redirect("/bridge"))]);
    let options = Options { fetcher: Some(Arc::new(Fetcher::new(local()))), ..Options::default() };
    let items: Vec<_> = open(&Input::Url(server.url("/moved")), &options).unwrap().collect();
    let item = items.into_iter().next().unwrap().unwrap();
    assert_eq!(item.article.document.title.as_deref(), Some("Bridge opens"));
    assert_eq!(item.article.document.url, Some(server.url("/bridge")));
    assert!(item.article.text.starts_with("The bridge at Vale opened"));
    assert_eq!(server.asked(), ["/robots.txt", "/moved", "/bridge"]);
}

#[test]
fn the_local_network_is_refused_before_anything_is_asked() {
    let server = Server::start(vec![("/bridge", page(STORY))]);
    let fetcher = Fetcher::new(Policy::default());
    for url in [
        server.url("/bridge"),
        format!("http://localhost:{}/bridge", server.port),
        format!("http://[::ffff:127.0.0.1]:{}/bridge", server.port),
        format!("http://2130706433:{}/bridge", server.port),
        format!("http://0x7f.1:{}/bridge", server.port),
        format!("http://0:{}/bridge", server.port),
    ] {
        let cause = cause(&fetcher, &url);
        assert!(matches!(cause, Cause::LocalNetwork(_)), "{url}: {cause}");
    }
    assert!(server.asked().is_empty());
}

#[test]
fn redirects_are_bounded_and_checked() {
    let server = Server::start(vec![
        ("/circle", redirect("/circle")),
        ("/file", redirect("file:///etc/passwd")),
        ("/gopher", redirect("gopher://vale.example/")),
    ]);
    let fetcher = Fetcher::new(Policy { obey_robots: false, max_redirects: 3, ..local() });
    assert!(matches!(cause(&fetcher, &server.url("/circle")), Cause::Network(_)));
    assert_eq!(server.asked().len(), 4);
    assert!(matches!(cause(&fetcher, &server.url("/file")), Cause::Address(_)));
    assert!(matches!(cause(&fetcher, &server.url("/gopher")), Cause::Address(_)));
    assert!(matches!(cause(&fetcher, "ftp://vale.example/"), Cause::Address(_)));
}

#[test]
fn robots_txt_is_obeyed() {
    let robots: Answer = Box::new(|_| {
        let rules = "User-agent: *\nDisallow: /private\n\nUser-agent: onrecord\nDisallow: /closed\nAllow: /closed/open\n";
        reply("200 OK", "", rules.as_bytes())
    });
    let server = Server::start(vec![
        ("/robots.txt", robots),
        ("/private/a", page(STORY)),
        ("/closed/a", page(STORY)),
        ("/closed/open", page(STORY)),
        ("/away", redirect("/closed/a")),
    ]);
    let fetcher = Fetcher::new(local());
    assert!(fetcher.get(&server.url("/private/a")).is_ok());
    assert!(fetcher.get(&server.url("/closed/open")).is_ok());
    assert!(matches!(cause(&fetcher, &server.url("/closed/a")), Cause::Robots));
    assert!(matches!(cause(&fetcher, &server.url("/away")), Cause::Robots));
    assert_eq!(server.asked().iter().filter(|path| *path == "/robots.txt").count(), 1);
    assert!(!server.asked().iter().any(|path| path == "/closed/a"));
}

#[test]
fn a_failing_robots_txt_forbids_all() {
    let robots: Answer = Box::new(|_| reply("503 Service Unavailable", "", b""));
    let server = Server::start(vec![("/robots.txt", robots), ("/bridge", page(STORY))]);
    assert!(matches!(cause(&Fetcher::new(local()), &server.url("/bridge")), Cause::Robots));
}

#[test]
fn sizes_are_limited_after_unpacking() {
    let bomb: Answer = Box::new(|_| {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(&vec![b'x'; 4 << 20]).unwrap();
        reply("200 OK", "Content-Encoding: gzip\r\nContent-Type: text/plain\r\n", &encoder.finish().unwrap())
    });
    let server = Server::start(vec![("/bomb", bomb), ("/bridge", page(STORY))]);
    let fetcher = Fetcher::new(Policy { max_bytes: 1 << 20, ..local() });
    let found = cause(&fetcher, &server.url("/bomb"));
    assert!(matches!(found, Cause::TooLarge { limit: 0x10_0000 }), "{found:?}");
    let exact = Fetcher::new(Policy { max_bytes: STORY.len() as u64, ..local() });
    assert!(exact.get(&server.url("/bridge")).is_ok());
}

#[test]
fn what_servers_pack_is_unpacked_and_asked_for() {
    let pack: Answer = Box::new(|headers| {
        let accepted = headers.get("accept-encoding").cloned().unwrap_or_default();
        let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(accepted.as_bytes()).unwrap();
        reply("200 OK", "Content-Encoding: deflate\r\n", &encoder.finish().unwrap())
    });
    let server = Server::start(vec![("/packed", pack)]);
    let fetched = Fetcher::new(local()).get(&server.url("/packed")).unwrap();
    assert_eq!(String::from_utf8(fetched.bytes).unwrap(), "gzip, deflate, br, zstd");
}

#[test]
fn a_server_that_never_ends_is_left() {
    let server = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://127.0.0.1:{}/", server.local_addr().unwrap().port());
    thread::spawn(move || {
        let streams: Vec<_> = server.incoming().collect();
        drop(streams);
    });
    let fetcher = Fetcher::new(Policy { timeout: Duration::from_millis(300), ..local() });
    assert!(matches!(cause(&fetcher, &url), Cause::Network(_)));
}

#[test]
fn an_unchanged_page_is_not_fetched_again() {
    let versioned: Answer = Box::new(|headers| {
        if headers.get("if-none-match").is_some_and(|tag| tag == "\"v1\"") {
            assert_eq!(headers["if-modified-since"], "Mon, 05 May 2031 08:00:00 GMT");
            return reply("304 Not Modified", "", b"");
        }
        assert!(headers["user-agent"].starts_with("onrecord/"));
        let validators = "ETag: \"v1\"\r\nLast-Modified: Mon, 05 May 2031 08:00:00 GMT\r\n";
        reply("200 OK", validators, STORY.as_bytes())
    });
    let server =
        Server::start(vec![("/bridge", versioned), ("/gone", Box::new(|_| reply("410 Gone", "", b"")))]);
    let fetcher = Fetcher::new(local());
    let fetched = fetcher.get(&server.url("/bridge")).unwrap();
    assert_eq!(fetched.validators.etag.as_deref(), Some("\"v1\""));
    let again = fetcher.get_if_changed(&server.url("/bridge"), &fetched.validators).unwrap_err();
    assert!(matches!(again.cause, Cause::NotModified));
    assert!(fetcher.get_if_changed(&server.url("/bridge"), &Validators::default()).is_ok());
    assert!(matches!(cause(&fetcher, &server.url("/gone")), Cause::Status(410)));
}

#[test]
fn feeds_are_followed_and_one_bad_link_does_not_stop_them() {
    let feed: Answer = Box::new(|headers| {
        let host = &headers["host"];
        let items: String = ["/bridge", "/missing", "/bridge"]
            .iter()
            .map(|path| format!("<item><title>T</title><link>http://{host}{path}</link><description>Short.</description></item>"))
            .collect();
        let feed = format!("<rss version='2.0'><channel><title>Vale Post</title>{items}</channel></rss>");
        reply("200 OK", "Content-Type: application/rss+xml\r\n", feed.as_bytes())
    });
    let server = Server::start(vec![("/feed", feed), ("/bridge", page(STORY))]);
    let options = Options { fetcher: Some(Arc::new(Fetcher::new(local()))), ..Options::default() };
    let items: Vec<_> = open(&Input::Url(server.url("/feed")), &options).unwrap().collect();
    assert_eq!(items.len(), 3);
    assert_eq!(items[0].as_ref().unwrap().article.document.outlet.as_deref(), Some("Vale Post"));
    assert!(matches!(items[1].as_ref().unwrap_err().cause, Cause::Status(404)));
    assert!(items[2].is_ok());
}
