//! Watching feeds, against a server of our own on the loopback.

mod common;

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};

use common::{Ran, run};

/// A server that answers each path with what `pages` holds for it, and remembers what it was asked.
struct Site {
    address: String,
    asked: Arc<Mutex<Vec<String>>>,
}

fn site(pages: impl Fn(&str, &str) -> Option<String> + Send + 'static) -> Site {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let asked = Arc::new(Mutex::new(Vec::new()));
    let (base, seen) = (address.clone(), asked.clone());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
            let request = lines.next().unwrap().unwrap();
            lines.find(|line| line.as_ref().is_ok_and(String::is_empty));
            let path = request.split(' ').nth(1).unwrap().to_owned();
            let (status, body) = match pages(&path, &base) {
                Some(body) => ("200 OK", body),
                None => ("404 Not Found", String::new()),
            };
            seen.lock().unwrap().push(path);
            let length = body.len();
            let head = format!("HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n");
            stream.write_all((head + &body).as_bytes()).unwrap();
        }
    });
    Site { address, asked }
}

const PAGE: &str = "<html lang='en'><head><title>Ferry stops</title></head><body><article><h1>Ferry stops</h1>\
    <p>The ferry to Holm will stop at midnight, the harbour master, Ada Rask, said on Monday in the town hall.</p>\
    <p>“Nobody swims home,” she said. “We will bring a boat for those who dance too long,” she told the council.</p>\
    <p>The council is expected to vote on the plan before the summer, and the drivers of the buses will be asked too.</p>\
    </article></body></html>";

fn pages(path: &str, base: &str) -> Option<String> {
    let full = "<p>The bridge will stay shut, the mayor, Bo Lind, said on Monday in the town hall of Carrow.</p> \
                <p>“I would not drive my own children over it,” he said. “It opens in spring,” he told the council, \
                and the engineers hope that the piers will be mended before the ice comes back to the river.</p>";
    match path {
        "/feed.xml" => Some(format!(
            "<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel><title>Carrow Post</title>\
             <item><guid>one</guid><title>Bridge</title><link>{base}/bridge</link>\
             <content:encoded><![CDATA[{full}]]></content:encoded></item>\
             <item><guid>two</guid><title>Ferry</title><link>{base}/ferry</link></item></channel></rss>"
        )),
        "/ferry" => Some(PAGE.to_owned()),
        _ => None,
    }
}

#[test]
fn what_is_new_is_added_once_and_a_bad_feed_stops_no_other() {
    let site = site(pages);
    let folder = tempfile::tempdir().unwrap();
    let (feeds, db) = (folder.path().join("feeds.txt"), folder.path().join("desk.db"));
    fs::write(&feeds, format!("# ours\n{0}/missing.xml\n{0}/feed.xml\n", site.address)).unwrap();
    let (feeds, db) = (feeds.to_str().unwrap(), db.to_str().unwrap());
    let watch = || run(&["watch", feeds, "--once", "--allow-local", "--db", db]);
    let articles = || {
        let sql = run(&["sql", "select count(*) as n from documents", "--format", "json", "--db", db]);
        sql.json()["rows"][0][0].as_u64()
    };

    let first: Ran = watch();
    assert_eq!(first.code, Some(1), "{}", first.err);
    assert!(first.err.contains("missing.xml"), "{}", first.err);
    assert!(first.err.contains("2 articles added"), "{}", first.err);
    assert_eq!(articles(), Some(2));

    let second = watch();
    assert!(!second.err.contains("added"), "{}", second.err);
    assert_eq!(articles(), Some(2));
    let fetched = site.asked.lock().unwrap().iter().filter(|path| *path == "/ferry").count();
    assert_eq!(fetched, 1, "an article that was seen is not fetched again");
}

#[test]
fn a_list_without_feeds_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let feeds = folder.path().join("feeds.txt");
    fs::write(&feeds, "# nothing yet\n").unwrap();
    let ran = run(&["watch", feeds.to_str().unwrap(), "--once"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("names no feed"), "{}", ran.err);
}
