//! Addresses, against a real server on this machine.

use super::desk::{Desk, Run};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, Mutex};

/// A server that answers what the tests ask for, and the paths that it was asked for.
struct Server {
    port: u16,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn start() -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let log = asked.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let log = log.clone();
                std::thread::spawn(move || answer(stream, &log));
            }
        });
        Server { port, asked }
    }

    fn at(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }
}

fn page() -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages/hashed-classes-fr.html")).unwrap()
}

fn answer(mut stream: TcpStream, log: &Mutex<Vec<String>>) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut request = String::new();
    let _ = reader.read_line(&mut request);
    let (mut line, mut headers) = (String::new(), String::new());
    while reader.read_line(&mut line).is_ok_and(|length| length > 2) {
        headers.push_str(&line.to_lowercase());
        line.clear();
    }
    let path = request.split(' ').nth(1).unwrap_or_default().to_owned();
    let port = stream.local_addr().unwrap().port();
    log.lock().unwrap().push(path.clone());
    let mut send = |status: &str, headers: &str, body: &[u8]| {
        let head = format!("HTTP/1.1 {status}\r\n{headers}Content-Length: {}\r\nConnection: close\r\n\r\n", body.len());
        let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body));
    };
    let html = "Content-Type: text/html; charset=utf-8\r\n";
    match path.as_str() {
        "/robots.txt" => send("200 OK", "Content-Type: text/plain\r\n", b"User-agent: *\nDisallow: /closed\n"),
        "/page" | "/closed/page" => send("200 OK", html, &page()),
        "/moved" => send("301 Moved Permanently", "Location: moved/again\r\n", b""),
        "/moved/again" => send("302 Found", "Location: /page\r\n", b""),
        "/feed.xml" => send("200 OK", "Content-Type: application/rss+xml\r\n", feed(port, log).as_bytes()),
        "/versions.xml" if headers.contains("if-none-match: w/\"1\"\r\n") => {
            send("304 Not Modified", "ETag: W/\"1\"\r\n", b"")
        }
        "/versions.xml" => {
            send("200 OK", "Content-Type: application/rss+xml\r\nETag: W/\"1\"\r\n", whole_feed(port).as_bytes())
        }
        "/dated.xml" if headers.contains("if-modified-since: wed, 15 mar 2023 08:00:00 gmt\r\n") => {
            send("304 Not Modified", "", b"");
        }
        "/dated.xml" => send("200 OK", DATED, whole_feed(port).as_bytes()),
        "/moved.xml" => send("302 Found", "Location: /dated.xml\r\n", b""),
        "/moved-to-address" => send("302 Found", &format!("Location: http://127.0.0.1:{port}/page\r\n"), b""),
        "/moved-to-name" => send("302 Found", &format!("Location: http://localhost:{port}/page\r\n"), b""),
        "/moved-to-cloud" => send("302 Found", "Location: http://169.254.169.254/latest/meta-data\r\n", b""),
        "/moved-to-file" => send("302 Found", "Location: file:///etc/passwd\r\n", b""),
        "/circle" => send("302 Found", "Location: /circle\r\n", b""),
        "/latin" => send("200 OK", "Content-Type: text/html; charset=windows-1252\r\n", &latin()),
        "/gzip" => send("200 OK", &format!("{html}Content-Encoding: gzip\r\n"), &gzip(&page())),
        "/bomb" => send("200 OK", &format!("{html}Content-Encoding: gzip\r\n"), &gzip(&vec![b' '; 20 << 20])),
        "/image" => send("200 OK", "Content-Type: image/png\r\n", b"\x89PNG"),
        "/endless" => {
            let _ = stream.write_all(format!("HTTP/1.1 200 OK\r\n{html}Connection: close\r\n\r\n").as_bytes());
            let block = b"<p>encore et encore</p>".repeat(4_000);
            while stream.write_all(&block).is_ok() {}
        }
        _ => send("404 Not Found", html, b"<html><p>rien</p></html>"),
    }
    let _ = stream.shutdown(std::net::Shutdown::Write);
    let _ = stream.read(&mut [0; 1]);
}

/// A feed with an article, links to one page that may be read, to one that robots.txt closes and to one inside; the third time it is
/// asked for, its article has changed.
fn feed(port: u16, log: &Mutex<Vec<String>>) -> String {
    let asked = log.lock().unwrap().iter().filter(|path| *path == "/feed.xml").count();
    let months = if asked < 3 { "trois mois" } else { "six mois" };
    let item = |path: &str, rest: &str| {
        format!(
            "<item><title>{path}</title><link>http://127.0.0.1:{port}/{path}</link><guid>{path}</guid>{rest}</item>"
        )
    };
    let content = format!(
        "<pubDate>Wed, 15 Mar 2023 00:30:00 +0100</pubDate><content:encoded><![CDATA[<p>« Le pont restera fermé {months} », a annoncé lundi la préfète, Agnès Colin, qui s’exprimait devant la presse réunie à Vaux.</p><p>Selon le maire, près de 300 habitants sont isolés.</p>]]></content:encoded>"
    );
    format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><channel><title>Vaux</title><link>http://127.0.0.1:{port}/</link><description>d</description>{}{}{}{}</channel></rss>",
        item("pont", &content),
        item("page", "<description>Le début.</description>"),
        item("closed/page", ""),
        "<item><title>i</title><guid>i</guid><link>http://169.254.169.254/latest</link></item>"
    )
}

/// A feed whose one entry can be read.
fn whole_feed(port: u16) -> String {
    let all = feed(port, &Mutex::default());
    let (start, rest) = all.split_once("</item>").unwrap();
    let end = rest.rsplit_once("</item>").unwrap().1;
    format!("{start}</item>{end}")
}

const DATED: &str = "Content-Type: application/rss+xml\r\nLast-Modified: Wed, 15 Mar 2023 08:00:00 GMT\r\n";

/// The page in windows-1252, without a word of its encoding inside.
fn latin() -> Vec<u8> {
    let text = String::from_utf8(page()).unwrap().replace("<meta charset=\"utf-8\">", "");
    text.chars()
        .filter_map(|c| match c {
            '’' => Some(0x92),
            '–' => Some(0x96),
            '\u{202f}' => Some(0xa0),
            '…' => Some(0x85),
            'œ' => Some(0x9c),
            c => u8::try_from(u32::from(c)).ok(),
        })
        .collect()
}

/// Bytes as gzip, by the system's program.
fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut child = std::process::Command::new("gzip")
        .args(["-c", "-9"])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = bytes.to_vec();
    let writer = std::thread::spawn(move || stdin.write_all(&input));
    let out = child.wait_with_output().unwrap().stdout;
    writer.join().unwrap().unwrap();
    out
}

fn extract(desk: &Desk, address: &str) -> Run {
    desk.run(&["extract", address, "--allow-private", "--format", "json"])
}

#[test]
fn pages_come_in_every_way() {
    let (desk, server) = (Desk::new(), Server::start());
    let direct = extract(&desk, &server.at("/page"));
    assert_eq!(direct.code, 0, "{}", direct.err);
    let claims = |run: &Run| serde_json::from_str::<serde_json::Value>(&run.out).unwrap()["claims"].clone();
    for path in ["/moved", "/gzip", "/latin"] {
        let run = extract(&desk, &server.at(path));
        assert_eq!(run.code, 0, "{path}: {}", run.err);
        assert_eq!(claims(&run).as_array().unwrap().len(), claims(&direct).as_array().unwrap().len(), "{path}");
    }
    let set: serde_json::Value = serde_json::from_str(&extract(&desk, &server.at("/moved")).out).unwrap();
    assert_eq!(set["source"], server.at("/page"));
    desk.ok(&["init"]);
    desk.ok(&["add", &server.at("/page"), "--allow-private"]);
    assert_eq!(std::fs::read(desk.path("claims/articles/page/r1.html")).unwrap(), page());
}

#[test]
fn what_must_not_be_fetched_is_refused() {
    let (desk, server) = (Desk::new(), Server::start());
    for (path, error) in [
        ("/closed/page", "robots.txt"),
        ("/missing", "answers 404"),
        ("/circle", "more than 10 times"),
        ("/bomb", "is larger than"),
        ("/endless", "is larger than"),
        ("/image", "is image/png"),
        ("/moved-to-file", "file:///etc/passwd is no http(s) address"),
    ] {
        let run = extract(&desk, &server.at(path));
        assert!(run.code == 2 && run.err.contains(error), "{path}: {}", run.err);
    }
    assert!(!server.asked.lock().unwrap().contains(&"/closed/page".to_owned()));
}

#[test]
fn nothing_inside_is_reached_unless_allowed() {
    let (desk, server) = (Desk::new(), Server::start());
    for address in [
        server.at("/page"),
        format!("http://localhost:{}/page", server.port),
        format!("http://[::ffff:127.0.0.1]:{}/page", server.port),
        format!("http://0.0.0.0:{}/page", server.port),
        format!("http://2130706433:{}/page", server.port),
        "http://169.254.169.254/latest/meta-data".to_owned(),
    ] {
        let run = desk.run(&["extract", &address]);
        assert!(run.code == 2 && run.err.contains("private network"), "{address}: {}", run.err);
    }
    assert!(server.asked.lock().unwrap().is_empty());
}

#[test]
fn a_redirect_into_a_private_network_is_refused() {
    let (desk, server) = (Desk::new(), Server::start());
    // The first host is allowed, and no other: neither by address nor by a name that leads to one.
    let at = |host: &str, path: &str| format!("http://{host}:{}{path}", server.port);
    for (allowed, path) in
        [("localhost", "/moved-to-address"), ("127.0.0.1", "/moved-to-name"), ("localhost", "/moved-to-cloud")]
    {
        let run = desk.run(&["extract", &at(allowed, path), &format!("--allow-private={allowed}")]);
        assert!(run.code == 2 && run.err.contains("private network"), "{path}: {}", run.err);
    }
    assert!(!server.asked.lock().unwrap().contains(&"/page".to_owned()));
    desk.ok(&["extract", &at("localhost", "/moved"), "--allow-private=localhost"]);
}

#[test]
fn a_feed_brings_what_is_new_or_changed() {
    let (desk, server) = (Desk::new(), Server::start());
    desk.ok(&["init"]);
    let port = server.port.to_string();
    let add = || {
        let run = desk.run(&["add", &server.at("/feed.xml"), "--allow-private=127.0.0.1", "--as", "vaux"]);
        (run.code, run.out.replace(&port, "PORT"), run.err.replace(&port, "PORT"))
    };
    let (code, out, err) = add();
    assert_eq!(code, 1, "{out}{err}");
    assert!(out.contains("pont: captured with 2 claims\n") && out.contains("page: captured with"), "{out}");
    assert!(out.ends_with("vaux: 2 entries new or changed, 0 seen before, 2 refused\n"), "{out}");
    assert!(err.contains("/closed/page: ") && err.contains("robots.txt") && err.contains("private network"), "{err}");
    let article: serde_json::Value = serde_json::from_str(&desk.read("claims/articles/pont/article.json")).unwrap();
    assert_eq!((&article["date"], &article["title"]), (&"2023-03-15".into(), &"pont".into()));
    assert!(desk.read("claims/feeds/vaux.tsv").lines().skip(1).all(|line| line.split('\t').count() == 3));
    assert!(!server.asked.lock().unwrap().iter().any(|path| path == "/pont" || path == "/closed/page"));
    // Nothing new; then an entry has changed, and what differs waits.
    let (_, out, _) = add();
    assert_eq!(out, "vaux: 0 entries new or changed, 2 seen before, 2 refused\n");
    let (code, out, _) = add();
    assert!(code == 1 && out.starts_with("pont: revision 2, 2 pending changes"), "{out}");
    assert_eq!(desk.run(&["check", "--deep"]).code, 1);
    let refused = desk.refused(&["extract", &server.at("/feed.xml"), "--allow-private"]);
    assert!(refused.contains("is a feed"), "{refused}");
}

#[test]
fn a_feed_that_has_not_changed_is_not_sent_again() {
    let (desk, server) = (Desk::new(), Server::start());
    desk.ok(&["init"]);
    for (path, note) in [
        ("/versions.xml", "# etag W/\"1\"\n"),
        ("/dated.xml", "# last-modified Wed, 15 Mar 2023 08:00:00 GMT\n"),
        ("/moved.xml", "# last-modified Wed, 15 Mar 2023 08:00:00 GMT\n"),
    ] {
        let name = path.trim_start_matches('/').trim_end_matches(".xml");
        // This host alone: a feed may lead elsewhere inside.
        let add = || desk.run(&["add", &server.at(path), "--allow-private=127.0.0.1", "--as", name]);
        let first = add();
        assert!(first.code == 0 && first.out.contains("1 entry new or changed, 0 seen"), "{path}: {first:?}");
        let seen = desk.read(&format!("claims/feeds/{name}.tsv"));
        assert!(seen.contains(note), "{path}: {seen}");
        let again = add();
        assert_eq!((again.code, again.out), (0, format!("{name}: unchanged since the last time\n")), "{path}");
        assert_eq!(desk.read(&format!("claims/feeds/{name}.tsv")), seen, "{path}");
    }
    // What is remembered of one address is not told to another; while an entry is refused, the feed is asked for in full.
    let elsewhere = desk.run(&["add", &server.at("/feed.xml"), "--allow-private=127.0.0.1", "--as", "versions"]);
    assert!(elsewhere.out.contains("1 seen before, 2 refused"), "{elsewhere:?}");
    assert!(elsewhere.err.contains("private network"), "{elsewhere:?}");
    assert!(!desk.read("claims/feeds/versions.tsv").contains("# address"));
}
