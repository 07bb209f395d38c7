//! A server of its own for each test, and a client that sends exactly the bytes that a test wants.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// Our own text: two speakers, one of them by pronoun.
pub(super) const ARTICLE: &str = "Le maire, Paul Roche, a affirmé lundi que le pont Neuf était sûr. \
Selon l’inspecteur Marc Vial, trois fissures ont été relevées en mars.\n\n\
« Nous rouvrirons le pont avant l’été », a promis le maire. Ce dernier n’a pas répondu aux riverains.\n";

/// A workspace in a directory of its own.
pub(super) struct Workspace {
    directory: tempfile::TempDir,
}

impl Workspace {
    /// With one article, `pont`.
    pub(super) fn new(title: &str) -> Workspace {
        let workspace = Workspace { directory: tempfile::tempdir().unwrap() };
        workspace.dixit(&["init", workspace.path().to_str().unwrap()]);
        workspace.add(ARTICLE, title);
        workspace
    }

    pub(super) fn path(&self) -> PathBuf {
        self.directory.path().join("ws")
    }

    /// Captures the article, or a new text of it.
    pub(super) fn add(&self, text: &str, title: &str) {
        let file = self.directory.path().join("pont.txt");
        std::fs::write(&file, text).unwrap();
        let file = file.to_str().unwrap();
        self.dixit(&["add", file, "--as", "pont", "--lang", "fr", "--date", "2026-03-10", "--title", title]);
    }

    /// Runs a command; gives what it printed.
    pub(super) fn dixit(&self, args: &[&str]) -> String {
        let out = self.command().args(args).output().unwrap();
        assert!(out.status.code().unwrap() < 2, "{}", String::from_utf8_lossy(&out.stderr));
        String::from_utf8(out.stdout).unwrap()
    }

    fn command(&self) -> Command {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("dixit"));
        command.arg("--workspace").arg(self.path()).args(["--reviewer", "Inès"]);
        command.env("DIXIT_NOW", "2026-03-11T09:00:00Z").env("DIXIT_CONFIG", self.directory.path().join("config"));
        command
    }

    pub(super) fn journal(&self) -> String {
        std::fs::read_to_string(self.path().join("journal.jsonl")).unwrap()
    }

    /// The id of the claim with these words.
    pub(super) fn claim(&self, words: &str) -> String {
        let list = self.dixit(&["--format", "json", "list"]);
        let list: serde_json::Value = serde_json::from_str(&list).unwrap();
        let holds = |one: &&serde_json::Value| one.to_string().contains(words);
        let claims = list.as_array().or_else(|| list["claims"].as_array()).unwrap();
        let found = claims.iter().find(holds).unwrap_or_else(|| panic!("no claim with {words}: {list:#}"));
        found["id"].as_str().or_else(|| found["claim"]["id"].as_str()).unwrap().to_owned()
    }

    pub(super) fn config(&self) -> PathBuf {
        self.directory.path().join("config")
    }

    pub(super) fn serve(&self, args: &[&str]) -> Server {
        let mut child = self
            .command()
            .args(["serve", "--port", "0"])
            .args(args)
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut said = String::new();
        let address = loop {
            let line = lines.next().unwrap().unwrap();
            said.push_str(&line);
            said.push('\n');
            if let Some((_, rest)) = line.split_once("http://") {
                break rest.split('/').next().unwrap().to_owned();
            }
        };
        Server { child, address, said }
    }
}

/// A running `dixit serve`; it ends with the test.
pub(super) struct Server {
    child: Child,
    pub(super) address: String,
    /// What it printed at the start.
    pub(super) said: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) head: String,
    pub(super) body: String,
}

impl Answer {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        let rows = self.head.lines().filter_map(|line| line.split_once(':'));
        rows.filter(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim()).next()
    }
}

impl Server {
    pub(super) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        stream
    }

    /// Sends a request with these header lines and no others but the length and the end of the connection.
    pub(super) fn raw(&self, line: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let mut head = format!("{line} HTTP/1.1\r\nConnection: close\r\nContent-Length: {}\r\n", body.len());
        for (name, value) in headers {
            let _ = write!(head, "{name}: {value}\r\n");
        }
        head.push_str("\r\n");
        let mut stream = self.connect();
        stream.write_all(head.as_bytes()).unwrap();
        // A server that refuses by the head alone may close before the body is through.
        let _ = stream.write_all(body);
        read(&mut stream)
    }

    pub(super) fn get(&self, path: &str) -> Answer {
        self.raw(&format!("GET {path}"), &[("Host", &self.address), ("Accept-Language", "en")], b"")
    }

    /// Signs in as `name`.
    pub(super) fn sign_in(&self, name: &str) -> Visitor<'_> {
        self.sign_in_with(name, "").unwrap_or_else(|answer| panic!("{}: {}", answer.status, answer.body))
    }

    pub(super) fn sign_in_with(&self, name: &str, token: &str) -> Result<Visitor<'_>, Answer> {
        let answer = self.raw(
            "POST /sign-in",
            &[("Host", &self.address), ("Origin", &format!("http://{}", self.address)), ("Content-Type", FORM)],
            form(&[("name", name), ("token", token)]).as_bytes(),
        );
        if answer.status != 303 {
            return Err(answer);
        }
        let cookie = answer.header("set-cookie").unwrap().split(';').next().unwrap().to_owned();
        assert!(answer.head.contains("HttpOnly; SameSite=Strict"));
        Ok(Visitor { server: self, cookie })
    }
}

pub(super) const FORM: &str = "application/x-www-form-urlencoded";

/// Somebody who is signed in.
pub(super) struct Visitor<'s> {
    pub(super) server: &'s Server,
    pub(super) cookie: String,
}

impl Visitor<'_> {
    pub(super) fn get(&self, path: &str) -> Answer {
        let address = &self.server.address;
        self.server.raw(
            &format!("GET {path}"),
            &[("Host", address), ("Cookie", &self.cookie), ("Accept-Language", "en")],
            b"",
        )
    }

    /// The secret that this visitor's forms carry.
    pub(super) fn csrf(&self) -> String {
        let page = self.get("/").body;
        let (_, rest) = page.split_once("name=\"csrf\" value=\"").unwrap();
        rest.split('"').next().unwrap().to_owned()
    }

    /// The last line of the journal that a page shows now.
    pub(super) fn seen(&self) -> String {
        let page = self.get("/").body;
        let (_, rest) = page.split_once("data-line=\"").unwrap();
        rest.split('"').next().unwrap().to_owned()
    }

    pub(super) fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let csrf = self.csrf();
        let fields = [&[("csrf", csrf.as_str())], fields].concat();
        self.send(path, FORM, form(&fields).as_bytes())
    }

    pub(super) fn send(&self, path: &str, kind: &str, body: &[u8]) -> Answer {
        let (address, origin) = (&self.server.address, format!("http://{}", self.server.address));
        let headers = [
            ("Host", address.as_str()),
            ("Origin", &origin),
            ("Cookie", &self.cookie),
            ("Content-Type", kind),
            ("Accept-Language", "en"),
        ];
        self.server.raw(&format!("POST {path}"), &headers, body)
    }

    /// Marks the content of a claim.
    pub(super) fn mark(&self, id: &str, state: &str, more: &[(&str, &str)]) -> Answer {
        let seen = self.seen();
        let fields = [&[("question", "content"), ("state", state), ("seen", seen.as_str()), ("back", "/review")], more];
        self.post(&format!("/claim/{id}/mark"), &fields.concat())
    }
}

/// Fields as a form sends them.
pub(super) fn form(fields: &[(&str, &str)]) -> String {
    let plain = |text: &str| -> String { text.bytes().map(|byte| format!("%{byte:02X}")).collect() };
    fields.iter().map(|(name, value)| format!("{name}={}", plain(value))).collect::<Vec<_>>().join("&")
}

/// Fields and a file as a form with files sends them.
pub(super) fn multipart(fields: &[(&str, &str)], file: (&str, &[u8])) -> (String, Vec<u8>) {
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend(format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes());
    }
    let name = file.0.replace('"', "%22");
    body.extend(
        format!("--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n").bytes(),
    );
    body.extend(file.1);
    body.extend(b"\r\n--edge--\r\n");
    ("multipart/form-data; boundary=edge".to_owned(), body)
}

/// Reads an answer until the server closes.
pub(super) fn read(stream: &mut TcpStream) -> Answer {
    let mut bytes = Vec::new();
    // After a refusal the rest of a body that nobody reads may reset the connection; what came before counts.
    let mut chunk = [0; 4096];
    while let Ok(count) = stream.read(&mut chunk) {
        if count == 0 {
            break;
        }
        bytes.extend_from_slice(&chunk[..count]);
    }
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
    let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or(0);
    Answer { status, head: head.to_owned(), body: body.to_owned() }
}

/// The files below a directory, by path.
pub(super) fn files(directory: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path.display().to_string());
        }
    }
    found.sort();
    found
}
