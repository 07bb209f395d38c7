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
    let mut line = String::new();
    while reader.read_line(&mut line).is_ok_and(|length| length > 2) {
        line.clear();
    }
    let path = request.split(' ').nth(1).unwrap_or_default().to_owned();
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
